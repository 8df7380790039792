"""PostgreSQL: its full-text index, over lexemes that our analysis has made."""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeGuard

from django.db.models import BooleanField, F, Func
from django.db.models.expressions import RawSQL
from django.utils import timezone

from newsroom.models.wire import WireItemQuerySet
from newsroom.search.queries import Phrase, Query, Term, Word

from .engine import IN_TITLE, Hits

# Lemmas of titles stand in the index a second time, behind this.
TITLE = "t"
# Of what bodies say again, nothing, the lead and the title: PostgreSQL's weights D to A.
WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"
# Longer texts have more of everything: divide by 1 + the logarithm of how many words they say.
NORMALIZATION = 16
# What ts_rank gives for a word that a body says once: all that was found has as much.
SAID_ONCE = 0.06
ENTRIES = "newsroom_searchentry WHERE lexemes @@ (SELECT %s::tsquery)"
# Titles are asked of the index: few say all the words, and each row would have to be looked into.
SCORE = f"""
    ({SAID_ONCE} + ts_rank('{WEIGHTS}', said, %s::tsquery, {NORMALIZATION}))
    * (CASE WHEN item_id IN (SELECT item_id FROM {ENTRIES}) THEN {IN_TITLE} ELSE 1 END)
"""  # noqa: S608
# What entries repeat of the wire (migration 0009): rows are read to be ranked, and not looked up.
REPEATED = """
    translation_key, site_id, kind, locale, published, updated, expires_at,
    section_uid, section_key, section_slug, project_uid, project_key, project_slug, tags
"""
# What changes without an entry is asked of the wire, by its indexes.
HIDDEN = """
    item_id IN (
        SELECT id FROM newsroom_wireitem WHERE hidden AND withdrawn_at IS NULL
        UNION ALL SELECT id FROM newsroom_wireitem WHERE valid_until <= %s
    ) AS hidden, NULL::timestamptz AS valid_until, NULL::timestamptz AS withdrawn_at
"""
# Texts are fetched once for all phrases: on a level of their own, where the planner leaves it.
TEXTS = f"(SELECT item_id, said, {REPEATED}, ' ' || forms AS words FROM {ENTRIES} OFFSET 0) texts"  # noqa: S608
# Of a phrase in a language: its tokens with spaces around each, for texts end with a boundary.
SAYS = "strpos(words, %s) > 0"


class Sql(NamedTuple):
    """A part of a statement, and its parameters."""

    text: str
    params: list[Any]


class Among(Func):
    """Whether a number is among those that a subquery finds.

    PostgreSQL does not count what it costs to fetch a row's lexemes, and compares those of all rows
    where it takes the words for common. As a subquery's result it does not know the words, expects
    little and asks the index; and as an array it asks once, whatever else is asked of the rows.
    """

    template = "(%(expressions)s))"
    arg_joiner = " = ANY (ARRAY "
    output_field = BooleanField()


class PostgresqlEngine:
    def find(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        matching = _matching(query)
        numbers = RawSQL(f"SELECT item_id FROM {matching.text}", matching.params)  # noqa: S608, S611
        return rows.filter(Among(F("pk"), numbers))

    def hits(self, query: Query) -> Hits:
        matching = _matching(query)
        columns = f"item_id AS id, {SCORE} AS score, {REPEATED}, {HIDDEN}"
        # With an offset, it is one step: a row's lexemes are not looked at for what else is asked.
        text = f"SELECT {columns} FROM {matching.text} OFFSET 0"  # noqa: S608
        # Any of the words: with all of them, PostgreSQL would look at how near they stand.
        any_word = " | ".join(_lemmas(word) for word in query.said)
        in_title = " & ".join(_lemmas(word, TITLE) for word in query.said)
        return Hits(text, [any_word, in_title, timezone.now(), *matching.params], with_rows=True)


def _is_in_order(term: Term) -> TypeGuard[Phrase]:
    """Whether it is more than its words: the index does not know their order."""
    return isinstance(term, Phrase) and len(term.folded) > 1


def _matching(query: Query) -> Sql:
    """The entries that fit a query, as they stand behind FROM."""
    conditions, params = [], [expression(query)]
    for sign, terms in (("", query.wanted), ("NOT ", query.unwanted)):
        for phrase in filter(_is_in_order, terms):
            conditions.append(f"{sign}({' OR '.join([SAYS] * len(phrase.forms))})")
            params += [f" {' '.join(forms)} " for forms in phrase.forms]
    return Sql(f"{TEXTS} WHERE {' AND '.join(conditions)}" if conditions else ENTRIES, params)


def _lemmas(word: Word, prefix: str = "") -> str:
    choices = [_quoted(prefix + one) for one in word.lemmas]
    choices += [f"{_quoted(prefix + one)}:*" for one in word.beginnings]
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
    choices = list(map(_quoted, term.lemmas))
    choices += [f"{_quoted(TITLE + one)}:*" for one in term.beginnings]
    sign = ":*" if term.is_beginning else ""
    return _any((*choices, *(f"{_quoted(form)}{sign}" for form in term.forms)))


def _any(choices: Iterable[str]) -> str:
    return f"({' | '.join(choices)})"


def _quoted(token: str) -> str:
    return f"'{token}'"
