"""Feeds over HTTP: validators, caches, methods."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client
from django.utils.http import http_date
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_article, publish

from .reading import TYPES, get, read

PUBLISHED = datetime(2026, 5, 1, 12, tzinfo=UTC)
LATER = PUBLISHED + timedelta(minutes=10)


@pytest.fixture
def article(section: Any, settle: Any) -> Iterator[Any]:
    """Give an article published ten minutes ago."""
    with time_machine.travel(PUBLISHED, tick=False) as clock:
        page = make_article(section)
        settle()
        clock.move_to(LATER)
        yield page


def stamp(moment: datetime) -> str:
    return http_date(moment.timestamp())


def test_the_headers_of_a_feed(article: Any, extension: str) -> None:
    response = get(extension)
    assert response.status_code == 200
    assert response["Content-Type"] == f"{TYPES[extension]}; charset=utf-8"
    assert response["ETag"].startswith('W/"')
    assert response["Last-Modified"] == stamp(PUBLISHED)
    assert response["Cache-Control"] == "public, max-age=300"
    assert response["Vary"] == "Accept-Encoding"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Length"] == str(len(response.content))
    start = b"{\n" if extension == "json" else b"<?xml version='1.0' encoding='UTF-8'?>\n<"
    assert response.content.startswith(start)
    assert not response.cookies


ETAG = "the feed's"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_none_match": ETAG}, 304),
        ({"if_none_match": f'"another", {ETAG}'}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": 'W/"another"'}, 200),
        ({"if_none_match": "no entity tag"}, 200),
        ({"if_modified_since": stamp(PUBLISHED)}, 304),
        ({"if_modified_since": stamp(PUBLISHED + timedelta(minutes=1))}, 304),
        ({"if_modified_since": stamp(PUBLISHED - timedelta(seconds=1))}, 200),
        ({"if_modified_since": stamp(LATER + timedelta(days=1))}, 200),
        ({"if_modified_since": "yesterday"}, 200),
        ({"if_none_match": 'W/"another"', "if_modified_since": stamp(PUBLISHED)}, 200),
        ({"if_none_match": ETAG, "if_modified_since": stamp(PUBLISHED - timedelta(1))}, 304),
    ],
)
def test_conditional_requests_follow_rfc_9110(
    article: Any, extension: str, headers: dict[str, str], status: int
) -> None:
    full = get(extension)
    sent = {name: value.replace(ETAG, full["ETag"]) for name, value in headers.items()}
    response = get(extension, **sent)
    assert response.status_code == status
    names = ("ETag", "Cache-Control", "Vary", "Content-Length", "Access-Control-Allow-Origin")
    for name in names:
        assert response[name] == full[name]
    # Of no use to who knows the ETag (RFC 9110, 15.4.5).
    assert response.get("Last-Modified", full["Last-Modified"]) == full["Last-Modified"]
    assert response.content == (b"" if status == 304 else full.content)


def test_an_entity_tag_may_have_lost_its_weakness_on_the_way(article: Any) -> None:
    strong = get("rss")["ETag"].removeprefix("W/")
    assert get("rss", if_none_match=strong).status_code == 304


def test_head_has_the_headers_of_get(article: Any, extension: str) -> None:
    client, url = Client(), f"/feeds/pl/news.{extension}"
    head, full = client.head(url), client.get(url)
    assert head.status_code == 200
    assert head.content == b""
    assert dict(head.headers) == dict(full.headers)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_refused(article: Any, extension: str, method: str) -> None:
    response = getattr(Client(), method)(f"/feeds/pl/news.{extension}")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_nothing_about_the_reader_changes_a_byte(article: Any, extension: str) -> None:
    reader = Client(
        headers={"accept-language": "uk", "accept": "text/html", "cookie": "django_language=en"}
    )
    reader.force_login(User.objects.create_superuser("redaktor"))
    response = reader.get(f"/feeds/pl/news.{extension}?limit=100000&utm_source=x")
    assert response.content == get(extension).content
    assert response["ETag"] == get(extension)["ETag"]
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies


@pytest.mark.parametrize(
    "path",
    ["xx/news.rss", "pl/unknown.rss", "pl/news.xml", "PL/news.rss", "pl/news.rss/", "pl/news/.rss"],
)
def test_an_unknown_feed_is_a_short_404(homes: dict[str, Any], path: str) -> None:
    response = Client().get(f"/feeds/{path}")
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert len(response.content) < 200


def test_a_host_that_is_not_ours_is_refused(article: Any, extension: str) -> None:
    assert get(extension, host="evil.example").status_code == 400


def test_addresses_are_the_sites_not_the_requests(article: Any, extension: str) -> None:
    assert get(extension, host="127.0.0.1").content == get(extension).content


def test_a_language_without_news_has_a_valid_feed(homes: dict[str, Any], extension: str) -> None:
    feed = read(extension, "uk")
    assert extension == "json" or not feed.parsed.bozo
    assert feed.entries == []


def test_two_publishes_in_one_second_are_both_seen(
    section: Any, settle: Any, extension: str
) -> None:
    with time_machine.travel(PUBLISHED, tick=False) as clock:
        make_article(section, "Pierwsza")
        settle()
        first = get(extension)
        # A date within the same second could not tell the next change from this one.
        assert "Last-Modified" not in first
        make_article(section, "Druga")
        settle()
        second = get(extension, if_none_match=first["ETag"])
        assert second.status_code == 200
        assert second["ETag"] != first["ETag"]
        clock.move_to(LATER)
        assert get(extension)["ETag"] == second["ETag"]
        assert get(extension)["Last-Modified"] == stamp(PUBLISHED)


def test_the_validators_stay_while_nothing_changes_and_move_with_every_change(
    article: Any, settle: Any, extension: str
) -> None:
    first = get(extension)
    settle()
    assert get(extension)["ETag"] == first["ETag"]
    assert get(extension)["Last-Modified"] == first["Last-Modified"]

    article.lead = "Nowe zdanie."
    publish(article)
    settle()
    changed = get(extension)
    assert changed["ETag"] != first["ETag"]


def test_a_withdrawal_is_newer_than_what_it_leaves_behind(
    section: Any, settle: Any, extension: str
) -> None:
    with time_machine.travel(PUBLISHED, tick=False) as clock:
        make_article(section, "Zostaje")
        going = make_article(section, "Znika")
        settle()
        clock.move_to(LATER)
        first = get(extension)
        going.unpublish()
        settle()
        clock.move_to(LATER + timedelta(minutes=1))
        second = get(extension, if_modified_since=first["Last-Modified"])
        assert second.status_code == 200
        assert second["Last-Modified"] == stamp(LATER)
        assert second["ETag"] != first["ETag"]


def test_lifetimes_and_dates_do_not_cross_an_expiry(
    section: Any, settle: Any, extension: str
) -> None:
    expiry = PUBLISHED + timedelta(seconds=100)
    with time_machine.travel(PUBLISHED, tick=False) as clock:
        make_article(section, "Zostaje")
        make_article(section, "Wygasa", expire_at=expiry)
        settle()
        clock.move_to(PUBLISHED + timedelta(seconds=10))
        before = get(extension)
        assert before["Cache-Control"] == "public, max-age=90"
        clock.move_to(LATER)
        # No worker has been there yet.
        after = get(extension, if_modified_since=before["Last-Modified"])
        assert after.status_code == 200
        assert after["Last-Modified"] == stamp(expiry)
        assert after["Cache-Control"] == "public, max-age=300"


def test_the_same_items_give_the_same_bytes_a_day_later(article: Any, extension: str) -> None:
    now = get(extension)
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        later = get(extension)
    assert later.content == now.content
    assert dict(later.headers) == dict(now.headers)


def test_the_number_of_queries_does_not_grow_with_the_items(
    section: Any,
    settle: Any,
    extension: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(4):
        make_article(section, f"Wiadomość {number}", alts=["Zdjęcie", "Drugie zdjęcie"])
    settle()
    read(extension)  # what a test leaves undone after its own changes is done with this request
    caches["default"].clear()
    # The Site and the state, the settings, the channel, the rows, the tombstones.
    with django_assert_max_num_queries(5):
        assert len(read(extension).entries) == 4
    with django_assert_max_num_queries(1):
        assert len(read(extension).entries) == 4


def test_a_flood_is_told_when_to_come_back_but_polls_are_answered(
    article: Any, extension: str, settings: Any
) -> None:
    settings.NEWSROOM_FEED_RATE = "2/m"
    with time_machine.travel(LATER, tick=False) as clock:
        full = get(extension)
        assert [get(extension).status_code for _ in range(2)] == [200, 429]
        refused = get(extension)
        assert refused["Content-Type"].startswith("text/plain")
        assert refused["Cache-Control"] == "no-store"
        assert get(extension, if_none_match=full["ETag"]).status_code == 304
        assert get(extension, if_none_match='W/"older"').status_code == 200
        clock.shift(int(refused["Retry-After"]) + 1)
        assert get(extension).status_code == 200
