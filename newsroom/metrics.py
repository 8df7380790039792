"""Metrics for Prometheus: how the newsroom does, and what its readers' programs ask for.

Off until ``NEWSROOM_METRICS_TOKEN`` is set; then it needs the library ``prometheus_client``.
"""

import os
from collections.abc import Iterable, Iterator
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .conf import conf
from .delivery.followers import newest_change
from .delivery.health import Health, health, waited
from .http.memory import Remembered
from .models import Noun, WebhookEndpoint, WireItem

if TYPE_CHECKING:
    from prometheus_client import Counter
    from prometheus_client.metrics_core import Metric

API, FEEDS = "newsroom_api", "newsroom_feeds"
# What is asked for in the name of something that does not exist gets no label of its own.
OTHER = "other"


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The metrics in Prometheus' text format, for who knows the token (RFC 6750)."""
    if not conf.metrics_token:
        raise Http404
    expected = f"Bearer {conf.metrics_token}"
    if not constant_time_compare(request.headers.get("Authorization", ""), expected):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    from prometheus_client import CONTENT_TYPE_LATEST

    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def exposition() -> bytes:
    """All metrics: of all processes where PROMETHEUS_MULTIPROC_DIR is set, else of this one."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_requests())
    registry.register(Newsroom())
    return generate_latest(registry)


@cache
def _requests() -> "Counter":
    from prometheus_client import Counter

    return Counter(
        "newsroom_requests",
        "Answers of the API and the feeds",
        ["kind", "endpoint", "status", "result"],
        registry=None,
    )


def count(request: HttpRequest, response: HttpResponseBase) -> None:
    """Count an answer of the API or the feeds; any other is not counted."""
    match = request.resolver_match
    if match is None or not match.namespaces:
        return
    kind = match.namespaces[0]
    if kind == API:
        labels = "api", match.url_name or OTHER
    elif kind == FEEDS:
        noun = match.kwargs["name"].partition("/")[0]
        labels = "feeds", noun if noun in Noun else OTHER
    else:
        return
    status = response.status_code
    _requests().labels(*labels, f"{status // 100}xx", _result(response)).inc()


def _result(response: HttpResponseBase) -> str:
    """What an answer cost: nothing to send, sent from memory, or made anew."""
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return "not_modified"
    if response.status_code != HTTPStatus.OK:
        return "none"
    return "hit" if isinstance(response, Remembered) else "built"


class Newsroom:
    """What the database knows, asked for at every scrape, in as many queries whatever is in it."""

    def collect(self) -> "Iterator[Metric]":
        found = health()
        yield from _of_the_worker(found)
        yield from _of_the_wire()
        yield from _of_webhooks()

    def describe(self) -> "Iterable[Metric]":
        # Or the registry asks the database when this is registered.
        return []


def _of_the_worker(found: Health) -> "Iterator[Metric]":
    from prometheus_client.core import GaugeMetricFamily

    if found.beat:
        age = waited(found.beat).total_seconds()
        yield GaugeMetricFamily(
            "newsroom_worker_beat_age_seconds", "Since a worker last ended a round", age
        )
    yield GaugeMetricFamily(
        "newsroom_wire_lag_seconds",
        "How long the oldest change has been waiting to be settled",
        found.lag.total_seconds(),
    )
    yield GaugeMetricFamily(
        "newsroom_webhook_lag_seconds",
        "How long the oldest delivery is overdue, of endpoints that answer",
        found.delivery_lag.total_seconds(),
    )
    depth = GaugeMetricFamily("newsroom_queue_depth", "What waits, by queue", labels=["queue"])
    for queue, number in {
        "changes": found.changes,
        "failed_pages": found.failed,
        "images": found.images,
        "deliveries": found.deliveries,
        "dead_deliveries": found.dead,
        "hub_pings": found.pings,
    }.items():
        depth.add_metric([queue], number)
    yield depth
    failures = GaugeMetricFamily(
        "newsroom_follower_failures",
        "Failures in a row of what is told of changes: caches, hubs, search engines",
        labels=["follower"],
    )
    for follower in found.followers:
        failures.add_metric([follower.name], follower.attempts)
    yield failures


def _of_the_wire() -> "Iterator[Metric]":
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    yield CounterMetricFamily(
        "newsroom_wire_changes",
        "Changes of what is public: put, withdrawn, deleted",
        newest_change(),
    )
    items = GaugeMetricFamily(
        "newsroom_wire_items", "Public items, by kind and language", labels=["kind", "locale"]
    )
    rows = WireItem.objects.public().values_list("kind", "locale").order_by("kind", "locale")
    for kind, locale, number in rows.annotate(Count("pk")):
        items.add_metric([kind, locale], number)
    yield items


def _of_webhooks() -> "Iterator[Metric]":
    from prometheus_client.core import CounterMetricFamily

    outcomes = CounterMetricFamily(
        "newsroom_webhook_outcomes",
        "Attempts to deliver that succeeded or failed, and deliveries given up (dead)",
        labels=["endpoint", "name", "outcome"],
    )
    for endpoint in WebhookEndpoint.objects.order_by("pk"):
        for outcome in ("succeeded", "failed", "dead"):
            number = getattr(endpoint, outcome)
            outcomes.add_metric([str(endpoint.pk), endpoint.name, outcome], number)
    yield outcomes
