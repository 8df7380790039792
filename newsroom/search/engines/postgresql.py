"""PostgreSQL: its full-text index, over lexemes that our analysis has made."""

from typing import Any

from django.db.models import BooleanField, Case, F, FloatField, Func, Value, When

from newsroom.models.wire import WireItemQuerySet
from newsroom.search.queries import Phrase, Query, Term

from .engine import IN_TITLE

# Of the body, the forms, the lead and the title: PostgreSQL's weights D to A.
WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"
# Longer texts have more of everything: divide by 1 + the logarithm of their length.
NORMALIZATION = 1
# Of what was found: of so many, those that say most in title and lead and then the newest, whole
# texts are compared; the others follow by date. To read a text's lexemes takes far longer than to
# find it.
MOST_RANKED = 500

# Of tokens with spaces around them.
HAS_ANY = "' ' || {column} || ' ' LIKE ANY (%s::text[])"


class Matching(Func):
    """Whether a number is that of an item that fits the text of a query.

    PostgreSQL does not count what it costs to fetch a row's lexemes, and compares those of all rows
    where it takes the words for common. As a subquery's result it does not know the words, expects
    little and asks the index; and as an array it asks once, whatever else is asked of the rows.
    """

    template = "(%(expressions)s::tsquery))))"
    arg_joiner = " = ANY (ARRAY (SELECT item_id FROM newsroom_searchentry WHERE lexemes @@ (SELECT "
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
        return rows.filter(Matching(F("pk"), Value(expression(query))))

    def rank(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        found = self.find(rows, query)
        best = found.order_by(_said_first(query).desc(), "-published", "-pk").values("pk")
        score = Case(
            When(pk__in=best[:MOST_RANKED], then=_score(query)),
            default=Value(0.0),
            output_field=FloatField(),
        )
        return found.annotate(score=score)


def _said_first(query: Query) -> OfEntry:
    """How many of the words the title and the lead say; a title counts twice."""
    words = _patterns(query)
    counts = [
        f"{weight} * ({HAS_ANY.format(column=column)})::int"
        for column, weight in (("title", 2), ("lead", 1))
        for _ in words
    ]
    return OfEntry(F("pk"), of=" + ".join(counts) or "0", params=[*words, *words])


def _patterns(query: Query) -> list[list[str]]:
    """For each word what LIKE takes; tokens are alphanumeric, so nothing in them is special."""
    return [[f"% {lemma} %" for lemma in word.lemmas] for word in query.words]


def _score(query: Query) -> OfEntry:
    # Any of the words: with all of them, PostgreSQL would look at how near they stand, and in
    # the index they do not stand where they do in the text.
    any_word = " | ".join(map(_one, query.wanted))
    words = _patterns(query)
    in_title = " AND ".join(f"({HAS_ANY.format(column='title')})" for _ in words) or "false"
    rank = f"ts_rank('{WEIGHTS}', lexemes, %s::tsquery, {NORMALIZATION})"
    return OfEntry(
        F("pk"),
        of=f"{rank} * (CASE WHEN {in_title} THEN {IN_TITLE} ELSE 1 END)",
        params=[any_word, *words],
    )


def expression(query: Query) -> str:
    """The query as the text of a tsquery. Tokens are alphanumeric, so quoting cannot fail."""
    return " & ".join((*map(_one, query.wanted), *(f"!{_one(term)}" for term in query.unwanted)))


def _one(term: Term) -> str:
    if isinstance(term, Phrase):
        phrases = (f"({' <-> '.join(map(_quoted, forms))})" for forms in term.forms)
        return f"({' | '.join(phrases)})"
    # In the title (A) by its lemmas: there it weighs more.
    choices = [*map(_quoted, term.lemmas), *(f"{_quoted(one)}:*A" for one in term.beginnings)]
    sign = ":*" if term.is_beginning else ""
    choices += [f"{_quoted(form)}{sign}" for form in term.forms]
    return f"({' | '.join(choices)})"


def _quoted(token: str) -> str:
    return f"'{token}'"
