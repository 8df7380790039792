"""A survey: the part of what was found that is shown, and what all of it is, in one query.

To find, to look up in the wire and to rank is most of the work; each number that is asked for by
itself would do it again. So it is done once, as a common table expression, and all is taken of it.
"""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import CharField, FloatField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Substr
from django.db.models.sql.datastructures import BaseTable

from newsroom.models import WireItem, WireTag
from newsroom.models.wire import WireItemQuerySet
from newsroom.wire.state import as_moment

from .engines import Hits, engine
from .finding import searchable
from .queries import Query

# What is known of each item found, to show some of them and to count all, by its names below.
TO_SHOW = ("pk", "published", "score")
TO_COUNT = (*TO_SHOW, "kind", "locale", "year", "section_uid", "expires_at")
ORDERS = {
    "relevance": "score DESC, published DESC, pk DESC",
    "-published": "published DESC, pk DESC",
    "published": "published, pk",
}
WIRE, HITS = WireItem._meta.db_table, "newsroom_hits"
# What is named twice is computed once, by databases' own rule; old SQLites know no word for it.
FOUND = f"WITH {HITS} AS (%s), found (%s) AS (%s)"
# The plus has SQLite begin with the hits. Without statistics it takes any index of the wire, such
# as that of Sites, for better, and reads all of it.
HIT = f"{WIRE}.id = +{HITS}.id"
SCORE = RawSQL("score", [], FloatField())
SLUGS = RawSQL("tags", [])
# Moments are in UTC in every database; taking the year from their text is quick in all of them.
YEAR = Substr(Cast("published", CharField()), 1, 4)
PAGE = """
    SELECT 'item', '', '', '', NULL, NULL, pk, row_number() OVER (ORDER BY {order}), score
    FROM (SELECT * FROM found ORDER BY {order} LIMIT %s OFFSET %s) page
"""
GROUPS = """
    UNION ALL
    SELECT 'group', kind, locale, year, section_uid, min(expires_at), max(pk), count(*), 0.0
    FROM found GROUP BY kind, locale, year, section_uid
"""
TAGS = f"""
    UNION ALL
    SELECT 'tag', slug, '', '', NULL, NULL, 0, count(*), 0.0
    FROM found CROSS JOIN {WireTag._meta.db_table} tag WHERE item_id = pk GROUP BY slug
"""  # noqa: S608 - constants
# Where hits have them: items with the same ones are counted first.
TAGS_OF_HITS = """
    UNION ALL
    SELECT 'tag', slug, '', '', NULL, NULL, 0, sum(number)::bigint, 0.0
    FROM (SELECT slugs, count(*) AS number FROM found GROUP BY slugs) alike
    CROSS JOIN unnest(slugs) AS tag (slug) GROUP BY slug
"""


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
    section: UUID | None
    ends: datetime | None
    pk: int
    number: int
    score: float


def survey(
    rows: WireItemQuerySet, query: Query, order: str, start: int, limit: int, *, tags: bool = True
) -> Survey:
    """What of these public rows fits: in an order of ``ORDERS``, at most ``limit`` of them shown,
    from the one of number ``start`` on; all of them counted, with their ``tags`` or without."""
    seen = Survey({}, [], Counter())
    if not query:
        return seen
    hits = engine().hits(query)
    columns: tuple[str, ...] = TO_COUNT
    parts = [PAGE.format(order=ORDERS[order]), GROUPS]
    if tags and hits.with_rows:
        columns = (*columns, "slugs")
    if tags:
        parts.append(TAGS_OF_HITS if hits.with_rows else TAGS)
    for row in _answers(rows, hits, columns, parts, limit, start):
        if row.what == "item":
            seen.scores[row.pk] = float(row.score)
        elif row.what == "group":
            year = int(row.year)
            seen.groups.append(
                Group(row.name, row.locale, year, row.section, row.ends, row.pk, row.number)
            )
        else:
            seen.tags[row.name] = row.number
    return seen


def best(rows: WireItemQuerySet, query: Query, limit: int) -> list[int]:
    """The numbers of those of these public rows that fit best, in order."""
    if not query:
        return []
    page = PAGE.format(order=ORDERS["relevance"])
    return [row.pk for row in _answers(rows, engine().hits(query), TO_SHOW, [page], limit, 0)]


def _answers(
    rows: WireItemQuerySet,
    hits: Hits,
    columns: tuple[str, ...],
    parts: list[str],
    limit: int,
    start: int,
) -> list[_Row]:
    found: Any = searchable(rows).annotate(score=SCORE, year=YEAR).order_by()
    if hits.with_rows:
        # They stand for the wire, though not in the subqueries that conditions have.
        found.query.alias_map[WIRE] = BaseTable(HITS, WIRE)
        found = found.annotate(slugs=SLUGS)
    else:
        found = found.extra(tables=[HITS], where=[HIT])  # noqa: S610
    try:
        compiler = found.values_list(*columns).query.get_compiler(using=found.db)
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return []
    statement = FOUND % (hits.text, ", ".join(columns), sql) + "".join(parts)
    with connections[found.db].cursor() as cursor:
        cursor.execute(statement, [*hits.params, *params, limit, start])
        answers = cursor.fetchall()
    as_uuid = WireItem._meta.get_field("section_uid").to_python
    read = (_Row._make((*row[:4], as_uuid(row[4]), as_moment(row[5]), *row[6:])) for row in answers)
    return sorted(read, key=lambda row: (row.what, row.number))
