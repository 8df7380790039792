"""Engines: what looks into the index. Each database has its own; a search server can take over.

All of them are given the same tokens, so they find the same items, and differ in speed and ranking.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from newsroom.conf import conf

from .engine import Engine, Hits

__all__ = ["Engine", "Hits", "engine"]


def engine() -> Engine:
    """The engine of this project; raises ``ImproperlyConfigured`` if its database has none."""
    own = _engine_of_database()
    if conf.search_backend:
        from .backend import BackendEngine

        return BackendEngine(conf.search_backend, own)
    return own


def _engine_of_database() -> Engine:
    match connection.vendor:
        case "sqlite":
            from .sqlite import SqliteEngine

            return SqliteEngine()
        case "postgresql":
            from .postgresql import PostgresqlEngine

            return PostgresqlEngine()
    raise ImproperlyConfigured(
        f"The newsroom needs SQLite or PostgreSQL: it cannot search in {connection.vendor}."
    )
