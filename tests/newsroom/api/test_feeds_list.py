"""The feeds of the site."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.models import Site

from newsroom.api.router import urls as api_urls
from newsroom.feeds import scopes
from tests.factories import make_site_tree

URL = "/api/news/v1/feeds/"

# A project that mounts the API and no feeds: see ``test_a_project_without_feeds_lists_none``.
urlpatterns = [path("admin/", include(wagtailadmin_urls)), path("api/news/v1/", api_urls)]


def feeds(client: Client, **headers: str) -> list[dict[str, Any]]:
    response = client.get(URL, headers=headers)
    assert response.status_code == 200
    found: list[dict[str, Any]] = response.json()["items"]
    return found


def test_feeds_are_listed_by_language_the_default_first(
    client: Client, homes: dict[str, Any]
) -> None:
    assert [feed["locale"] for feed in feeds(client)][:: len(scopes.FORMATS)] == ["pl", "en", "uk"]
    assert feeds(client)[0] == {
        "locale": "pl",
        "name": "news",
        "title": "Wiadomości – Urząd",
        "url": "http://localhost/feeds/pl/news.rss",
        "media_type": "application/rss+xml",
    }


def test_every_format_that_is_served_is_listed(client: Client, homes: dict[str, Any]) -> None:
    listed = {(feed["url"].rpartition(".")[2], feed["media_type"]) for feed in feeds(client)}

    assert listed == set(scopes.FORMATS.items())


def test_every_feed_that_is_listed_is_served_as_it_says(
    client: Client, newsroom: SimpleNamespace
) -> None:
    for feed in feeds(client):
        response = client.get(feed["url"].removeprefix("http://localhost"))
        assert response.status_code == 200, feed
        assert response["Content-Type"].partition(";")[0] == feed["media_type"]
        assert response["Content-Language"] == feed["locale"]
        assert re.search(r"<title[^>]*>([^<]+)<", response.content.decode())[1] == feed["title"]  # type: ignore[index]


def test_feeds_are_those_of_the_site_that_is_asked(client: Client, homes: dict[str, Any]) -> None:
    make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    Site.objects.filter(hostname="gmina.newsroom.test").update(site_name="Gmina")

    found = feeds(client, host="gmina.newsroom.test")

    assert all(feed["url"].startswith("http://gmina.newsroom.test/feeds/") for feed in found)
    assert {feed["title"].rpartition(" – ")[2] for feed in found} == {"Gmina"}


def test_feeds_cost_little(
    client: Client, homes: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    client.get("/health/live")
    # The Site and the state of the wire, as everything does.
    with django_assert_max_num_queries(1):
        client.get(URL)


@pytest.mark.urls("tests.newsroom.api.test_feeds_list")
def test_a_project_without_feeds_lists_none(client: Client, homes: dict[str, Any]) -> None:
    assert feeds(client) == []


def test_feeds_take_no_parameters(client: Client, homes: dict[str, Any]) -> None:
    response = client.get(f"{URL}?locale=pl")

    assert response.status_code == 400
    assert response.json()["errors"][0]["param"] == "locale"
