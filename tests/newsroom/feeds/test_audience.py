"""What readers' services say of their subscribers, and how little of it is kept."""

import re
import sqlite3
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Site

from newsroom.conf import conf
from newsroom.delivery.upkeep import prune
from newsroom.feeds import audience
from newsroom.models import FeedAudience

PATH = "/feeds/pl/news.rss"
FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like FeedFetcher-Google)"
AGENTS = {
    FEEDLY: ("Feedly", 16),
    "NewsBlur Feed Fetcher - 5 subscribers - http://www.newsblur.com/site/1234/news (Mozilla/5.0"
    " (Macintosh; Intel Mac OS X 10_7_1))": ("NewsBlur Feed Fetcher", 5),
    "Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 12 subscribers; )": ("Inoreader", 12),
    "Feedbin feed-id:1373711 - 142 subscribers": ("Feedbin", 142),
    "TheOldReader 1.0; 3 subscribers; feed-id=5a1b2c": ("TheOldReader", 3),
    "Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 1 subscribers)": (
        "BazQux",
        1,
    ),
    "G2Reader/1.0 (http://g2reader.com; 2 subscribers)": ("G2Reader", 2),
    "Netvibes (http://www.netvibes.com/; 1 subscriber; feedID: 77)": ("Netvibes", 1),
}


@pytest.fixture
def site(homes: dict[str, Any]) -> Site:
    return Site.objects.get()


def poll(agent: str, path: str = PATH) -> None:
    headers = {"user-agent": agent, "referer": "https://reader.example/jan", "cookie": "user=jan"}
    request = RequestFactory().get(path, headers=headers, REMOTE_ADDR="203.0.113.7")
    audience.note(request)


@pytest.mark.parametrize(("agent", "found"), AGENTS.items())
def test_services_that_announce_subscribers_are_known_by_name(
    site: Site, agent: str, found: tuple[str, int]
) -> None:
    poll(agent)
    row = FeedAudience.objects.get()
    assert (row.service, row.subscribers) == found
    assert (row.site_id, row.path) == (site.pk, PATH)


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "newsboat/2.32 (Linux x86_64)",
        "203.0.113.7; 5 subscribers",
        "jan.kowalski@poczta.example; 5 subscribers",
        "https://reader.example/u/jan; 5 subscribers",
        "4f1c9e7700aa; 5 subscribers",
        "; 5 subscribers",
        "Reader; -1 subscribers of many",
        "Reader; many subscribers",
    ],
)
def test_nothing_is_kept_of_others_and_of_what_is_no_name(site: Site, agent: str) -> None:
    poll(agent)
    assert [row.service for row in FeedAudience.objects.all()] in ([], ["Reader"])


def test_no_personal_data_is_kept(site: Site) -> None:
    hostile = [
        f"Reader {word}/1.0 (jan@poczta.example; 203.0.113.7; 3 subscribers; uid={word})"
        for word in ("jan@poczta.example", "203.0.113.7", "2001:db8::1", "id-83475837465", "a" * 99)
    ]
    for agent in [*AGENTS, *hostile, "Reader " * 100 + "; 4 subscribers"]:
        poll(agent)
    for row in FeedAudience.objects.all():
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9+' -]*", row.service), row
        assert not re.search(r"\d{3}|\.|@|:|jan|poczta|reader\.example", row.service), row
        assert len(row.service) <= 100
    columns = {field.name for field in FeedAudience._meta.get_fields()}
    assert columns == {"id", "site_id", "path", "service", "subscribers", "seen"}


def test_a_number_beyond_belief_is_cut(site: Site) -> None:
    poll("Feedly/1.0 (999999999999 subscribers)")
    assert FeedAudience.objects.get().subscribers == audience.MOST_SUBSCRIBERS


def test_a_usual_poll_asks_nothing_of_the_database(
    site: Site, django_assert_num_queries: Any
) -> None:
    poll(FEEDLY)
    with django_assert_num_queries(0):
        poll(FEEDLY)
        poll(FEEDLY.replace("16", "17"))
        poll("newsboat/2.32")


def test_a_row_is_written_once_a_day(site: Site) -> None:
    with time_machine.travel("2026-11-21 12:00:00+00:00", tick=False) as clock:
        poll(FEEDLY)
        caches["default"].clear()
        clock.shift(timedelta(hours=23))
        poll(FEEDLY.replace("16", "17"))
        assert FeedAudience.objects.get().subscribers == 16
        caches["default"].clear()
        clock.shift(timedelta(hours=2))
        poll(FEEDLY.replace("16", "18"))
        row = FeedAudience.objects.get()
        assert (row.subscribers, row.seen) == (18, timezone.now())


def test_each_feed_and_each_service_has_a_row_of_its_own(site: Site) -> None:
    for path in (PATH, "/feeds/pl/news.atom"):
        for agent in (FEEDLY, "Feedbin feed-id:1373711 - 142 subscribers"):
            poll(agent, path)
    assert FeedAudience.objects.count() == 4


def test_a_flood_of_invented_names_does_not_grow_the_table_without_end(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience, "MOST_SERVICES", 5)
    poll(FEEDLY)
    for letter in "abcdefghijk":
        poll(f"Reader{letter}/1.0 (3 subscribers)")
    assert FeedAudience.objects.count() == 5
    FeedAudience.objects.update(seen=timezone.now() - timedelta(days=2))
    caches[conf.answer_cache].clear()
    poll(FEEDLY.replace("16", "20"))
    assert FeedAudience.objects.get(service="Feedly").subscribers == 20


def test_a_path_longer_than_the_column_is_left_out(site: Site) -> None:
    poll(FEEDLY, f"/feeds/pl/sections/{'a' * 255}.rss")
    assert not FeedAudience.objects.exists()


def test_a_cache_that_is_down_breaks_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("the cache is down")

    monkeypatch.setattr(type(caches["default"]), "add", fail)
    poll(FEEDLY)
    assert "could not be noted" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_is_not_waited_for(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite locks all of the database")
    monkeypatch.setattr(audience, "site_for", lambda request: Site(pk=1, hostname="localhost"))
    name = connection.settings_dict["NAME"]
    connection.ensure_connection()
    other = sqlite3.connect(name, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        started = timezone.now()
        poll(FEEDLY)
        took = timezone.now() - started
    finally:
        other.rollback()
        other.close()
    assert "could not be noted" in caplog.text
    assert took < timedelta(seconds=2)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone()[0] == 20_000
    assert not FeedAudience.objects.exists()


def test_what_was_not_heard_of_for_a_month_is_forgotten(site: Site) -> None:
    now = timezone.now()
    for days, service in ((31, "Old"), (29, "New")):
        FeedAudience.objects.create(
            site_id=site.pk,
            path=PATH,
            service=service,
            subscribers=1,
            seen=now - timedelta(days=days),
        )
    prune()
    assert [row.service for row in FeedAudience.objects.all()] == ["New"]
