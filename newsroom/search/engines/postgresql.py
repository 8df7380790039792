"""PostgreSQL: its full-text index, over lexemes that our analysis has made."""

from collections.abc import Iterable
from typing import Any, TypeGuard

from django.db import connections
from django.db.models import BooleanField, F, FloatField, Func, Value

from newsroom.models.wire import WireItemQuerySet
from newsroom.search.queries import Phrase, Query, Term, Word

from .engine import IN_TITLE

# Of what bodies say again, nothing, the lead and the title: PostgreSQL's weights D to A.
WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"
# Longer texts have more of everything: divide by 1 + the logarithm of their length.
NORMALIZATION = 1
# What ts_rank gives for a word that a body says once: all that was found has as much.
SAID_ONCE = 0.06
# Of a phrase in a language, twice: tokens with a space behind each, for texts end with a boundary.
SAYS = "(starts_with(forms, %s) OR strpos(forms, ' ' || %s) > 0)"


class Matching(Func):
    """Whether a number is that of an item that fits the text of a query.

    PostgreSQL does not count what it costs to fetch a row's lexemes, and compares those of all rows
    where it takes the words for common. As a subquery's result it does not know the words, expects
    little and asks the index; and as an array it asks once, whatever else is asked of the rows.
    """

    template = "(%(expressions)s::tsquery))))"
    arg_joiner = " = ANY (ARRAY (SELECT item_id FROM newsroom_searchentry WHERE lexemes @@ (SELECT "
    output_field = BooleanField()


class Among(Func):
    """Whether a number is one of a list."""

    template = "(%(expressions)s::bigint[]))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


class OfEntry(Func):
    """A number of an item's entry: an SQL expression of its columns, and its parameters."""

    output_field = FloatField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> Any:
        (pk,) = self.get_source_expressions()
        number, params = compiler.compile(pk)
        sql = f"(SELECT {self.extra['of']} FROM newsroom_searchentry WHERE item_id = {number})"  # noqa: S608 - constants
        return sql, [*self.extra["params"], *params]


class PostgresqlEngine:
    def find(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        if not any(map(_is_in_order, (*query.wanted, *query.unwanted))):
            return rows.filter(Matching(F("pk"), Value(expression(query))))
        # For these, texts have to be read: once, however often the same is looked for.
        place = f"postgresql {rows.db}"
        if place not in query.memory:
            query.memory[place] = _saying(rows.db, query)
        return rows.filter(Among(F("pk"), Value(query.memory[place])))

    def rank(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        return self.find(rows, query).annotate(score=_score(query))


def _is_in_order(term: Term) -> TypeGuard[Phrase]:
    """Whether it is more than its words: the index does not know their order."""
    return isinstance(term, Phrase) and len(term.folded) > 1


def _saying(database: str, query: Query) -> list[int]:
    """The numbers of the items that fit a query with phrases."""
    conditions, params = ["lexemes @@ (SELECT %s::tsquery)"], [expression(query)]
    for sign, terms in (("", query.wanted), ("NOT ", query.unwanted)):
        for phrase in filter(_is_in_order, terms):
            texts = [f"{' '.join(forms)} " for forms in phrase.forms]
            conditions.append(f"{sign}({' OR '.join([SAYS] * len(texts))})")
            params += [text for text in texts for _ in range(2)]
    sql = f"SELECT item_id FROM newsroom_searchentry WHERE {' AND '.join(conditions)}"  # noqa: S608 - constants
    with connections[database].cursor() as cursor:
        cursor.execute(sql, params)
        return [pk for (pk,) in cursor.fetchall()]


def _score(query: Query) -> OfEntry:
    # Any of the words: with all of them, PostgreSQL would look at how near they stand.
    any_word = " | ".join(_lemmas(word) for word in query.said)
    in_title = " & ".join(_lemmas(word, ":A") for word in query.said)
    rank = f"{SAID_ONCE} + ts_rank('{WEIGHTS}', said, %s::tsquery, {NORMALIZATION})"
    return OfEntry(
        F("pk"),
        of=f"({rank}) * (CASE WHEN said @@ %s::tsquery THEN {IN_TITLE} ELSE 1 END)",
        params=[any_word, in_title],
    )


def _lemmas(word: Word, sign: str = "") -> str:
    begins = "*" if sign else ":*"
    choices = [f"{_quoted(one)}{sign}" for one in word.lemmas]
    choices += [f"{_quoted(one)}{sign}{begins}" for one in word.beginnings]
    return _any(choices)


def expression(query: Query) -> str:
    """The query as the text of a tsquery, without the order of phrases.

    Tokens are alphanumeric, so quoting cannot fail.
    """
    unwanted = (f"!{_one(term)}" for term in query.unwanted if not _is_in_order(term))
    return " & ".join((*map(_one, query.wanted), *unwanted))


def _one(term: Term) -> str:
    if isinstance(term, Phrase):
        return _any(f"({' & '.join(map(_quoted, forms))})" for forms in term.forms)
    # In the title by its lemmas, which stand there behind a t.
    choices = [*map(_quoted, term.lemmas), *(f"{_quoted('t' + one)}:*" for one in term.beginnings)]
    sign = ":*" if term.is_beginning else ""
    return _any((*choices, *(f"{_quoted(form)}{sign}" for form in term.forms)))


def _any(choices: Iterable[str]) -> str:
    return f"({' | '.join(choices)})"


def _quoted(token: str) -> str:
    return f"'{token}'"
