"""What machines are told of the site's state."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from newsroom import readiness
from newsroom.models import (
    Follower,
    HubPing,
    WebhookDelivery,
    WebhookEndpoint,
    WireBeat,
    WireImage,
    WireJob,
    WireMark,
)

# Another thread asks the database.
pytestmark = pytest.mark.django_db(transaction=True)

URL = "/health/ready"


def ago(**time: float) -> Any:
    return timezone.now() - timedelta(**time)


def told(client: Client, status: int = 200) -> dict[str, Any]:
    response = client.get(URL)
    assert response.status_code == status
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    answer: dict[str, Any] = response.json()
    return answer


def test_all_is_well_while_a_worker_beats(client: Client) -> None:
    WireBeat.objects.create(name="worker", at=ago(seconds=3))
    answer = told(client)
    assert answer["status"] == answer["database"] == answer["migrations"] == "ok"
    assert 3 <= answer["worker"]["age_seconds"] < 60
    assert answer["worker"]["late"] is False
    assert answer["worker"]["beat"].endswith("Z")
    assert answer["lag_seconds"] == {"wire": 0, "deliveries": 0}
    assert set(answer["waiting"].values()) == {0}


def test_a_worker_that_never_worked_or_is_late_degrades_it(client: Client) -> None:
    answer = told(client)
    assert answer["status"] == "degraded"
    assert answer["worker"] == {"beat": None, "age_seconds": None, "late": True}
    WireBeat.objects.create(name="worker", at=ago(minutes=6))
    answer = told(client)
    assert answer["status"] == "degraded"
    assert answer["worker"]["late"] is True


def test_what_waits_is_counted_and_the_oldest_tells_the_lag(client: Client) -> None:
    WireBeat.objects.create(name="worker", at=ago(seconds=1))
    WireMark.objects.create(key="page:x", created=ago(minutes=10))
    WireJob.objects.create(page_id=1, version=1, not_before=ago(minutes=5))
    # Not due yet: it has failed, and is tried again later.
    WireJob.objects.create(page_id=2, version=1, error="ValueError", not_before=ago(minutes=-5))
    WireImage.objects.create(image_id=1)
    HubPing.objects.create(site_id=1, topic="https://news.example/feeds/pl/news.rss")
    answer = told(client)
    assert answer["status"] == "degraded"
    assert 600 <= answer["lag_seconds"]["wire"] < 660
    assert answer["waiting"] == {
        "changes": 2,
        "failed": 1,
        "images": 1,
        "deliveries": 0,
        "given_up": 0,
        "hub_pings": 1,
    }


def test_only_endpoints_that_answer_make_deliveries_late(
    client: Client, homes: dict[str, Any]
) -> None:
    site = Site.objects.get()
    good, bad = (
        WebhookEndpoint.objects.create(site=site, name=name, url="https://x.example", failures=n)
        for name, n in (("good", 0), ("bad", 7))
    )
    for endpoint, minutes in ((good, 1), (bad, 60)):
        WebhookDelivery.objects.create(endpoint=endpoint, not_before=ago(minutes=minutes))
    WebhookDelivery.objects.create(endpoint=good, state="dead")
    WebhookDelivery.objects.create(endpoint=good, state="delivered", not_before=ago(days=1))
    answer = told(client)
    assert 60 <= answer["lag_seconds"]["deliveries"] < 120
    assert (answer["waiting"]["deliveries"], answer["waiting"]["given_up"]) == (2, 1)


def test_it_costs_the_same_whatever_waits(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        WireMark.objects.create(key=f"page:{number}")
        WireJob.objects.create(page_id=number, version=1)
        Follower.objects.create(name=f"cache {number}", position=0, error="no answer")
    # The asking thread has a connection of its own: what is counted is what it is made of.
    with django_assert_max_num_queries(10):
        readiness._state()


def test_what_is_not_migrated_is_not_ready(client: Client) -> None:
    recorder = MigrationRecorder(connection)
    last = max(name for app, name in recorder.applied_migrations() if app == "newsroom")
    recorder.record_unapplied("newsroom", last)
    try:
        assert told(client, 503)["migrations"] == "missing"
    finally:
        recorder.record_applied("newsroom", last)


def test_a_database_that_fails_is_told_without_a_word_of_what_it_said(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OperationalError("password authentication failed for user newsroom")

    monkeypatch.setattr(readiness, "health", fail)
    assert told(client, 503) == {"status": "unavailable", "database": "failed"}


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    may_end = threading.Event()
    monkeypatch.setattr(readiness, "health", may_end.wait)
    monkeypatch.setattr(readiness, "PATIENCE", 0.2)
    yield
    may_end.set()


@pytest.mark.usefixtures("hanging")
def test_a_database_that_hangs_holds_up_nobody(client: Client) -> None:
    for _ in range(4):
        assert told(client, 503) == {"status": "unavailable", "database": "too slow"}


def test_a_cache_that_is_down_changes_nothing(client: Client, settings: Any) -> None:
    WireBeat.objects.create(name="worker", at=ago(seconds=1))
    settings.CACHES = {
        name: {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9",
        }
        for name in caches
    }
    assert told(client)["status"] == "ok"
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for name in caches
    }


def test_it_is_read_only(client: Client) -> None:
    assert client.post(URL).status_code == 405
    assert client.head(URL).status_code == 200
