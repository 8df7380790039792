"""What is done now and then: forgetting what nobody can ask for any more."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from newsroom.conf import conf
from newsroom.models import (
    FeedAudience,
    Lease,
    WireAction,
    WireChange,
    WireItem,
    WireMark,
    WireSequence,
)

from .search_server import forget_other_servers
from .webhooks import prune_deliveries

KEEP_MARKS = timedelta(hours=1)
KEEP_AUDIENCE = timedelta(days=30)
# Much longer than any lease: nobody holds what is this old, not even by a clock that is wrong.
KEEP_LEASES = timedelta(days=1)


def prune() -> None:
    """Forget what nobody can ask for any more."""
    now = timezone.now()
    WireMark.objects.filter(expanded__isnull=False, created__lt=now - KEEP_MARKS).delete()
    _prune_changes(now - conf.tombstone_days)
    FeedAudience.objects.filter(seen__lt=now - KEEP_AUDIENCE).delete()
    Lease.objects.filter(until__lt=now - KEEP_LEASES).delete()
    prune_deliveries()
    forget_other_servers()


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
