"""The background worker: a loop that does what no request should wait for."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType

from django.db import close_old_connections
from django.db.models import Max
from django.utils import timezone

from newsroom.conf import conf
from newsroom.models import (
    FeedAudience,
    WireAction,
    WireBeat,
    WireChange,
    WireItem,
    WireMark,
    WireSequence,
)
from newsroom.wire.images import make_due
from newsroom.wire.logos import make_missing
from newsroom.wire.reconcile import request_repairs
from newsroom.wire.settle import settle

from .schedule import Schedule, mark_outdated

logger = logging.getLogger(__name__)

# A round is short, so that schedules are kept and a stop is heard.
PAGES_A_ROUND = 50
IMAGES_A_ROUND = 5
RECONCILE_EVERY = timedelta(minutes=30)
PRUNE_EVERY = timedelta(hours=1)
KEEP_MARKS = timedelta(hours=1)
KEEP_AUDIENCE = timedelta(days=30)


def prune() -> None:
    """Forget what nobody can ask for any more."""
    now = timezone.now()
    WireMark.objects.filter(expanded__isnull=False, created__lt=now - KEEP_MARKS).delete()
    _prune_changes(now - conf.tombstone_days)
    FeedAudience.objects.filter(seen__lt=now - KEEP_AUDIENCE).delete()


def _prune_changes(before: datetime) -> None:
    """Forget old withdrawals, and of what is public all but the last change."""
    old = WireChange.objects.filter(at__lt=before)
    withdrawals = old.newest().exclude(action=WireAction.PUT)
    last = withdrawals.aggregate(last=Max("sequence"))["last"] or 0
    # First: who follows the log must know that something is missing.
    WireSequence.objects.filter(pk=1, pruned__lt=last).update(pruned=last)
    WireItem.objects.filter(withdrawn_at__lt=before).delete()
    withdrawals.delete()
    old.exclude(pk__in=old.newest().values("pk")).delete()


class Worker:
    """Does rounds of work until it is stopped; each step's failure is its own."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.schedule = Schedule()
        self._last: dict[str, datetime] = {}

    def run(self, pause: float) -> None:
        """Rounds with ``pause`` seconds between them, until SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        while not self.stopping.is_set():
            close_old_connections()
            self._now_and_then("reconcile", RECONCILE_EVERY, request_repairs)
            self._now_and_then("logos", RECONCILE_EVERY, make_missing)
            self._now_and_then("prune", PRUNE_EVERY, prune)
            if not self.round():
                self.stopping.wait(pause)

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def run_once(self) -> None:
        """Everything that is due now, until nothing is left."""
        while self.round():
            pass

    def round(self) -> int:
        """One round; returns how much was done."""
        done = sum(
            self._step(step)
            for step in (
                self.schedule.publish_due,
                self.schedule.publish_releases,
                self.schedule.unpublish_expired,
                mark_outdated,
                self._settle,
                self._images,
                self._beat,
            )
        )
        return done

    def _settle(self) -> int:
        return settle(PAGES_A_ROUND)

    def _beat(self) -> None:
        WireBeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})

    def _images(self) -> int:
        return make_due(IMAGES_A_ROUND)

    def _step(self, step: Callable[[], object]) -> int:
        try:
            done = step()
        except Exception:
            logger.exception("The worker's step %s failed", step.__name__)
            return 0
        return done if isinstance(done, int) else 0

    def _now_and_then(self, name: str, every: timedelta, step: Callable[[], object]) -> None:
        now = timezone.now()
        last = self._last.get(name)
        if last is None or now - last >= every:
            self._last[name] = now
            self._step(step)
