"""Finding: what readers may be told of what the index holds."""

from django.db.models import Q
from django.utils import timezone

from newsroom.models.wire import WireItemQuerySet

from .engines import engine
from .queries import Query


def searchable(rows: WireItemQuerySet) -> WireItemQuerySet:
    """Those of public rows whose entries say nothing that has ceased to be public.

    Past ``valid_until`` something that an item embeds has expired: lists compose it anew, but the
    index still knows what it said. The worker puts it right within seconds.
    """
    return rows.filter(Q(valid_until=None) | Q(valid_until__gt=timezone.now()))


def found(rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
    """Those of public rows that fit, in no order; none if there is nothing to look for."""
    return engine().find(searchable(rows), query) if query else rows.none()
