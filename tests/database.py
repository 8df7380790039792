"""What migrations have put into the database, to be brought back after a test has emptied it.

Tables are copied as they are: loading objects would make signal handlers write on their own.
"""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

Contents = dict[str, tuple[list[str], list[Any]]]


def is_emptied_by(item: pytest.Item) -> bool:
    """Whether a test has real transactions, after which Django empties every table."""
    mark = item.get_closest_marker("django_db")
    if mark and (mark.args[:1] == (True,) or mark.kwargs.get("transaction")):
        return True
    fixtures = {"transactional_db", "live_server", "django_db_reset_sequences"}
    return not fixtures.isdisjoint(getattr(item, "fixturenames", ()))


def contents() -> Contents:
    """The rows of every table that has any, with the names of its columns."""
    found: Contents = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            if rows := cursor.fetchall():
                found[table] = (columns, rows)
    return found


def restore(saved: Contents) -> None:
    """Make the database hold these rows and no others."""
    # Django has filled some tables again by itself, with other ids.
    call_command(
        "flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True
    )
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in saved.items():
            names = ", ".join(quote(column) for column in columns)
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", rows)
