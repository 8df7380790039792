"""Whether the worker works, how far behind it is, and what waits for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from newsroom.models import (
    DeliveryState,
    Follower,
    HubPing,
    WebhookDelivery,
    WireBeat,
    WireImage,
    WireJob,
    WireMark,
)

# It beats every few seconds; a round with many slow pages takes a while.
LATE_AFTER = timedelta(minutes=5)
# What waits longer than this is behind, though the worker beats.
BEHIND_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Health:
    """``beat`` is when a worker last ended a round; the other moments are since when the oldest
    thing that is due has been waiting, None if nothing is.

    ``changes`` are marks and pages to be composed, ``failed`` pages that could not be. Deliveries
    to endpoints that fail are due whenever these are back; only the others' are late.
    """

    beat: datetime | None
    changes: int
    changes_since: datetime | None
    failed: int
    images: int
    deliveries: int
    deliveries_since: datetime | None
    dead: int
    pings: int
    followers: list[Follower]

    @property
    def is_working(self) -> bool:
        return self.beat is not None and timezone.now() - self.beat < LATE_AFTER

    @property
    def is_behind(self) -> bool:
        return self.lag > BEHIND_AFTER

    @property
    def is_well(self) -> bool:
        return self.is_working and not self.is_behind

    @property
    def lag(self) -> timedelta:
        return waited(self.changes_since)

    @property
    def delivery_lag(self) -> timedelta:
        return waited(self.deliveries_since)

    @property
    def failing_followers(self) -> list[Follower]:
        return [follower for follower in self.followers if follower.error]


def waited(since: datetime | None) -> timedelta:
    return max(timedelta(0), timezone.now() - since) if since else timedelta(0)


def health() -> Health:
    """In as many queries, whatever waits."""
    due = Q(not_before__lte=timezone.now())
    marks = WireMark.objects.filter(expanded=None).aggregate(
        number=Count("pk"), since=Min("created")
    )
    jobs = WireJob.objects.aggregate(
        waiting=Count("pk", filter=Q(error="")),
        failed=Count("pk", filter=~Q(error="")),
        since=Min("not_before", filter=due),
    )
    prompt = Q(endpoint__active=True, endpoint__failures=0)
    deliveries = WebhookDelivery.objects.exclude(state=DeliveryState.DELIVERED).aggregate(
        due=Count("pk", filter=Q(state=DeliveryState.DUE)),
        dead=Count("pk", filter=Q(state=DeliveryState.DEAD)),
        since=Min("not_before", filter=due & prompt & Q(state=DeliveryState.DUE)),
    )
    return Health(
        beat=last_beat(),
        changes=marks["number"] + jobs["waiting"],
        changes_since=min(filter(None, [marks["since"], jobs["since"]]), default=None),
        failed=jobs["failed"],
        images=WireImage.objects.count(),
        deliveries=deliveries["due"],
        deliveries_since=deliveries["since"],
        dead=deliveries["dead"],
        pings=HubPing.objects.count(),
        followers=list(Follower.objects.order_by("name")),
    )


def last_beat() -> datetime | None:
    return WireBeat.objects.filter(name="worker").values_list("at", flat=True).first()


def is_working() -> bool:
    beat = last_beat()
    return beat is not None and timezone.now() - beat < LATE_AFTER
