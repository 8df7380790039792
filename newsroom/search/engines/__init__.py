"""Engines: what looks into the index. Each database has its own; a search server can take over.

All of them are given the same tokens, so they find the same items, and differ in speed and ranking.
"""

from typing import Protocol

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from newsroom.conf import conf
from newsroom.models.wire import WireItemQuerySet
from newsroom.search.queries import Query


class Engine(Protocol):
    def find(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        """Those of the rows that fit the query, in no order; the query must not be empty."""

    def rank(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        """The same, each with a ``score``: the higher, the better it fits."""


def engine() -> Engine:
    """The engine of this project; raises ``ImproperlyConfigured`` if its database has none."""
    if conf.search_backend:
        from .backend import BackendEngine

        return BackendEngine(conf.search_backend)
    match connection.vendor:
        case "sqlite":
            from .sqlite import SqliteEngine

            return SqliteEngine()
        case "postgresql":
            from .postgresql import PostgresqlEngine

            return PostgresqlEngine()
    raise ImproperlyConfigured(
        f"Search has no engine for {connection.vendor}: name one of WAGTAILSEARCH_BACKENDS in "
        "NEWSROOM_SEARCH_BACKEND."
    )
