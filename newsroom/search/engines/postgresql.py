"""PostgreSQL: its full-text index, over lexemes that our analysis has made."""

from django.db.models.expressions import RawSQL

from newsroom.models.wire import WireItemQuerySet
from newsroom.search.queries import Phrase, Query, Term

from .engine import IN_TITLE

# Of the body, the forms, the lead and the title: PostgreSQL's weights D to A.
WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"
# Longer texts have more of everything: divide by 1 + the logarithm of their length.
NORMALIZATION = 1


MATCHING = "SELECT item_id FROM newsroom_searchentry WHERE lexemes @@ %s::tsquery"
LEXEMES = "(SELECT lexemes FROM newsroom_searchentry WHERE item_id = newsroom_wireitem.id)"


class PostgresqlEngine:
    def find(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        return rows.filter(pk__in=RawSQL(MATCHING, [expression(query)]))  # noqa: S611 - a constant

    def rank(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        # Any of the words: with all of them, PostgreSQL would look at how near they stand, and in
        # the index they do not stand where they do in the text.
        any_word = " | ".join(map(_one, query.wanted))
        score = RawSQL(  # noqa: S611 - constants; what was typed is a parameter
            f"ts_rank('{WEIGHTS}', {LEXEMES}, %s::tsquery, {NORMALIZATION}) "
            f"* (CASE WHEN {LEXEMES} @@ %s::tsquery THEN {IN_TITLE} ELSE 1 END)",
            [any_word, title_expression(query)],
        )
        return self.find(rows, query).annotate(score=score)


def expression(query: Query) -> str:
    """The query as the text of a tsquery. Tokens are alphanumeric, so quoting cannot fail."""
    return " & ".join((*map(_one, query.wanted), *(f"!{_one(term)}" for term in query.unwanted)))


def title_expression(query: Query) -> str:
    """The query for titles (A) that say all of its words; for none if it has only phrases."""
    words = ((f"{_quoted(lemma)}:A" for lemma in word.lemmas) for word in query.words)
    return " & ".join(f"({' | '.join(lemmas)})" for lemmas in words)


def _one(term: Term) -> str:
    if isinstance(term, Phrase):
        return f"({' <-> '.join(map(_quoted, term.tokens))})"
    # In the title (A) by its lemmas: there it weighs more.
    choices = [*map(_quoted, term.lemmas), *(f"{_quoted(one)}:*A" for one in term.beginnings)]
    choices.append(f"{_quoted(term.token)}{':*' if term.is_beginning else ''}")
    return f"({' | '.join(choices)})"


def _quoted(token: str) -> str:
    return f"'{token}'"
