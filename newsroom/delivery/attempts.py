"""Attempts: one call of a webhook, and what follows from how it went."""

import logging
import random
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import close_old_connections, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.http.outbound import Refused, Unreachable, post
from newsroom.models import DeliveryState, WebhookDelivery, WebhookEndpoint

from .messages import body_of, headers_of

logger = logging.getLogger(__name__)

# After as many failures of a delivery and one more it is given up.
RETRY_AFTER = [
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
]
JITTER = 0.2
# What a delivery that fails takes until it is given up; others wait no longer for a dead endpoint.
PATIENCE = sum(RETRY_AFTER, timedelta())
# After as many failures of an endpoint in a row nothing is sent to it for a while; then one message
# tries whether it is back, and if not the next while is longer.
FAILURES_IN_A_ROW = 5
PAUSES = [timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1)]
LONGEST_WISH = timedelta(days=1)  # of a receiver's Retry-After
KEPT_OF_ANSWER = 1000  # characters
KEPT_OF_ERROR = 2000


@dataclass(frozen=True)
class Outcome:
    """How an attempt went: ``status`` is None if there was no answer, ``error`` then says why."""

    at: datetime
    seconds: float
    status: int | None = None
    answer: str = ""
    error: str = ""
    retry_after: float | None = None

    @property
    def succeeded(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def wish(self) -> timedelta | None:
        """How long the receiver wants to be left alone (RFC 6585, section 4; RFC 9110, 15.6.4)."""
        overloaded = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
        if self.status not in overloaded or self.retry_after is None:
            return None
        return min(timedelta(seconds=self.retry_after), LONGEST_WISH)


def attempt(delivery_id: int) -> bool:
    """Send what is due, and write down what came of it; False if the endpoint should rest now."""
    delivery = (
        WebhookDelivery.objects.select_related("endpoint", "change__item")
        .filter(pk=delivery_id, state=DeliveryState.DUE, endpoint__active=True)
        .first()
    )
    if delivery is None:
        # It was switched off, or somebody else has sent it.
        return False
    outcome = send(delivery)
    record(delivery, outcome)
    return outcome.succeeded


def send(delivery: WebhookDelivery) -> Outcome:
    """Call the endpoint with the event as it is to be told now; whatever happens is an outcome."""
    _refuse_transactions()
    at, started = timezone.now(), time.monotonic()
    endpoint = delivery.endpoint
    try:
        body = body_of(delivery)
        headers = headers_of(delivery.event, body, endpoint.secrets(), at)
        if not connection.in_atomic_block:
            # Back to the pool, if there is one: a partner may take its time, and others need it.
            close_old_connections()
        reply = post(endpoint.url, body, headers)
    except (Refused, Unreachable) as error:
        return Outcome(at, time.monotonic() - started, error=str(error)[:KEPT_OF_ERROR])
    except Exception as error:
        logger.exception("Delivery %s of webhook %s failed", delivery.pk, endpoint.pk)
        told = f"{type(error).__name__}: {error}"
        return Outcome(at, time.monotonic() - started, error=told[:KEPT_OF_ERROR])
    # PostgreSQL stores no NUL.
    answer = reply.body.decode(errors="replace").replace("\0", "�")[:KEPT_OF_ANSWER]
    return Outcome(at, reply.seconds, reply.status, answer, retry_after=reply.retry_after)


def _refuse_transactions() -> None:
    """As Django's durable blocks do: nobody must wait for a partner while holding locks."""
    # A test's own transaction does not count, there as here.
    if any(not vars(block)["_from_testcase"] for block in connection.atomic_blocks):
        raise RuntimeError("Nothing is sent within a database transaction.")


def record(delivery: WebhookDelivery, outcome: Outcome) -> None:
    """Write down how an attempt went, on the delivery and on its endpoint."""
    endpoints = WebhookEndpoint.objects.filter(pk=delivery.endpoint_id)
    facts = {
        "attempts": F("attempts") + 1,
        "attempted": outcome.at,
        "status": outcome.status,
        "answer": outcome.answer,
        "error": outcome.error,
        "seconds": outcome.seconds,
    }
    deliveries = WebhookDelivery.objects.filter(pk=delivery.pk)
    with transaction.atomic(durable=True):
        if outcome.succeeded:
            deliveries.update(state=DeliveryState.DELIVERED, **facts)
            endpoints.update(succeeded=F("succeeded") + 1, failures=0, paused_until=None)
            return
        endpoints.update(failed=F("failed") + 1, failures=F("failures") + 1)
        # If it was delivered meanwhile, by a worker that took this one for dead, it stays so.
        if deliveries.filter(state=DeliveryState.DUE).update(**facts):
            _postpone(delivery)
        _rest(delivery.endpoint_id, outcome)


def _postpone(delivery: WebhookDelivery) -> None:
    """Set the time of the next attempt, or give up."""
    deliveries = WebhookDelivery.objects.filter(pk=delivery.pk)
    failures = deliveries.values_list("attempts", flat=True).get()
    if failures > len(RETRY_AFTER):
        _give_up(delivery.endpoint_id, deliveries)
        return
    share = random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
    deliveries.update(not_before=timezone.now() + share * RETRY_AFTER[failures - 1])


def _rest(endpoint_id: int, outcome: Outcome) -> None:
    """Leave a failing endpoint alone for as long as it seems to need."""
    endpoints = WebhookEndpoint.objects.filter(pk=endpoint_id)
    endpoint = endpoints.first()
    if endpoint is None:
        return
    now = timezone.now()
    if outcome.status == HTTPStatus.GONE:
        told = _("The receiver answered 410 Gone: it wants to be told of nothing any more.")
        endpoints.update(active=False, switched_off=now, switched_off_because=told)
        logger.warning("Webhook %s is switched off: its receiver is gone", endpoint_id)
        return
    pauses = [outcome.wish] if outcome.wish else []
    if endpoint.failures >= FAILURES_IN_A_ROW:
        pauses.append(PAUSES[min(endpoint.failures - FAILURES_IN_A_ROW, len(PAUSES) - 1)])
        logger.warning("Webhook %s failed %s times in a row", endpoint_id, endpoint.failures)
        # Each would have failed as often by now, had it been sent.
        _give_up(endpoint_id, endpoint.deliveries.filter(created__lt=now - PATIENCE))
    if pauses:
        endpoints.update(paused_until=now + max(pauses))


def _give_up(endpoint_id: int, deliveries: QuerySet[WebhookDelivery]) -> None:
    due = deliveries.filter(state=DeliveryState.DUE)
    due.filter(attempts=0).update(error=_("It was never sent: the receiver failed all the time."))
    if dead := due.update(state=DeliveryState.DEAD):
        WebhookEndpoint.objects.filter(pk=endpoint_id).update(dead=F("dead") + dead)
        logger.error("Webhook %s is not told of %s changes: given up", endpoint_id, dead)
