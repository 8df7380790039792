"""SQLite: one FTS5 query, ranked by weighted bm25."""

from typing import cast

from django.db.models import BooleanField, F, Func, Value

from newsroom.models.wire import WireItemQuerySet
from newsroom.search.queries import Phrase, Query, Term

from .engine import IN_TITLE, Hits

# Of title, lead, body and forms, in the order of the table's columns.
WEIGHTS = (10.0, 4.0, 1.0, 2.0)
LEMMAS = "{title lead body}"
TITLE = "{title}"
FORMS = "{forms}"
MATCHING = "FROM newsroom_search WHERE newsroom_search MATCH %s"
# FTS5 gives better matches the smaller, negative numbers.
HITS = f"""
    SELECT rowid AS id, -bm25(newsroom_search, {", ".join(map(str, WEIGHTS))})
        * (CASE WHEN rowid IN (SELECT rowid {MATCHING}) THEN {IN_TITLE} ELSE 1 END) AS score
    {MATCHING}
"""


class Matching(Func):
    """Joins the text of a query in FTS5's language and an item's number.

    A join and no subquery: without statistics SQLite takes any index, such as that of Sites, for
    better than a list of numbers, and reads the whole wire. The plus has it begin with the search.
    """

    template = "(newsroom_search MATCH %(expressions)s)"
    arg_joiner = " AND +newsroom_search.rowid = "
    output_field = BooleanField()


class SqliteEngine:
    def find(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        joined = cast(WireItemQuerySet, rows.extra(tables=["newsroom_search"]))
        return joined.filter(Matching(Value(expression(query)), F("pk")))

    def hits(self, query: Query) -> Hits:
        return Hits(HITS, [title_expression(query), expression(query)])


def expression(query: Query) -> str:
    """The query in FTS5's language. Tokens are alphanumeric, so quoting them cannot fail."""
    wanted = " AND ".join(map(_one, query.wanted))
    unwanted = " OR ".join(map(_one, query.unwanted))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def title_expression(query: Query) -> str:
    """The query for titles that say all of its words."""
    words = (f"({TITLE} : ({' OR '.join(map(_quoted, word.lemmas))}))" for word in query.said)
    return " AND ".join(words)


def _one(term: Term) -> str:
    if isinstance(term, Phrase):
        phrases = " OR ".join(_quoted(" ".join(forms)) for forms in term.forms)
        return f"({FORMS} : ({phrases}))"
    lemmas = " OR ".join(map(_quoted, term.lemmas))
    choices = [f"({LEMMAS} : ({lemmas}))"]
    # In the title by its lemmas: there it weighs more.
    choices += [f'({TITLE} : "{beginning}" *)' for beginning in term.beginnings]
    sign = " *" if term.is_beginning else ""
    choices += [f"({FORMS} : {_quoted(form)}{sign})" for form in term.forms]
    return f"({' OR '.join(choices)})"


def _quoted(token: str) -> str:
    return f'"{token}"'
