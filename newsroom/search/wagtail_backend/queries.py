"""What somebody looks for: words in any form, and phrases as they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from modelsearch.query import MATCH_NONE, And, Boost, Not, Or, Phrase, PlainText

from newsroom.search.analysis import fold, words

from .tokens import tokens_for

# Hosts may send whole documents; nobody looks for more than a long title.
TEXT_LENGTH = 1000
WORDS = 32
WORD_LENGTH = 255


@dataclass(frozen=True)
class Syntax:
    """How an engine writes a query."""

    quoted: Callable[[str], str]
    prefix: str
    all_of: str
    any_of: str


@dataclass(frozen=True)
class Term:
    """A word of a query: as it was typed, folded, and the tokens it may mean."""

    typed: str
    folded: str
    tokens: tuple[str, ...]

    def written(self, syntax: Syntax, *, unfinished: bool) -> str:
        ending = syntax.prefix if unfinished else ""
        begun = (self.typed, self.folded or self.typed) if unfinished else (self.typed,)
        choices = [syntax.quoted(text) + ending for text in begun]
        choices += [syntax.quoted(text) for text in self.tokens]
        return f"({syntax.any_of.join(dict.fromkeys(choices))})"


class Inflected(PlainText):
    """Plain text whose words are looked for in all their forms."""

    def __init__(self, terms: list[Term], operator: str, boost: float) -> None:
        super().__init__(" ".join(term.typed for term in terms), operator, boost)
        self.terms = terms

    def written(self, syntax: Syntax, *, last_is_prefix: bool) -> str:
        *others, last = self.terms
        parts = [term.written(syntax, unfinished=False) for term in others]
        parts.append(last.written(syntax, unfinished=last_is_prefix))
        return (syntax.all_of if self.operator == "and" else syntax.any_of).join(parts)


def inflect(query: Any) -> Any:
    """A query with every plain text inflected; one without any word finds nothing."""
    return _Inflection().inflect(query) or MATCH_NONE


class _Inflection:
    """One query on its way through; ``words_left`` is what it may still have."""

    def __init__(self) -> None:
        self.words_left = WORDS

    def inflect(self, query: Any) -> Any:
        if isinstance(query, Phrase):
            return self.phrase(query)
        if isinstance(query, PlainText):
            return self.plain_text(query)
        if isinstance(query, Not):
            inner = self.inflect(query.subquery)
            return inner and Not(inner)
        if isinstance(query, Boost):
            inner = self.inflect(query.subquery)
            return inner and Boost(inner, query.boost)
        if isinstance(query, And | Or):
            return self.combination(query)
        return query

    def plain_text(self, query: PlainText) -> Inflected | None:
        terms = [
            Term(typed, fold(form), tuple(tokens_for(form)))
            for typed, form in self.words(query.query_string)
        ]
        return Inflected(terms, query.operator, query.boost) if terms else None

    def phrase(self, query: Phrase) -> Phrase | None:
        text = " ".join(typed for typed, _form in self.words(query.query_string))
        return Phrase(text) if text else None

    def combination(self, query: And | Or) -> Any:
        kind = type(query)
        parts: list[Any] = []
        for subquery in query.subqueries:
            part = self.inflect(subquery)
            # Flat, since a text full of quotation marks is a deep tree.
            parts += part.subqueries if isinstance(part, kind) else [part] if part else []
        return kind(parts) if len(parts) > 1 else parts[0] if parts else None

    def words(self, text: str) -> list[tuple[str, str]]:
        """The next words, as they were typed and as they are analysed."""
        text = text[:TEXT_LENGTH]
        found = words(text)[: self.words_left]
        self.words_left -= len(found)
        return [
            (text[word.start : word.end][:WORD_LENGTH], word.form[:WORD_LENGTH]) for word in found
        ]
