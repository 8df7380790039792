"""The site's languages, and what is public in each."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.factories import make_article, make_section, make_site_tree, publish

URL = "/api/news/v1/languages/"
QUERIES = 3  # the Site and the state of the wire, the numbers, the newest changes


def languages(client: Client, **headers: str) -> dict[str, dict[str, Any]]:
    response = client.get(URL, headers=headers)
    assert response.status_code == 200
    return {item["code"]: item for item in response.json()["items"]}


def test_languages_are_listed_with_their_own_names_the_default_first(
    client: Client, newsroom: SimpleNamespace
) -> None:
    found = languages(client)

    assert list(found) == ["pl", "en", "uk"]
    assert [item["name"] for item in found.values()] == ["polski", "English", "Українська"]
    assert [item["is_default"] for item in found.values()] == [True, False, False]
    assert {item["direction"] for item in found.values()} == {"ltr"}


def test_items_are_counted_by_language_and_kind(client: Client, newsroom: SimpleNamespace) -> None:
    found = languages(client)

    assert found["pl"]["count"] == 4
    assert found["pl"]["counts"] == {"article": 2, "gallery": 1, "project": 1}
    assert (found["en"]["count"], found["en"]["counts"]["article"]) == (1, 1)


def test_a_language_in_which_nothing_was_ever_public_is_there_with_no_change(
    client: Client, newsroom: SimpleNamespace
) -> None:
    assert languages(client)["uk"] == {
        "code": "uk",
        "name": "Українська",
        "direction": "ltr",
        "is_default": False,
        "count": 0,
        "counts": {"article": 0, "gallery": 0, "project": 0},
        "changed_at": None,
    }


def test_publishing_and_withdrawing_are_changes_of_their_language_only(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    now = timezone.now().replace(microsecond=0)
    before = languages(client)

    with time_machine.travel(now + timedelta(hours=1), tick=False):
        make_article(newsroom.section, "Trzeci")
        settle()
        after = languages(client)
    assert after["pl"]["changed_at"] == (now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert after["pl"]["count"] == before["pl"]["count"] + 1
    assert after["en"] == before["en"]

    with time_machine.travel(now + timedelta(hours=2), tick=False):
        newsroom.bridge.unpublish()
        settle()
        after = languages(client)
    assert after["pl"]["changed_at"] == (now + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert after["pl"]["count"] == before["pl"]["count"]


def test_what_is_withdrawn_is_not_counted_in_the_very_next_request(
    client: Client, newsroom: SimpleNamespace
) -> None:
    newsroom.bridge.unpublish()

    assert languages(client)["pl"]["counts"]["article"] == 1


def test_items_of_other_sites_are_not_counted(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    other = make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    make_article(make_section(other["en"], "News"), "A bridge")
    settle()

    assert languages(client)["en"]["count"] == 1
    found = languages(client, host="gmina.newsroom.test")
    assert (found["pl"]["count"], found["pl"]["changed_at"]) == (0, None)
    assert found["en"]["count"] == 1


def test_languages_are_described_whatever_they_are(
    client: Client, homes: dict[str, Any], settings: Any
) -> None:
    # Django knows Arabic, has German for Austria only as German, and Silesian not at all.
    more = [("ar", "arabski"), ("de-at", "Österreichisches Deutsch"), ("szl", "ślōnskŏ gŏdka")]
    settings.LANGUAGES = [*settings.LANGUAGES, *more]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    found = languages(client)

    assert (found["ar"]["name"], found["ar"]["direction"]) == ("العربيّة", "rtl")
    assert found["de-at"]["name"] == "Österreichisches Deutsch"
    assert (found["szl"]["name"], found["szl"]["direction"]) == ("ślōnskŏ gŏdka", "ltr")


def test_languages_cost_the_same_however_many_items_there_are(
    client: Client,
    newsroom: SimpleNamespace,
    settle: Callable[[], None],
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(2):
        client.get("/health/live")
        with django_assert_max_num_queries(QUERIES):
            client.get(URL)
        for number in range(5):
            make_article(newsroom.section, f"Komunikat {number}")
        settle()


def test_no_cache_keeps_a_number_past_an_expiry(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    expiry = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    newsroom.bridge.expire_at = expiry
    publish(newsroom.bridge)
    settle()

    with time_machine.travel(expiry - timedelta(seconds=20), tick=False):
        assert client.get(URL)["Cache-Control"] == "public, max-age=20"
    with time_machine.travel(expiry + timedelta(seconds=1), tick=False):
        assert languages(client)["pl"]["counts"]["article"] == 1


@pytest.mark.parametrize("query", ["locale=pl", "x=", "locale=%00"])
def test_languages_take_no_parameters(
    client: Client, newsroom: SimpleNamespace, query: str
) -> None:
    response = client.get(f"{URL}?{query}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["param"] == query.partition("=")[0]
