"""The sections that public items stand in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsroom.models import uid_for
from tests.factories import make_article, make_gallery, make_section, make_site_tree, publish

URL = "/api/news/v1/sections/"
QUERIES = 3  # the Site and the state of the wire, the numbers, one item of each section


def sections(client: Client, query: str = "") -> list[dict[str, Any]]:
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    found: list[dict[str, Any]] = response.json()["items"]
    return found


def titles(client: Client, query: str = "") -> list[tuple[str, int]]:
    return [(item["title"], item["count"]) for item in sections(client, query)]


def test_a_section_is_described_as_in_its_items(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    make_article(newsroom.section, "Jutro", publication_date=datetime(2050, 1, 1, 8, tzinfo=UTC))
    settle()

    (section,) = sections(client)
    assert section["id"] == str(uid_for(newsroom.section.translation_key, "pl"))
    assert section["slug"] == "aktualnosci"
    assert section["title"] == "Aktualności"
    assert section["url"] == "http://localhost/pl/aktualnosci/"
    assert section["locale"] == "pl"
    assert section["count"] == 4
    assert section["newest"] == "2050-01-01T08:00:00Z"
    item = client.get("/api/news/v1/articles/").json()["items"][0]
    assert item["section"] == {name: section[name] for name in item["section"]}


def test_sections_are_those_of_the_language_asked_for(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    news = make_section(newsroom.homes["en"], "Local news")
    make_article(news, "A bridge")
    make_article(news, "A road")
    settle()

    assert ("Local news", 2) not in titles(client)
    assert ("Local news", 2) in titles(client, "locale=en")
    everywhere = titles(client, "locale=all")
    assert ("Local news", 2) in everywhere and len(everywhere) > 1
    assert [count for _, count in everywhere] == sorted(
        (count for _, count in everywhere), reverse=True
    )
    assert sections(client, "locale=uk") == []


def test_a_section_that_is_not_translated_says_its_own_language(
    client: Client, newsroom: SimpleNamespace
) -> None:
    # The translation stands below an alias of the Polish section.
    (section,) = sections(client, "locale=en")

    assert (section["title"], section["locale"], section["count"]) == ("Aktualności", "pl", 1)


def test_sections_can_be_counted_for_one_kind(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    make_gallery(make_section(newsroom.homes["pl"], "Zdjęcia"), "Dożynki")
    settle()

    assert titles(client, "kind=gallery") == [("Aktualności", 1), ("Zdjęcia", 1)]
    assert titles(client, "kind=article") == [("Aktualności", 2)]


def test_a_section_leads_to_the_items_that_it_counts(
    client: Client, newsroom: SimpleNamespace
) -> None:
    (section,) = sections(client, "kind=article")
    for name in ("id", "slug"):
        items = client.get(f"/api/news/v1/articles/?section={section[name]}").json()["items"]
        assert len(items) == section["count"]


def test_a_section_without_public_items_is_not_shown(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    make_section(newsroom.homes["pl"], "Pusta")
    make_article(make_section(newsroom.homes["pl"], "Szkice"), "Szkic", live=False)
    closed = make_section(newsroom.homes["pl"], "Wewnętrzne")
    make_article(closed, "Poufne")
    public = [("Aktualności", 3), ("Wewnętrzne", 1)]
    other = make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    make_article(make_section(other["pl"], "Wieści"), "Gdzie indziej")
    settle()
    assert titles(client) == public

    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert titles(client) == public[:1]
    assert "Wewn" not in client.get(f"{URL}?locale=all").content.decode()
    settle()
    assert titles(client) == public[:1]


def test_an_unpublished_section_is_not_shown_though_its_items_are(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    newsroom.section.unpublish()
    settle()

    assert sections(client) == []
    assert len(client.get("/api/news/v1/articles/").json()["items"]) == 2


def test_an_expired_section_is_not_shown_even_before_anybody_has_noticed(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    expiry = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    newsroom.section.expire_at = expiry
    publish(newsroom.section)
    settle()

    with time_machine.travel(expiry - timedelta(seconds=20), tick=False):
        assert client.get(URL)["Cache-Control"] == "public, max-age=20"
        assert titles(client) == [("Aktualności", 3)]
    with time_machine.travel(expiry + timedelta(seconds=1), tick=False):
        assert sections(client) == []


def test_no_cache_keeps_a_number_past_an_expiry(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    expiry = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    newsroom.library.expire_at = expiry
    publish(newsroom.library)
    settle()

    with time_machine.travel(expiry - timedelta(seconds=20), tick=False):
        assert client.get(URL)["Cache-Control"] == "public, max-age=20"
    with time_machine.travel(expiry + timedelta(seconds=1), tick=False):
        assert titles(client) == [("Aktualności", 2)]


def test_sections_cost_the_same_however_many_there_are(
    client: Client,
    newsroom: SimpleNamespace,
    settle: Callable[[], None],
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(2):
        client.get("/health/live")
        with django_assert_max_num_queries(QUERIES):
            client.get(f"{URL}?locale=all")
        for number in range(3):
            make_article(make_section(newsroom.homes["pl"], f"Dział {number}"), "Komunikat")
        settle()


@pytest.mark.parametrize(
    ("query", "param"),
    [("locale=xx", "locale"), ("kind=page", "kind"), ("kind=%00", "kind"), ("limit=5", "limit")],
)
def test_what_is_not_understood_is_refused_by_name(
    client: Client, newsroom: SimpleNamespace, query: str, param: str
) -> None:
    response = client.get(f"{URL}?{query}")

    assert response.status_code == 400
    assert [error["param"] for error in response.json()["errors"]] == [param]
