"""What an engine is."""

from typing import Protocol

from django.db.models import FloatField, Value

from newsroom.models.wire import WireItemQuerySet
from newsroom.search.queries import Query

# What a title that says all that was looked for is worth: more than any body. How often something
# is said counts less the oftener it is, so that by weights alone a long text can catch up with it.
IN_TITLE = 4


class Engine(Protocol):
    def find(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        """Those of the rows that fit the query, in no order; the query must not be empty."""

    def rank(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        """The same, each with a ``score``: the higher, the better it fits."""


class NoEngine:
    """For databases that have none: finds nothing."""

    def find(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        return rows.none()

    def rank(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        return rows.none().annotate(score=Value(0.0, FloatField()))
