"""The courier: brings every endpoint what is due, each in a thread of its own."""

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from uuid import UUID

from django.db import close_old_connections
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from newsroom.conf import conf
from newsroom.models import DeliveryState, WebhookDelivery, WebhookEndpoint, WireChange

from . import leases
from .attempts import attempt
from .events import fan_out

logger = logging.getLogger(__name__)

DELIVERIES_AT_ONCE = 50
# After it, an endpoint with more to be told waits until others had their turn.
TURN = timedelta(seconds=10)
# A little longer than a call may take.
LAST_CALLS = timedelta(seconds=12)


def due() -> QuerySet[WebhookDelivery]:
    """What may be sent now: of each item at each endpoint only the first change it waits for."""
    now = timezone.now()
    earlier = WireChange.objects.filter(
        item=OuterRef("change__item"),
        sequence__lt=OuterRef("change"),
        deliveries__endpoint=OuterRef("endpoint"),
        deliveries__state=DeliveryState.DUE,
    )
    return WebhookDelivery.objects.filter(
        ~Exists(earlier), state=DeliveryState.DUE, not_before__lte=now
    )


def ready() -> QuerySet[WebhookEndpoint]:
    """The endpoints that may be called now and have something due."""
    not_paused = Q(paused_until=None) | Q(paused_until__lte=timezone.now())
    return WebhookEndpoint.objects.filter(
        not_paused, Exists(due().filter(endpoint=OuterRef("pk"))), active=True
    )


def first_due(endpoint_id: int) -> list[int]:
    """The next deliveries of an endpoint, no two of the same item, in the order of changes."""
    ordered = due().filter(endpoint=endpoint_id).order_by("change", "pk")
    return list(ordered.values_list("pk", flat=True)[:DELIVERIES_AT_ONCE])


class Courier:
    """Serves endpoints until it is stopped; each by one worker at a time, which holds its lease."""

    def __init__(self, holder: UUID, stopping: threading.Event) -> None:
        self.holder = holder
        self.stopping = stopping
        self._pool = ThreadPoolExecutor(conf.webhook_threads, thread_name_prefix="courier")
        self._served: dict[int, Future[None]] = {}
        self._held: set[int] = set()

    def round(self) -> int:
        """Write what has to be told, begin to tell it; returns how many endpoints are told now."""
        fan_out()
        self._served = {pk: end for pk, end in self._served.items() if not end.done()}
        waiting = ready().exclude(pk__in=self._served).values_list("pk", flat=True)
        started = [pk for pk in waiting if not self.stopping.is_set() and self._holds(pk)]
        for pk in started:
            self._served[pk] = self._pool.submit(self._serve_in_thread, pk)
        return len(started)

    def drain(self) -> int:
        """Tell all that is due, here and now, until nothing is left; returns how many were told."""
        fan_out()
        told = 0
        while not self.stopping.is_set():
            held = [pk for pk in ready().values_list("pk", flat=True) if self._holds(pk)]
            if not held:
                break
            told += sum([self._serve(pk) for pk in held])
        return told

    def close(self) -> None:
        """Start nothing more, and wait for calls that have begun, no longer than they may take.

        Set ``stopping`` before.
        """
        self._pool.shutdown(wait=False, cancel_futures=True)
        _, late = wait(self._served.values(), LAST_CALLS.total_seconds())
        ended = {pk for pk in self._held if self._served.get(pk) not in late}
        if ended:
            leases.give_back(self.holder, *map(_lease, ended))

    def _serve_in_thread(self, pk: int) -> None:
        try:
            self._serve(pk)
        except Exception:
            # The next round begins anew with what is still due.
            logger.exception("Webhook %s could not be served", pk)
        finally:
            close_old_connections()

    def _serve(self, pk: int) -> int:
        """Tell one endpoint what is due, until nothing is, it fails, or its turn is over."""
        turn_ends, told = time.monotonic() + TURN.total_seconds(), 0
        while some := first_due(pk):
            for delivery in some:
                if self.stopping.is_set() or not self._holds(pk) or not attempt(delivery):
                    return told
                told += 1
                if time.monotonic() > turn_ends:
                    return told
        return told

    def _holds(self, pk: int) -> bool:
        """Whether this worker, and no other, may call the endpoint."""
        if leases.take(_lease(pk), self.holder):
            self._held.add(pk)
            return True
        return False


def _lease(pk: int) -> str:
    return f"webhook:{pk}"
