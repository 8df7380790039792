"""The feeds of the site."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.models import Site

from newsroom.api.router import urls as api_urls
from newsroom.models import FeedSettings, FeedWords
from newsroom.wire.channels import FORMATS
from tests.factories import make_article, make_section, make_site_tree, make_tag, publish

URL = "/api/news/v1/feeds/"

Settle = Callable[[], None]

# A project that mounts the API and no feeds: see ``test_a_project_without_feeds_lists_none``.
urlpatterns = [path("admin/", include(wagtailadmin_urls)), path("api/news/v1/", api_urls)]


def feeds(client: Client, **headers: str) -> list[dict[str, Any]]:
    response = client.get(URL, headers=headers)
    assert response.status_code == 200
    found: list[dict[str, Any]] = response.json()["items"]
    return found


def names(client: Client, locale: str) -> list[str]:
    """What there are feeds of in a language."""
    return list(dict.fromkeys(feed["name"] for feed in feeds(client) if feed["locale"] == locale))


def test_feeds_are_listed_by_language_the_default_first(
    client: Client, homes: dict[str, Any]
) -> None:
    found = feeds(client)

    assert list(dict.fromkeys(feed["locale"] for feed in found)) == ["pl", "en", "uk"]
    assert found[0] == {
        "locale": "pl",
        "name": "news",
        "title": "Wiadomości – Urząd",
        "url": "http://localhost/feeds/pl/news.rss",
        "media_type": "application/rss+xml",
        "page_url": "http://localhost/pl/",
    }
    assert names(client, "uk") == ["news", "galleries"]


def test_whatever_has_items_has_feeds(client: Client, newsroom: SimpleNamespace) -> None:
    assert names(client, "pl") == [
        "news",
        "galleries",
        "sections/aktualnosci",
        "tags/drogi",
        "tags/kultura",
        "projects/nowe-drogi",
    ]
    pages = {feed["name"]: feed["page_url"] for feed in feeds(client) if feed["locale"] == "pl"}
    assert pages["galleries"] == "http://localhost/pl/galleries/"
    assert pages["sections/aktualnosci"] == newsroom.section.full_url
    assert pages["tags/kultura"] == "http://localhost/pl/tags/kultura/"
    assert pages["projects/nowe-drogi"] == newsroom.project.full_url


def test_every_format_that_is_served_is_listed(client: Client, newsroom: SimpleNamespace) -> None:
    formats: dict[tuple[str, str], dict[str, str]] = {}
    for feed in feeds(client):
        own = formats.setdefault((feed["locale"], feed["name"]), {})
        own[feed["url"].rpartition(".")[2]] = feed["media_type"]

    assert all(own == FORMATS for own in formats.values())


def test_every_feed_that_is_listed_is_served_as_it_says(
    client: Client, newsroom: SimpleNamespace
) -> None:
    for feed in feeds(client):
        response = client.get(feed["url"].removeprefix("http://localhost"))
        assert response.status_code == 200, feed
        assert response["Content-Type"].partition(";")[0] == feed["media_type"]
        assert response["Content-Language"] == feed["locale"]
        if feed["media_type"].endswith("json"):
            read = response.json()["title"], response.json()["home_page_url"]
        else:
            parsed = feedparser.parse(response.content).feed
            read = parsed.title, parsed.link
        assert read == (feed["title"], feed["page_url"])
        assert client.get(feed["page_url"].removeprefix("http://localhost")).status_code == 200


def test_feeds_are_those_of_the_site_that_is_asked(
    client: Client, newsroom: SimpleNamespace
) -> None:
    make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    Site.objects.filter(hostname="gmina.newsroom.test").update(site_name="Gmina")

    found = feeds(client, host="gmina.newsroom.test")

    assert all(feed["url"].startswith("http://gmina.newsroom.test/feeds/") for feed in found)
    assert {feed["title"].rpartition(" – ")[2] for feed in found} == {"Gmina"}
    assert {feed["name"] for feed in found} == {"news", "galleries"}


def test_what_is_withdrawn_is_not_listed_in_the_next_answer(
    client: Client, newsroom: SimpleNamespace, settle: Settle
) -> None:
    assert "tags/kultura" in names(client, "pl")
    newsroom.library.unpublish()

    assert "tags/kultura" not in names(client, "pl")
    settle()
    assert "tags/kultura" not in names(client, "pl")
    assert "tags/drogi" in names(client, "pl")


def test_the_list_holds_no_longer_than_until_the_next_expiry(
    client: Client, newsroom: SimpleNamespace, settle: Settle
) -> None:
    newsroom.bridge.expire_at = timezone.now() + timedelta(seconds=30)
    publish(newsroom.bridge)
    settle()

    age = client.get(URL)["Cache-Control"].partition("max-age=")[2].partition(",")[0]
    assert 0 < int(age) <= 30


def test_new_words_of_the_editors_are_in_the_next_answer(
    client: Client,
    homes: dict[str, Any],
    locales: dict[str, Any],
    settle: Settle,
) -> None:
    assert feeds(client)[0]["title"] == "Wiadomości – Urząd"
    made = FeedSettings.objects.create(site=Site.objects.get())
    FeedWords.objects.create(settings=made, locale=locales["pl"], title="Wieści")
    settle()

    assert feeds(client)[0]["title"] == "Wiadomości – Wieści"


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_costs_the_same_however_many_feeds_there_are(
    client: Client,
    homes: dict[str, Any],
    settle: Settle,
    number: int,
    django_assert_num_queries: Any,
) -> None:
    tags = [make_tag(f"Temat {count}") for count in range(number)]
    make_article(make_section(homes["pl"]), tags=tags)
    settle()
    client.get("/health/live")

    # The Site and the state of the wire, the settings, the feeds, the next expiry.
    with django_assert_num_queries(4):
        assert len(names(client, "pl")) == number + 3
    # Remembered.
    with django_assert_num_queries(1):
        client.get(URL)


@pytest.mark.urls("tests.newsroom.api.test_feeds_list")
def test_a_project_without_feeds_lists_none(client: Client, homes: dict[str, Any]) -> None:
    assert feeds(client) == []


def test_feeds_take_no_parameters(client: Client, homes: dict[str, Any]) -> None:
    response = client.get(f"{URL}?locale=pl")

    assert response.status_code == 400
    assert response.json()["errors"][0]["param"] == "locale"
