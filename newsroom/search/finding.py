"""Finding: what readers may be told of what the index holds."""

from django.db.models import F, Q, Value
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


def ranked(rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
    """The same with a ``score``, the best first; of equally good ones the newest."""
    if not query:
        return rows.none().annotate(score=Value(0.0))
    best = engine().rank(searchable(rows), query)
    return best.order_by(F("score").desc(), "-published", "-pk")
