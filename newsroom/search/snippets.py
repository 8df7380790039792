"""Snippets: where a text says what was looked for, in whatever form it says it.

The words are found by the same analysis as items are, so what is marked is what was matched.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from . import analysis
from .analysis import Word as TextWord
from .entries import lemma_token
from .known_forms import known_forms
from .queries import Phrase, Query, Word

# Of characters: what is looked through for a snippet, how long one is, how much of it comes first.
SEARCHED = 50_000
LENGTH = 240
BEFORE = 60
ELLIPSIS = "…"


class Hit(NamedTuple):
    """A place in a text that fits one of a query's terms, by the term's number."""

    start: int
    end: int
    term: int


class Fitting:
    """Which of a query's words a form is one of.

    Forms may be given as they are written. A page of results has thousands, nearly all of which
    fit nothing: that has to be seen quickly.
    """

    def __init__(self, query: Query, language: str) -> None:
        self._language = language
        self._known = known_forms(language)
        self._words = {
            number: (term, set(lemmas_in(term, language)))
            for number, term in enumerate(query.wanted)
            if isinstance(term, Word)
        }
        self._found_by = {term.folded for term, _ in self._words.values()}.union(
            *(lemmas for _, lemmas in self._words.values())
        )
        self._beginnings = tuple(
            term.folded for term, _ in self._words.values() if term.is_beginning
        )
        self._told: dict[str, tuple[int, ...]] = {}

    def __call__(self, forms: set[str]) -> dict[str, tuple[int, ...]]:
        """The numbers of the words that each of the forms fits, of those that fit any."""
        if not self._words:
            return {}
        some = self._known.among(forms, self._found_by)
        if self._beginnings:
            some |= {form for form in forms if analysis.fold(form).startswith(self._beginnings)}
        return {form: numbers for form in some if (numbers := self._numbers(form))}

    def _numbers(self, written: str) -> tuple[int, ...]:
        if written not in self._told:
            folded, lemmas = analysis.analyse(analysis.form_of(written), self._language)
            self._told[written] = tuple(
                number
                for number, (term, wanted) in self._words.items()
                if folded == term.folded
                or (term.is_beginning and folded.startswith(term.folded))
                or not wanted.isdisjoint(lemmas)
            )
        return self._told[written]


def lemmas_in(word: Word, language: str) -> Iterator[str]:
    """A word's lemmas, as far as they are of this language, without its prefix."""
    beginning = lemma_token("", language)
    for token in word.lemmas:
        if token.startswith(beginning):
            yield token.removeprefix(beginning)


class Marker:
    """Finds in texts of one language what a query is looking for."""

    def __init__(self, query: Query, language: str) -> None:
        self._language = language
        self._fitting = Fitting(query, language)
        self._phrases = [
            (number, term) for number, term in enumerate(query.wanted) if isinstance(term, Phrase)
        ]

    def hits(self, text: str) -> list[Hit]:
        """The places that fit, in order; those of phrases may lie upon those of words."""
        hits = [Hit(*place) for place in analysis.places(text, self._fitting)]
        if self._phrases:
            words = analysis.words(text)
            folded = [analysis.fold(word.form) for word in words]
            hits += self._hits_of_phrases(words, folded)
        return sorted(hits)

    def _hits_of_phrases(self, words: Sequence[TextWord], folded: Sequence[str]) -> Iterator[Hit]:
        for number, phrase in self._phrases:
            length = len(phrase.folded)
            for first in range(len(words) - length + 1):
                last = first + length - 1
                if tuple(folded[first : last + 1]) == phrase.folded:
                    yield Hit(words[first].start, words[last].end, number)

    def marked(self, text: str) -> SafeString:
        """The whole text as HTML, with ``<mark>`` around what fits."""
        return _html(text, self.hits(text), 0, len(text))

    def snippet(self, text: str) -> SafeString:
        """The part of a text that says most of what was looked for, as HTML like ``marked``.

        Where nothing fits (the title may have) it is the beginning.
        """
        text = " ".join(text[:SEARCHED].split())
        hits = self.hits(text)
        start = _beginning(text, hits)
        end = len(text) if len(text) - start <= LENGTH else _gap_before(text, start + LENGTH)
        html = _html(text, hits, start, end)
        return mark_safe(  # what was typed and what is written are escaped
            f"{ELLIPSIS if start else ''}{html}{ELLIPSIS if end < len(text) else ''}"
        )


def _beginning(text: str, hits: Sequence[Hit]) -> int:
    """Where to begin so that most terms, and then most hits, are in sight; the first such place."""
    best, start = (0, 0), 0
    last = 0
    for first, hit in enumerate(hits):
        while last < len(hits) and hits[last].end <= hit.start + LENGTH - BEFORE:
            last += 1
        seen = hits[first:last]
        worth = (len({one.term for one in seen}), len(seen))
        if worth > best:
            best, start = worth, hit.start
    if start <= BEFORE:
        return 0
    # Not in the middle of a word.
    gap = text.find(" ", start - BEFORE, start)
    return gap + 1 if gap >= 0 else start


def _gap_before(text: str, end: int) -> int:
    gap = text.rfind(" ", end - BEFORE, end)
    return gap if gap >= 0 else end


def _html(text: str, hits: Sequence[Hit], start: int, end: int) -> SafeString:
    parts, done = [], start
    for hit in hits:
        if hit.start >= done and hit.end <= end:
            parts += [escape(text[done : hit.start]), "<mark>", escape(text[hit.start : hit.end])]
            parts.append("</mark>")
            done = hit.end
    parts.append(escape(text[done:end]))
    return mark_safe("".join(parts))
