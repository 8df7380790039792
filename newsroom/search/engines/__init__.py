"""Engines: what looks into the index. Each database has its own; a search server can take over.

All of them are given the same tokens, so they find the same items, and differ in speed and ranking.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from newsroom.conf import conf

from .engine import Engine, NoEngine

__all__ = ["Engine", "engine"]


def engine() -> Engine:
    """The engine of this project; raises ``ImproperlyConfigured`` if its database has none."""
    own = _engine_of_database()
    if conf.search_backend:
        from .backend import BackendEngine

        return BackendEngine(conf.search_backend, own or NoEngine())
    if own is None:
        raise ImproperlyConfigured(
            f"Search has no engine for {connection.vendor}: name one of WAGTAILSEARCH_BACKENDS in "
            "NEWSROOM_SEARCH_BACKEND."
        )
    return own


def _engine_of_database() -> Engine | None:
    match connection.vendor:
        case "sqlite":
            from .sqlite import SqliteEngine

            return SqliteEngine()
        case "postgresql":
            from .postgresql import PostgresqlEngine

            return PostgresqlEngine()
    return None
