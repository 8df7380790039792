"""The vocabulary, as far as public items have it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories import make_article, make_project, make_section, make_tag, publish

URL = "/api/news/v1/tags/"
QUERIES = 3  # the Site and the state of the wire, the numbers, the labels


def tags(client: Client, query: str = "") -> list[tuple[str, str, int]]:
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    assert response.json()["count"] == len(response.json()["items"])
    return [(item["slug"], item["label"], item["count"]) for item in response.json()["items"]]


def test_tags_of_public_items_are_listed_most_used_first(
    client: Client, newsroom: SimpleNamespace
) -> None:
    assert tags(client) == [("drogi", "Drogi", 2), ("kultura", "Kultura", 1)]


def test_labels_are_those_of_the_language_asked_for_as_in_its_items(
    client: Client, newsroom: SimpleNamespace
) -> None:
    found = tags(client, "locale=en")

    # One has a label in English, the other shows its default name.
    assert found == [("drogi", "Drogi", 1), ("kultura", "Culture", 1)]
    (item,) = client.get("/api/news/v1/articles/?locale=en").json()["items"]
    assert sorted((tag["slug"], tag["label"]) for tag in item["tags"]) == [
        (slug, label) for slug, label, _ in found
    ]


def test_all_languages_together_are_counted_under_the_default_labels(
    client: Client, newsroom: SimpleNamespace
) -> None:
    assert tags(client, "locale=all") == [("drogi", "Drogi", 3), ("kultura", "Kultura", 2)]


def test_a_language_without_items_has_no_tags(client: Client, newsroom: SimpleNamespace) -> None:
    assert tags(client, "locale=uk") == []


def test_tags_can_be_counted_for_one_kind(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    project = make_project(newsroom.homes["pl"], "Obwodnica")
    project.tags.add(newsroom.roads)
    publish(project)
    settle()

    assert tags(client, "kind=project") == [("drogi", "Drogi", 1)]
    assert tags(client, "kind=gallery") == []
    assert ("drogi", "Drogi", 3) in tags(client)


def test_a_tag_says_when_its_newest_item_was_published(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    moment = datetime(2026, 3, 1, 8, tzinfo=UTC)
    make_article(newsroom.section, "Rondo", tags=[make_tag("Ronda")], publication_date=moment)
    settle()

    (found,) = [item for item in client.get(URL).json()["items"] if item["slug"] == "ronda"]
    assert found["newest"] == "2026-03-01T08:00:00Z"


def test_a_tag_that_no_public_item_has_is_not_shown(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    make_tag("Nieużywany")
    make_article(newsroom.section, "Szkic", tags=[make_tag("Tajny")], live=False)
    restricted = make_section(newsroom.homes["pl"], "Wewnętrzne")
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    make_article(restricted, "Poufne", tags=[make_tag("Poufny")])
    gone = make_article(newsroom.section, "Dawne", tags=[make_tag("Dawny")])
    settle()
    assert ("dawny", "Dawny", 1) in tags(client)

    gone.unpublish()
    assert tags(client, "locale=all") == [("drogi", "Drogi", 3), ("kultura", "Kultura", 2)]
    settle()
    assert tags(client, "locale=all") == [("drogi", "Drogi", 3), ("kultura", "Kultura", 2)]


def test_a_tag_leads_to_the_items_that_it_counts(client: Client, newsroom: SimpleNamespace) -> None:
    for slug, _, count in tags(client):
        items = client.get(f"/api/news/v1/articles/?tag={slug}").json()["items"]
        assert len(items) == count


def test_a_deleted_tag_is_gone_at_once_and_a_renamed_one_when_it_is_settled(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    newsroom.culture.delete()
    assert tags(client) == [("drogi", "Drogi", 2)]

    newsroom.roads.slug, newsroom.roads.name = "ulice", "Ulice"
    newsroom.roads.save()
    settle()
    assert tags(client) == [("ulice", "Ulice", 2)]


def test_tags_cost_the_same_however_many_there_are(
    client: Client,
    newsroom: SimpleNamespace,
    settle: Callable[[], None],
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(4):
        client.get("/health/live")
        with django_assert_max_num_queries(QUERIES):
            client.get(f"{URL}?kind=article")
        make_article(newsroom.section, f"K {number}", tags=[make_tag(f"Temat {number}")])
        settle()
    assert len(tags(client)) == 6


def test_no_cache_keeps_a_tag_past_the_expiry_of_its_item(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    expiry = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    newsroom.library.expire_at = expiry
    publish(newsroom.library)
    settle()

    with time_machine.travel(expiry - timedelta(seconds=20), tick=False):
        assert client.get(URL)["Cache-Control"] == "public, max-age=20"
    with time_machine.travel(expiry + timedelta(seconds=1), tick=False):
        assert tags(client) == [("drogi", "Drogi", 1)]


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("locale=xx", "locale"),
        ("locale=", "locale"),
        ("locale=pl&locale=en", "locale"),
        ("kind=page", "kind"),
        ("kind=", "kind"),
        ("kind=%00", "kind"),
        ("limit=5", "limit"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(
    client: Client, newsroom: SimpleNamespace, query: str, param: str
) -> None:
    response = client.get(f"{URL}?{query}")

    assert response.status_code == 400
    assert [error["param"] for error in response.json()["errors"]] == [param]
