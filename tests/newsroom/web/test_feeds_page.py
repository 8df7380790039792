"""The page on which readers find all feeds of a language."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from newsroom.models import ArticlePage, FeedSettings, FeedWords
from tests.factories import (
    make_article,
    make_site_tree,
    make_tag,
)

from .reading import Answer, read

Settle = Callable[[], None]
FORMATS = ("rss", "atom", "json")

pytestmark = pytest.mark.django_db


def addresses(answer: Answer) -> list[str]:
    """The addresses that are shown to be copied."""
    return [str(code.text_content()) for code in answer.all("//main//code")]


def paths(extension: str, *names: str, language: str = "pl") -> list[str]:
    return [f"http://localhost/feeds/{language}/{name}.{extension}" for name in names]


def test_all_feeds_of_a_language_are_listed_by_kind(client: Client, article: ArticlePage) -> None:
    answer = read(client, "/feeds/pl/")

    names = (
        "news",
        "galleries",
        "sections/aktualnosci",
        "tags/zdrowie",
        "projects/nowe-drogi",
    )
    assert answer.status == 200
    assert addresses(answer) == paths("rss", *names)
    assert answer.all("//main//li//a[@type]/@href") == [
        url for name in names for extension in FORMATS for url in paths(extension, name)
    ]
    groups = answer.all("//main/section[ul[@class='feeds']]")
    assert [len(group.xpath(".//li[@class='feed']")) for group in groups] == [1, 1, 1, 1, 1]
    assert answer.all("//main//h3//text()") == ["Aktualności", "Zdrowie", "Nowe drogi"]
    assert answer.all("//main//h3/a/@href") == [
        "http://localhost/pl/aktualnosci/",
        "http://localhost/pl/tags/zdrowie/",
        "http://localhost/pl/nowe-drogi/",
    ]


def test_each_language_has_its_own_page(client: Client, article: ArticlePage) -> None:
    english, ukrainian = read(client, "/feeds/en/"), read(client, "/feeds/uk/")

    assert addresses(english)[:2] == paths("rss", "news", "galleries", language="en")
    # The English article stands in the Polish project.
    assert english.all("//main//h3//text()") == ["News", "Health", "Nowe drogi"]
    assert addresses(ukrainian) == paths("rss", "news", "galleries", language="uk")
    assert (english.language, ukrainian.language) == ("en", "uk")
    assert english.response["Content-Language"] == "en"
    assert english.text("//h1") == "Feeds"
    assert english.text("//title") == "Feeds – Urząd"


def test_the_browser_s_language_and_the_reader_change_nothing(
    client: Client, article: ArticlePage, django_user_model: Any
) -> None:
    known = client.get("/feeds/en/")
    foreign = client.get("/feeds/en/", headers={"accept-language": "uk"})
    # Editors may see Wagtail's bar on any page; others see the same whoever they are.
    client.force_login(django_user_model.objects.create_user("czytelniczka"))
    reader = client.get("/feeds/en/", headers={"cookie": "django_language=uk"})

    assert known.content == foreign.content == reader.content
    assert "Accept-Language" not in known.get("Vary", "") and "Cookie" not in known.get("Vary", "")
    assert not known.cookies


def test_the_page_is_written_in_the_direction_of_its_language(
    client: Client, article: ArticlePage, settings: Any
) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    answer = read(client, "/feeds/ar/")

    assert (answer.language, answer.html.get("dir")) == ("ar", "rtl")
    assert answer.all("//main//code/@dir") == ["ltr", "ltr"]


def test_the_pages_of_the_languages_lead_to_each_other(
    client: Client, article: ArticlePage
) -> None:
    answer = read(client, "/feeds/en/")
    every = {code: f"/feeds/{code}/" for code in ("pl", "en", "uk")}

    assert answer.canonical == "http://localhost/feeds/en/"
    assert answer.alternates == {**every, "x-default": "/feeds/pl/"}
    assert answer.switcher == every
    assert answer.all("//main//a/@hreflang") == ["pl", "uk"]


def test_the_page_announces_what_it_lists(client: Client, article: ArticlePage) -> None:
    answer = read(client, "/feeds/pl/")
    announced = answer.all("//head/link[@rel='alternate'][@type]/@href")

    assert announced == answer.all("//main//li//a[@type]/@href")


def test_the_page_leads_to_the_lists_for_programs(client: Client, article: ArticlePage) -> None:
    links = read(client, "/feeds/uk/").all("//main//a[@type='text/x-opml']/@href")

    assert links == ["/feeds/uk/feeds.opml", "/feeds/feeds.opml"]
    for link in links:
        assert client.get(link).status_code == 200


def test_with_one_language_nothing_is_said_of_others(
    client: Client, article: ArticlePage, settings: Any
) -> None:
    settings.WAGTAIL_CONTENT_LANGUAGES = [("pl", "Polski")]
    answer = read(client, "/feeds/pl/")

    assert answer.all("//main//a[@type='text/x-opml']/@href") == ["/feeds/pl/feeds.opml"]
    assert answer.alternates == {} and not answer.all("//main//a[@hreflang]")
    assert client.get("/feeds/en/").status_code == 404


def test_every_address_on_the_page_answers(client: Client, article: ArticlePage) -> None:
    for language in ("pl", "en", "uk"):
        for link in read(client, f"/feeds/{language}/").all("//main//li//a"):
            answer = client.get(link.get("href").removeprefix("http://localhost"))
            assert answer.status_code == 200, link.get("href")
            if link.get("type"):
                assert answer["Content-Type"].startswith(link.get("type"))


def test_without_a_script_addresses_are_there_and_buttons_are_not(
    client: Client, article: ArticlePage
) -> None:
    answer = read(client, "/feeds/en/")
    buttons = answer.all("//main//button")

    assert len(buttons) == len(addresses(answer))
    for button in buttons:
        assert "hidden" in button.attrib
        assert button.get("aria-label").startswith(button.text_content())
    assert answer.all("//head/script[@src]/@src")[0].endswith("newsroom/feeds.js")


def test_what_editors_call_the_newsroom_is_in_the_titles(
    client: Client, article: ArticlePage, locales: dict[str, Any]
) -> None:
    made = FeedSettings.objects.create(site=Site.objects.get())
    FeedWords.objects.create(settings=made, locale=locales["en"], title="City news")

    titles = read(client, "/feeds/en/").all("//head/link[@type='application/rss+xml']/@title")

    assert titles[0] == "News – City news (RSS)"


def test_the_entrance_leads_to_the_default_language_whatever_the_browser_prefers(
    client: Client, homes: dict[str, Any]
) -> None:
    answer = client.get("/feeds/", headers={"accept-language": "en"})

    assert (answer.status_code, answer["Location"]) == (302, "/feeds/pl/")
    assert "Vary" not in answer or "Accept-Language" not in answer["Vary"]
    assert client.post("/feeds/").status_code == 405


def test_a_page_has_one_address(client: Client, homes: dict[str, Any]) -> None:
    answer = client.get("/feeds/pl")

    assert (answer.status_code, answer["Location"]) == (301, "/feeds/pl/")


@pytest.mark.parametrize("language", ["xx", "PL", "pl-PL", "de", "feeds"])
def test_an_unknown_language_has_no_page(
    client: Client, homes: dict[str, Any], language: str
) -> None:
    for path in (f"/feeds/{language}/", f"/feeds/{language}"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer["Content-Type"].startswith("text/plain")


def test_the_page_only_reads(client: Client, homes: dict[str, Any]) -> None:
    assert client.post("/feeds/pl/").status_code == 405
    assert client.head("/feeds/pl/").status_code == 200


def test_the_page_costs_the_same_however_many_feeds_there_are(
    client: Client, article: ArticlePage, settle: Settle, django_assert_max_num_queries: Any
) -> None:
    client.get("/feeds/pl/")
    with django_assert_max_num_queries(100) as few:
        read(client, "/feeds/pl/")
        cost = len(few)
    section = article.get_parent().specific
    make_article(section, "Dużo", tags=[make_tag(f"Temat {number}") for number in range(30)])
    settle()
    client.get("/feeds/pl/")

    with django_assert_max_num_queries(cost):
        assert len(addresses(read(client, "/feeds/pl/"))) == 35


def test_another_site_lists_its_own_feeds(client: Client, article: ArticlePage) -> None:
    make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    answer = read(client, "http://gmina.newsroom.test/feeds/pl/")

    assert addresses(answer) == [
        f"http://gmina.newsroom.test/feeds/pl/{name}.rss" for name in ("news", "galleries")
    ]
