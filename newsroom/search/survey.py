"""A survey: the part of what was found that is shown, and what all of it is, in one query.

To find, to join with the wire and to rank is most of the work; each number that is asked for by
itself would do it again. So it is done once, as a common table expression, and all is taken of it.
"""

from collections import Counter
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import FloatField
from django.db.models.expressions import RawSQL

from newsroom.models import WireTag
from newsroom.models.wire import WireItemQuerySet

from .engines import engine
from .finding import searchable
from .queries import Query

# What is known of each item found, by the names in the statement below.
COLUMNS = ("pk", "kind", "locale", "section_uid", "published", "expires_at")
ORDERS = {
    "relevance": "score DESC, published DESC, pk DESC",
    "-published": "published DESC, pk DESC",
    "published": "published, pk",
}
FOUND = f"""
    WITH newsroom_hits AS (%(hits)s),
    found ({", ".join((*COLUMNS, "score"))}) AS MATERIALIZED (%(rows)s)
"""
# The plus has SQLite begin with the hits. Without statistics it takes any index of the wire, such
# as that of Sites, for better, and reads all of it.
HIT = "newsroom_wireitem.id = +newsroom_hits.item_id"
SCORE = RawSQL("newsroom_hits.score", [], FloatField())
PAGE = """
    SELECT 'item', '', '', '', '', '', pk, row_number() OVER (ORDER BY {order}), score
    FROM (SELECT * FROM found ORDER BY {order} LIMIT %s OFFSET %s) page
"""
GROUPS = """
    UNION ALL
    SELECT 'group', kind, locale, substr(CAST(published AS varchar), 1, 4),
           CAST(section_uid AS varchar), CAST(min(expires_at) AS varchar), max(pk), count(*), 0.0
    FROM found GROUP BY kind, locale, 4, section_uid
"""
TAGS = f"""
    UNION ALL
    SELECT 'tag', slug, '', '', '', '', 0, count(*), 0.0
    FROM found CROSS JOIN {WireTag._meta.db_table} tag WHERE item_id = pk GROUP BY slug
"""  # noqa: S608 - constants


class Group(NamedTuple):
    """So many of the items found are alike; ``sample`` is the number of one of them.

    ``section`` is a UID and ``year`` that of publication, in UTC; ``ends`` is when the first of
    them expires.
    """

    kind: str
    locale: str
    year: int
    section: UUID | None
    ends: datetime | None
    sample: int
    number: int


class Survey(NamedTuple):
    """``scores`` are those of the part that is shown, by the items' numbers, in order."""

    scores: dict[int, float]
    groups: list[Group]
    tags: Counter[str]


class _Row(NamedTuple):
    """A row of the statement: an item by its place, a group by its sample, or a tag."""

    what: str
    name: str
    locale: str
    year: str
    section: str | None
    expires_at: str | None
    pk: int
    number: int
    score: float


def survey(
    rows: WireItemQuerySet, query: Query, order: str, start: int, limit: int, *, tags: bool = True
) -> Survey:
    """What of these public rows fits: in an order of ``ORDERS``, at most ``limit`` of them shown,
    from the one of number ``start`` on; all of them counted, with their ``tags`` or without."""
    seen = Survey({}, [], Counter())
    parts = f"{PAGE.format(order=ORDERS[order])}{GROUPS}{TAGS if tags else ''}"
    for row in _answers(rows, query, parts, limit, start):
        if row.what == "item":
            seen.scores[row.pk] = row.score
        elif row.what == "group":
            seen.groups.append(_group(row))
        else:
            seen.tags[row.name] = row.number
    return seen


def best(rows: WireItemQuerySet, query: Query, limit: int) -> list[int]:
    """The numbers of those of these public rows that fit best, in order."""
    page = PAGE.format(order=ORDERS["relevance"])
    return [row.pk for row in _answers(rows, query, page, limit, 0)]


def _answers(
    rows: WireItemQuerySet, query: Query, parts: str, limit: int, start: int
) -> list[_Row]:
    if not query:
        return []
    hit: Any = searchable(rows).extra(tables=["newsroom_hits"], where=[HIT])  # noqa: S610
    hit = hit.annotate(score=SCORE).order_by().values_list(*COLUMNS, "score")
    try:
        sql, params = hit.query.get_compiler(using=hit.db).as_sql()
    except EmptyResultSet:
        return []
    hits = engine().hits(query)
    found = FOUND % {"hits": hits.text, "rows": sql}
    with connections[hit.db].cursor() as cursor:
        cursor.execute(f"{found}{parts}", [*hits.params, *params, limit, start])
        answers = map(_Row._make, cursor.fetchall())
        return sorted(answers, key=lambda row: (row.what, row.number))


def _group(row: _Row) -> Group:
    return Group(
        row.name,
        row.locale,
        int(row.year),
        UUID(row.section) if row.section else None,
        _moment(row.expires_at),
        row.pk,
        row.number,
    )


def _moment(text: str | None) -> datetime | None:
    """A moment in any database's spelling, which is in UTC."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
