"""Where people and programs try to find the feed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from tests.factories import make_section, publish
from tests.newsroom.web.reading import read

Settle = Callable[[], None]

TABLE = {
    "feed": "rss",
    "feed/": "rss",
    "rss": "rss",
    "rss/": "rss",
    "rss.xml": "rss",
    "feed.xml": "rss",
    "index.xml": "rss",
    "atom.xml": "atom",
    "feed.json": "json",
}


@pytest.mark.parametrize(("name", "extension"), TABLE.items())
@pytest.mark.parametrize(
    ("prefix", "language"), {"/": "pl", "/pl/": "pl", "/en/": "en", "/uk/": "uk"}.items()
)
def test_an_old_address_leads_to_the_news_for_ever(
    client: Client, homes: dict[str, Any], prefix: str, language: str, name: str, extension: str
) -> None:
    answer = client.get(prefix + name, headers={"accept-language": "uk"})

    assert answer.status_code == 301
    assert answer["Location"] == f"/feeds/{language}/news.{extension}"
    assert client.get(answer["Location"]).status_code == 200
    assert client.head(prefix + name).status_code == 301
    assert not answer.cookies


@pytest.mark.parametrize(
    "path",
    ["/xx/feed/", "/de/rss.xml", "/feeds.xml", "/feed.rss", "/pl/nic/feed/", "/feed/rss/", "/FEED"],
)
def test_other_addresses_are_not_there(client: Client, homes: dict[str, Any], path: str) -> None:
    answer = client.get(path, follow=True)

    assert answer.status_code == 404
    assert "/feeds/" not in str(answer.redirect_chain)


def test_old_addresses_are_only_read(client: Client, homes: dict[str, Any]) -> None:
    assert client.post("/rss.xml").status_code == 405
    assert client.post("/pl/feed/").status_code == 405


@pytest.mark.parametrize("slug", ["feed", "rss"])
def test_a_live_page_of_that_name_goes_first(
    client: Client, homes: dict[str, Any], slug: str
) -> None:
    make_section(homes["pl"], "Karma dla ptaków", slug=slug)

    assert read(client, f"/pl/{slug}/").text("//h1") == "Karma dla ptaków"
    answer = client.get(f"/pl/{slug}")
    assert (answer.status_code, answer["Location"]) == (301, f"/pl/{slug}/")
    # Nothing stands there in English, nor outside of the languages.
    assert client.get(f"/en/{slug}/")["Location"] == "/feeds/en/news.rss"
    assert client.get(f"/{slug}/")["Location"] == "/feeds/pl/news.rss"


def test_a_page_that_is_not_live_does_not(client: Client, homes: dict[str, Any]) -> None:
    page = make_section(homes["pl"], "Karma", slug="feed")
    publish(page).unpublish()

    assert client.get("/pl/feed/")["Location"] == "/feeds/pl/news.rss"


def test_a_restricted_page_of_that_name_asks_for_its_password(
    client: Client, homes: dict[str, Any]
) -> None:
    page = make_section(homes["pl"], "Karma", slug="feed")
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="ptaki"
    )

    answer = client.get("/pl/feed/")
    assert answer.status_code == 200
    assert b"Karma" not in answer.content


def test_a_redirect_of_the_editors_goes_first(client: Client, homes: dict[str, Any]) -> None:
    Redirect.add_redirect("/rss.xml", redirect_to="/pl/projects/", site=Site.objects.get())

    assert client.get("/rss.xml")["Location"] == "/pl/projects/"
    assert client.get("/feed.xml")["Location"] == "/feeds/pl/news.rss"
