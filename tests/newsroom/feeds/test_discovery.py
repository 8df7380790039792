"""The feeds that web pages announce: many programs take the first one."""

from collections.abc import Callable
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.models import Site

from newsroom.models import FeedSettings, FeedWords, Noun
from newsroom.web.discovery import Scope, discovery
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    make_site_tree,
    make_tag,
    publish,
    translate,
)
from tests.newsroom.web.reading import read
from tests.shared import shared

Settle = Callable[[], None]

MEDIA_TYPES = ["application/rss+xml", "application/atom+xml", "application/feed+json"]
NEWS = "Wiadomości – Urząd"

# A project that serves web pages and no feeds.
urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]


@shared
def site(section: Any, settle: Settle) -> Any:
    """Give a Polish section with an article, a subject, a project and a gallery."""
    home = section.get_parent().specific
    project = make_project(home, "Nowe drogi")
    make_gallery(home, "Dożynki", alts=["Wieniec"])
    make_article(
        section, tags=[make_tag("Zdrowie", en="Health")], project=project, slug="biblioteka"
    )
    settle()
    return section


def links(client: Client, path: str) -> list[tuple[str, str, str]]:
    """Address, media type and title of what is announced."""
    answer = read(client, path)
    assert answer.status == 200
    return [
        (link.get("href"), link.get("type"), link.get("title"))
        for link in answer.all("//head/link[@rel='alternate'][@type]")
    ]


def announced(client: Client, path: str) -> list[str]:
    """The feeds that are announced, as they stand in addresses; each in every format."""
    found = links(client, path)
    assert [media_type for _, media_type, _ in found] == MEDIA_TYPES * (len(found) // 3)
    names = [url.removeprefix("http://localhost/feeds/").rpartition(".")[0] for url, *_ in found]
    return names[::3]


@pytest.mark.parametrize(
    ("path", "feeds"),
    {
        "/pl/": ["pl/news"],
        "/en/": ["en/news"],
        "/pl/projects/": ["pl/news"],
        "/pl/aktualnosci/": ["pl/sections/aktualnosci", "pl/news"],
        "/pl/tags/zdrowie/": ["pl/tags/zdrowie", "pl/news"],
        "/pl/nowe-drogi/": ["pl/projects/nowe-drogi", "pl/news"],
        "/pl/galleries/": ["pl/galleries", "pl/news"],
        "/pl/dozynki/": ["pl/galleries", "pl/news"],
        "/pl/aktualnosci/biblioteka/": ["pl/news", "pl/sections/aktualnosci"],
        # Nothing is in it yet.
        "/en/galleries/": ["en/news"],
        "/en/tags/zdrowie/": ["en/news"],
    }.items(),
)
def test_a_page_announces_the_feed_of_what_it_shows_and_the_news(
    client: Client, site: Any, path: str, feeds: list[str]
) -> None:
    assert announced(client, path) == feeds
    for url, media_type, _ in links(client, path):
        answer = client.get(url.removeprefix("http://localhost"))
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(media_type)


def test_feeds_are_announced_in_their_language_with_their_format(client: Client, site: Any) -> None:
    assert [title for *_, title in links(client, "/pl/tags/zdrowie/")] == [
        "Zdrowie – Urząd (RSS)",
        "Zdrowie – Urząd (Atom)",
        "Zdrowie – Urząd (JSON Feed)",
        f"{NEWS} (RSS)",
        f"{NEWS} (Atom)",
        f"{NEWS} (JSON Feed)",
    ]
    assert links(client, "/en/")[0][2] == "News – Urząd (RSS)"


def test_the_titles_are_those_the_feeds_have(client: Client, site: Any) -> None:
    for url, media_type, title in links(client, "/pl/aktualnosci/"):
        answer = client.get(url.removeprefix("http://localhost"))
        if media_type.endswith("json"):
            assert title == f"{answer.json()['title']} (JSON Feed)"
        else:
            assert title.rpartition(" (")[0] in answer.content.decode()


def test_editors_words_are_in_the_titles(
    client: Client, site: Any, locales: dict[str, Any]
) -> None:
    made = FeedSettings.objects.create(site=Site.objects.get())
    FeedWords.objects.create(settings=made, locale=locales["pl"], title="Wieści")

    assert links(client, "/pl/aktualnosci/")[0][2] == "Aktualności – Wieści (RSS)"


def test_a_translated_section_announces_the_feed_of_its_language(
    client: Client, site: Any, settle: Settle
) -> None:
    english = translate(site, "en", title="News")
    settle()
    assert announced(client, english.full_url) == ["en/news"]
    translate(make_article(site, "Most"), "en", title="A bridge")
    settle()

    assert announced(client, english.full_url) == [f"en/sections/{english.slug}", "en/news"]


def test_a_section_under_a_new_slug_announces_its_new_address(
    client: Client, site: Any, settle: Settle
) -> None:
    site.slug = "nowiny"
    publish(site)
    settle()

    assert announced(client, "/pl/nowiny/") == ["pl/sections/nowiny", "pl/news"]


def test_the_alias_of_a_section_announces_the_feed_of_its_source(
    client: Client, site: Any, settle: Settle
) -> None:
    site.create_alias(parent=site.get_parent(), update_slug="odbicie")
    settle()

    assert announced(client, "/pl/odbicie/") == ["pl/sections/aktualnosci", "pl/news"]


def test_what_is_in_no_feed_any_more_is_not_announced(
    client: Client, site: Any, settle: Settle
) -> None:
    article = site.get_children().get(slug="biblioteka").specific
    article.in_feeds = False
    publish(article)
    settle()

    for page in ("/pl/aktualnosci/", "/pl/tags/zdrowie/", "/pl/aktualnosci/biblioteka/"):
        assert announced(client, page) == ["pl/news"]


def test_a_section_of_another_site_is_not_confused_with_it(
    client: Client, site: Any, settle: Settle
) -> None:
    other = make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    make_section(other["pl"])
    settle()

    found = links(client, "http://gmina.newsroom.test/pl/aktualnosci/")
    assert {url.rpartition(".")[0] for url, *_ in found} == {
        "http://gmina.newsroom.test/feeds/pl/news"
    }


@pytest.mark.urls("tests.newsroom.feeds.test_discovery")
def test_a_project_without_feeds_announces_none(site: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert discovery(Site(), "pl") == []


def test_announcing_asks_twice_whatever_there_is(
    site: Any, locales: dict[str, Any], django_assert_num_queries: Any
) -> None:
    own, scope = Site.objects.get(), Scope(Noun.TAGS, slug="zdrowie")
    with django_assert_num_queries(2):
        assert len(discovery(own, "pl", scope)) == 6
    made = FeedSettings.objects.create(site=own)
    for locale in locales.values():
        FeedWords.objects.create(settings=made, locale=locale, title="Wieści")
    # The words of all languages, together.
    with django_assert_num_queries(3):
        discovery(own, "pl", scope)


def test_robots_may_read_feeds_and_no_sitemap_lists_them(client: Client, site: Any) -> None:
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").content.decode().splitlines())
    sitemap = client.get("/sitemap.xml")

    for url, *_ in links(client, "/pl/aktualnosci/"):
        assert robots.can_fetch("*", url)
    assert robots.can_fetch("*", "/feeds/pl/") and robots.can_fetch("*", "/feeds/feeds.opml")
    assert sitemap.status_code == 404 or b"/feeds/" not in sitemap.content
