"""Events: which changes of the log an endpoint is told of.

The log is what deliveries are written from, by the worker: a publication writes nothing for them.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from newsroom.models import WebhookDelivery, WebhookEndpoint, WireChange
from newsroom.models.wire import WireChangeQuerySet

from .followers import newest_change
from .messages import event_id

logger = logging.getLogger(__name__)

# Of one endpoint in a transaction, which holds up everybody else who writes to SQLite.
CHANGES_AT_ONCE = 500


def wanted(endpoint: WebhookEndpoint) -> WireChangeQuerySet:
    """The changes of the log that an endpoint wants to know of, in their order.

    A section is told of what comes to it, what changes in it and what leaves it.
    """
    changes = WireChange.objects.filter(site_id=endpoint.site_id)
    if endpoint.kinds:
        changes = changes.filter(item__kind__in=endpoint.kinds)
    if endpoint.languages:
        changes = changes.filter(item__locale__in=endpoint.languages)
    if endpoint.sections:
        stands_there = Q(item__section_key__in=endpoint.sections)
        changes = changes.filter(stands_there | Q(old_section__in=endpoint.sections))
    return changes.order_by("sequence")


def fan_out() -> int:
    """Write the deliveries of all that has happened since the last time; returns how many."""
    newest, written = newest_change(), 0
    behind = WebhookEndpoint.objects.filter(active=True, position__lt=newest)
    for pk in list(behind.order_by("pk").values_list("pk", flat=True)):
        try:
            while (some := _write_some(pk, newest)) is not None:
                written += some
        except Exception:
            # What one partner wants to know must not hold up what the others are told.
            logger.exception("The deliveries of webhook %s could not be written", pk)
    return written


def _write_some(pk: int, newest: int) -> int | None:
    """The next deliveries of an endpoint; None if it has come to the newest change."""
    with transaction.atomic(durable=True):
        # Locked: another worker may be at it as well, and an editor may switch it off.
        locked = WebhookEndpoint.objects.select_for_update()
        endpoint = locked.filter(pk=pk, active=True, position__lt=newest).first()
        if endpoint is None:
            return None
        changes = wanted(endpoint).filter(sequence__gt=endpoint.position, sequence__lte=newest)
        some = list(changes.values_list("item__uid", "sequence", "at")[:CHANGES_AT_ONCE])
        write(endpoint, some)
        endpoint.position = some[-1][1] if len(some) == CHANGES_AT_ONCE else newest
        endpoint.save(update_fields=["position"])
        return len(some)


def write(endpoint: WebhookEndpoint, changes: Iterable[tuple[UUID, int, datetime]]) -> None:
    """Write deliveries of changes (uid, sequence, moment) that an endpoint has none of yet."""
    now = timezone.now()
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(
                endpoint=endpoint,
                change_id=sequence,
                event=event_id(uid, sequence, at),
                created=now,
                not_before=now,
            )
            for uid, sequence, at in changes
        ],
        ignore_conflicts=True,
        batch_size=CHANGES_AT_ONCE,
    )
