"""A search backend that finds pages by any form of a word, for ``WAGTAILSEARCH_BACKENDS``.

It is Wagtail's own for the database, and the admin searches through it as before. Beside the words
of a text it indexes their lemmas, and it looks for both. Whatever is typed is taken for words, so
that no text can be an error.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from modelsearch.backends import database


def SearchBackend(params: Mapping[str, Any]) -> Any:
    """The backend for the default database, under the name by which Wagtail looks for it."""
    stock = database.SearchBackend(params)
    if connection.vendor == "postgresql":
        from .postgresql import InflectedPostgresBackend

        return InflectedPostgresBackend(params)
    if connection.vendor == "sqlite" and database.USE_SQLITE_FTS:
        from .sqlite import InflectedSQLiteBackend

        return InflectedSQLiteBackend(params)
    return stock
