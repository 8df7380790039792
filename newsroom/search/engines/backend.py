"""A search server (Elasticsearch, OpenSearch) by one of Wagtail's search back ends.

It says which items fit and how well; the rows say whether anybody may see them, so what was
withdrawn is not found though the server still has it. While it fails, the database is searched.
"""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models.expressions import RawSQL

from newsroom.models.wire import WireItemQuerySet
from newsroom.search.queries import Phrase, Query, Term
from newsroom.search.server import server_for_readers

from .engine import Engine, Hits

logger = logging.getLogger(__name__)

# Of all that fits. What goes beyond is not found; servers do not give more at once.
MOST_FOUND = 10_000
# Of lemmas in title, lead and body, and of word forms.
BOOSTS = {"title": 10.0, "lead": 4.0, "body": 1.0}
BOOST_OF_FORMS = 2.0

Scores = dict[int, float]


class BackendEngine:
    """``otherwise`` is what searches while the server fails."""

    def __init__(self, alias: str, otherwise: Engine) -> None:
        self.alias, self.otherwise = alias, otherwise

    def find(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        found = self._found(query)
        return self.otherwise.find(rows, query) if found is None else among(rows, found)

    def hits(self, query: Query) -> Hits:
        found = self._found(query)
        return self.otherwise.hits(query) if found is None else as_hits(found)

    def _found(self, query: Query) -> Scores | None:
        """The items that fit, the best first; None while the server fails."""
        # An answer looks several times for the same: the server is asked once.
        known: Scores | None = query.memory.get(f"server {self.alias}")
        if known is not None:
            return known
        server = server_for_readers(self.alias)
        if server.rests:
            return None
        asked = as_dsl(query)
        try:
            hits = server.search(asked, MOST_FOUND)
        except Exception as error:  # noqa: BLE001 - each client has its own classes
            server.rest()
            logger.warning("The search server failed, the database is searched: %r", error)
            return None
        query.memory[f"server {self.alias}"] = hits
        return hits


def among(rows: WireItemQuerySet, hits: Iterable[int]) -> WireItemQuerySet:
    numbers = ", ".join(map(str, hits))
    # Written out, not as parameters: databases take fewer of these.
    return rows.filter(pk__in=RawSQL(numbers, [])) if numbers else rows.none()  # noqa: S611


def as_hits(found: Scores) -> Hits:
    if not found:
        return Hits("SELECT 0 AS id, 0.0 AS score WHERE 1 = 0", [])
    values = ", ".join(f"({pk}, {score!r})" for pk, score in found.items())
    return Hits(f"SELECT column1 AS id, column2 AS score FROM (VALUES {values}) found", [])  # noqa: S608


def as_dsl(query: Query) -> dict[str, Any]:
    """The query as Elasticsearch and OpenSearch understand it."""
    parts: dict[str, Any] = {"must": list(map(_one, query.wanted))}
    if query.unwanted:
        parts["must_not"] = list(map(_one, query.unwanted))
    return {"bool": parts}


def _one(term: Term) -> dict[str, Any]:
    if isinstance(term, Phrase):
        choices = [_phrase(forms) for forms in term.forms]
    else:
        choices = list(_choices(term))
    return {"bool": {"should": choices, "minimum_should_match": 1}}


def _phrase(forms: Iterable[str]) -> dict[str, Any]:
    return {"match_phrase": {"forms": {"query": " ".join(forms), "boost": BOOST_OF_FORMS}}}


def _choices(term: Any) -> Iterator[dict[str, Any]]:
    for field, boost in BOOSTS.items():
        # Any of the lemmas.
        yield {"match": {field: {"query": " ".join(term.lemmas), "boost": boost}}}
    for beginning in term.beginnings:
        # In the title by its lemmas: there it weighs more.
        yield {"prefix": {"title": {"value": beginning, "boost": BOOSTS["title"]}}}
    kind = "prefix" if term.is_beginning else "term"
    for form in term.forms:
        yield {kind: {"forms": {"value": form, "boost": BOOST_OF_FORMS}}}
