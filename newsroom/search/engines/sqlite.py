"""SQLite: one FTS5 query, ranked by weighted bm25."""

from typing import cast

from django.db.models.expressions import RawSQL

from newsroom.models.wire import WireItemQuerySet
from newsroom.search.queries import Phrase, Query, Term

from .engine import IN_TITLE

# Of title, lead, body and forms, in the order of the table's columns.
WEIGHTS = (10.0, 4.0, 1.0, 2.0)
LEMMAS = "{title lead body}"
TITLE = "{title}"
FORMS = "{forms}"
MATCHING = "SELECT rowid FROM newsroom_search WHERE newsroom_search MATCH %s"


class SqliteEngine:
    def find(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        return rows.filter(pk__in=RawSQL(MATCHING, [expression(query)]))  # noqa: S611 - a constant

    def rank(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        weights = ", ".join(map(str, WEIGHTS))
        # FTS5 gives better matches the smaller, negative numbers. It knows them only in the query
        # that looks for the matches, so this is a join and no subquery.
        score = RawSQL(  # noqa: S611 - constants; what was typed is a parameter
            f"-bm25(newsroom_search, {weights}) * (CASE WHEN newsroom_search.rowid IN ({MATCHING}) "
            f"THEN {IN_TITLE} ELSE 1 END)",
            [title_expression(query)],
        )
        matching = rows.annotate(score=score).extra(
            tables=["newsroom_search"],
            where=["newsroom_search MATCH %s", "newsroom_search.rowid = newsroom_wireitem.id"],
            params=[expression(query)],
        )
        return cast(WireItemQuerySet, matching)


def expression(query: Query) -> str:
    """The query in FTS5's language. Tokens are alphanumeric, so quoting them cannot fail."""
    wanted = " AND ".join(map(_one, query.wanted))
    unwanted = " OR ".join(map(_one, query.unwanted))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def title_expression(query: Query) -> str:
    """The query for titles that say all of its words; for none if it has only phrases."""
    words = (f"({TITLE} : ({' OR '.join(map(_quoted, word.lemmas))}))" for word in query.words)
    return " AND ".join(words) or '""'


def _one(term: Term) -> str:
    if isinstance(term, Phrase):
        return f'({FORMS} : "{" ".join(term.tokens)}")'
    lemmas = " OR ".join(map(_quoted, term.lemmas))
    choices = [f"({LEMMAS} : ({lemmas}))"]
    # In the title by its lemmas: there it weighs more.
    choices += [f'({TITLE} : "{beginning}" *)' for beginning in term.beginnings]
    choices.append(f'({FORMS} : "{term.token}"{" *" if term.is_beginning else ""})')
    return f"({' OR '.join(choices)})"


def _quoted(token: str) -> str:
    return f'"{token}"'
