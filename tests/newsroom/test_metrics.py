"""Metrics: for who knows the token, and at no cost where nobody asks for them."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from wagtail.models import Site

from newsroom import checks
from newsroom.models import Follower, WebhookEndpoint, WireBeat, WireChange, WireImage, WireMark
from tests.factories import make_article, make_section

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "for-tests-only-" + "x" * 24
MIDDLEWARE = "newsroom.middleware.MetricsMiddleware"


@pytest.fixture
def metrics_on(settings: Any) -> None:
    settings.NEWSROOM_METRICS_TOKEN = TOKEN
    others = [name for name in settings.MIDDLEWARE if name != MIDDLEWARE]
    settings.MIDDLEWARE = [MIDDLEWARE, *others]


def ask(token: str = TOKEN) -> Any:
    return Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})


def values() -> dict[str, float]:
    """All samples, with their labels in order."""
    response = ask()
    assert response.status_code == 200
    families = list(text_string_to_metric_families(response.content.decode()))
    found: dict[str, float] = {}
    for family in families:
        assert family.documentation
        for sample in family.samples:
            labels = ",".join(f"{name}={sample.labels[name]}" for name in sorted(sample.labels))
            found[f"{sample.name}{{{labels}}}"] = sample.value
    return found


def test_without_a_token_in_the_settings_there_is_nothing(db: None) -> None:
    assert ask("").status_code == ask("None").status_code == 404


@pytest.mark.usefixtures("metrics_on")
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer ż"])
def test_nobody_gets_any_without_the_token(db: None, header: str) -> None:
    response = Client().get("/metrics", headers={"Authorization": header} if header else {})
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response.content == b""


@pytest.mark.usefixtures("metrics_on")
def test_they_are_prometheus_text_that_no_cache_keeps(db: None) -> None:
    response = ask()
    assert response["Content-Type"].startswith("text/plain; version=")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.usefixtures("metrics_on")
def test_they_tell_what_is_on_the_wire_and_what_waits(
    homes: dict[str, Any], settle: Callable[[], None]
) -> None:
    section = make_section(homes["pl"])
    for number in range(3):
        make_article(section, f"Artykuł {number}")
    withdrawn = make_article(section, "Wycofany")
    settle()
    withdrawn.unpublish()
    settle()
    WireMark.objects.create(key="page:x", created=timezone.now() - timedelta(seconds=90))
    WireBeat.objects.update(at=timezone.now() - timedelta(seconds=30))
    WireImage.objects.create(image_id=1)
    Follower.objects.create(name="cache front", position=1, attempts=4, error="no answer")
    WebhookEndpoint.objects.create(
        site=Site.objects.get(), name="Partner", url="https://x.example", succeeded=7, failed=2
    )
    pk = WebhookEndpoint.objects.get().pk
    found = values()
    assert found["newsroom_wire_changes_total{}"] == WireChange.objects.count() == 5
    assert found["newsroom_wire_items{kind=article,locale=pl}"] == 3
    assert 90 <= found["newsroom_wire_lag_seconds{}"] < 150
    assert 30 <= found["newsroom_worker_beat_age_seconds{}"] < 90
    assert found["newsroom_webhook_lag_seconds{}"] == 0
    assert found["newsroom_queue_depth{queue=changes}"] == 1
    assert found["newsroom_queue_depth{queue=images}"] == 1
    assert found["newsroom_queue_depth{queue=dead_deliveries}"] == 0
    assert found["newsroom_follower_failures{follower=cache front}"] == 4
    outcomes = "newsroom_webhook_outcomes_total{endpoint=%s,name=Partner,outcome=%s}"
    assert found[outcomes % (pk, "succeeded")] == 7
    assert found[outcomes % (pk, "failed")] == 2
    assert found[outcomes % (pk, "dead")] == 0


@pytest.mark.usefixtures("metrics_on")
def test_a_scrape_costs_the_same_whatever_there_is(homes: dict[str, Any]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert ask().status_code == 200
        return len(asked)

    empty = queries()
    for number in range(5):
        WireMark.objects.create(key=f"page:{number}")
        Follower.objects.create(name=f"cache {number}", position=1)
        WebhookEndpoint.objects.create(
            site=Site.objects.get(), name=f"Partner {number}", url="https://x.example"
        )
    assert queries() == empty < 15


def counted(kind: str) -> dict[str, float]:
    name = "newsroom_requests_total"
    return {
        key: value
        for key, value in values().items()
        if key.startswith(f"{name}{{") and f"kind={kind}" in key
    }


def since(before: dict[str, float], now: dict[str, float]) -> dict[str, float]:
    return {
        key.removeprefix("newsroom_requests_total"): value - before.get(key, 0)
        for key, value in now.items()
        if value != before.get(key, 0)
    }


@pytest.mark.usefixtures("metrics_on")
def test_answers_of_the_api_are_counted_by_what_they_cost(
    homes: dict[str, Any], settle: Callable[[], None]
) -> None:
    make_article(make_section(homes["pl"]))
    settle()
    before, client = counted("api"), Client()
    first = client.get("/api/news/v1/articles/")
    client.get("/api/news/v1/articles/")
    client.get("/api/news/v1/articles/", headers={"If-None-Match": first["ETag"]})
    client.get("/api/news/v1/articles/?limit=none")
    client.get("/api/news/v1/nothing/at/all/")
    found = since(before, counted("api"))
    (endpoint,) = {key.split(",")[0] for key in found if "other" not in key}
    assert found == {
        f"{endpoint},kind=api,result=built,status=2xx}}": 1,
        f"{endpoint},kind=api,result=hit,status=2xx}}": 1,
        f"{endpoint},kind=api,result=not_modified,status=3xx}}": 1,
        f"{endpoint},kind=api,result=none,status=4xx}}": 1,
        "{endpoint=other,kind=api,result=none,status=4xx}": 1,
    }


@pytest.mark.usefixtures("metrics_on")
def test_feeds_are_counted_by_noun_and_made_up_names_together(
    homes: dict[str, Any], settle: Callable[[], None]
) -> None:
    make_article(make_section(homes["pl"]))
    settle()
    before, client = counted("feeds"), Client()
    first = client.get("/feeds/pl/news.rss")
    client.get("/feeds/pl/news.rss")
    client.get("/feeds/pl/news.rss", headers={"If-None-Match": first["ETag"]})
    client.get("/feeds/pl/made-up.rss")
    client.get("/feeds/pl/sections/made-up.atom")
    client.get("/health/live")
    assert since(before, counted("feeds")) == {
        "{endpoint=news,kind=feeds,result=built,status=2xx}": 1,
        "{endpoint=news,kind=feeds,result=hit,status=2xx}": 1,
        "{endpoint=news,kind=feeds,result=not_modified,status=3xx}": 1,
        "{endpoint=other,kind=feeds,result=none,status=4xx}": 1,
        "{endpoint=sections,kind=feeds,result=none,status=4xx}": 1,
    }


def test_nothing_is_counted_while_they_are_off(
    homes: dict[str, Any], settings: Any, metrics_on: None
) -> None:
    before = counted("feeds")
    settings.NEWSROOM_METRICS_TOKEN = ""
    assert Client().get("/feeds/pl/news.rss").status_code == 200
    settings.NEWSROOM_METRICS_TOKEN = TOKEN
    assert counted("feeds") == before


PROCESSES = """
import os, sys
sys.path[:0] = [".", "site"]
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.NEWSROOM_METRICS_TOKEN = "on"
import django
django.setup()
from django.test import RequestFactory
from django.http import HttpResponse
from django.urls import resolve
from newsroom.metrics import count, exposition
def one_answer():
    request = RequestFactory().get("/feeds/pl/news.rss")
    request.resolver_match = resolve(request.path)
    count(request, HttpResponse())
for _ in range(2):
    if os.fork() == 0:
        one_answer()
        os._exit(0)
    os.wait()
one_answer()
sys.stdout.write(exposition().decode())
"""


@pytest.mark.django_db(transaction=True)
def test_several_processes_are_counted_together(tmp_path: Path) -> None:
    database = str(connection.settings_dict["NAME"])
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    command = [sys.executable, "-c", PROCESSES, database]
    out = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout
    line = 'endpoint="news",kind="feeds",result="built",status="2xx"} 3.0'
    assert line in out.decode()
    assert "newsroom_queue_depth" in out.decode()


def test_a_token_that_is_too_short_is_refused(settings: Any) -> None:
    settings.NEWSROOM_METRICS_TOKEN = "short"
    assert [one.id for one in run_checks(tags=[checks.TAG]) if "METRICS" in one.msg] == [
        "newsroom.E009"
    ]
    settings.NEWSROOM_METRICS_TOKEN = TOKEN
    assert not [one for one in run_checks(tags=[checks.TAG]) if "METRICS" in one.msg]


def test_a_token_without_the_library_is_refused(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NEWSROOM_METRICS_TOKEN = TOKEN
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    (found,) = (one for one in run_checks(tags=[checks.TAG]) if "METRICS" in one.msg)
    assert found.id == "newsroom.E008"
    assert "wagtail-newsroom[metrics]" in str(found.hint)
