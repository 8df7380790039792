"""Queries: what somebody has typed, understood. Any text is a query; none is an error.

Words are looked for in all their forms, all of them together. ``"…"`` stands for words just so and
in this order, ``-`` before a word or a phrase for items without it, ``*`` behind a word for all
words that begin so.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import analysis
from .entries import form_token, lemma_token
from .stop_words import is_stop_word

# What is beyond is not read: nobody types so much, and searching takes longer with each word.
LONGEST = 1000
MOST_TERMS = 16
# Fewer letters begin too many words.
SHORTEST_BEGINNING = 2

_QUOTES = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]")
_PART = re.compile(r'([-\u2212\u2013])?(?:"([^"]*)"|([^\s"]+))|\s+|"')


class Word(NamedTuple):
    """A word in all its forms; as a beginning, also every word that begins so.

    ``lemmas``, ``forms`` and ``beginnings`` are tokens, in each language that is searched: of its
    lemmas, of the word as it is, and of all lemmas that begin like it.
    """

    form: str
    folded: str
    lemmas: tuple[str, ...]
    forms: tuple[str, ...]
    beginnings: tuple[str, ...] = ()

    @property
    def is_beginning(self) -> bool:
        return bool(self.beginnings)


class Phrase(NamedTuple):
    """Words just so, one after the other.

    ``forms`` are their tokens in each language. ``words`` are the first of them in all their forms:
    what items are ranked by.
    """

    folded: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    words: tuple[Word, ...]


Term = Word | Phrase


@dataclass(frozen=True)
class Query:
    """``memory`` is for engines: what they have found for it, by the name of where they looked."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.wanted)

    @property
    def typed(self) -> tuple[list[Any], list[Any]]:
        """What is wanted and what is not, whatever the language."""
        return [term.folded for term in self.wanted], [term.folded for term in self.unwanted]

    @property
    def words(self) -> list[Word]:
        """The words that are wanted in any form."""
        return [term for term in self.wanted if isinstance(term, Word)]

    @property
    def said(self) -> list[Word]:
        """All words that are wanted, those of phrases among them: items are ranked by them."""
        return [
            word
            for term in self.wanted
            for word in (term.words if isinstance(term, Phrase) else (term,))
        ][:MOST_TERMS]


def parse(text: str, languages: Sequence[str], *, typing: bool = False) -> Query:
    """What is to be looked for in items of these languages.

    While somebody is ``typing``, the last word may be the beginning of one.
    """
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for part in _parts(text[:LONGEST]):
        terms = unwanted if part.is_unwanted else wanted
        for term in _terms(part, languages):
            if len(wanted) + len(unwanted) < MOST_TERMS and term not in terms:
                terms.append(term)
    if typing and wanted and not text[:LONGEST][-1].isspace():
        last = wanted[-1]
        wanted[-1] = _begun(last, languages) if isinstance(last, Word) else last
    return Query(tuple(_without_stop_words(wanted, languages)), tuple(unwanted))


class _Part(NamedTuple):
    text: str
    is_phrase: bool
    is_unwanted: bool


def _parts(text: str) -> Iterator[_Part]:
    text = _QUOTES.sub('"', text)
    begins = True
    for match in _PART.finditer(text):
        sign, phrase, word = match.groups()
        if phrase is not None:
            yield _Part(phrase, True, bool(sign) and begins)
        elif word is not None:
            yield _Part(word, False, bool(sign) and begins)
        # A sign in the middle of something is a hyphen.
        begins = match.group().isspace()


def _terms(part: _Part, languages: Sequence[str]) -> Iterator[Term]:
    forms = [word.form for word in analysis.words(part.text) if analysis.fold(word.form)]
    words = [_word(form, languages) for form in forms[:MOST_TERMS]]
    if words and (part.is_phrase or (part.is_unwanted and len(words) > 1)):
        folded = tuple(map(analysis.fold, forms))
        in_each = zip(*(_in_each(word, languages, form_token) for word in folded), strict=True)
        yield Phrase(folded, tuple(in_each), tuple(words))
        return
    if words and part.text.endswith("*"):
        words[-1] = _begun(words[-1], languages)
    yield from words


def _word(form: str, languages: Sequence[str]) -> Word:
    folded = analysis.fold(form)
    return Word(form, folded, _lemmas(form, languages), _in_each(folded, languages, form_token))


def _lemmas(form: str, languages: Sequence[str]) -> tuple[str, ...]:
    tokens = (
        lemma_token(lemma, language)
        for language in languages
        for lemma in analysis.readings(form, language)
    )
    return tuple(dict.fromkeys(tokens))


def _begun(word: Word, languages: Sequence[str]) -> Word:
    if len(word.folded) < SHORTEST_BEGINNING:
        return word
    return word._replace(beginnings=_in_each(word.folded, languages, lemma_token))


def _in_each(
    folded: str, languages: Sequence[str], token: Callable[[str, str], str]
) -> tuple[str, ...]:
    """The tokens of a word; those of a language's countries are the same."""
    return tuple(dict.fromkeys(token(folded, language) for language in languages))


def _without_stop_words(terms: Iterable[Term], languages: Sequence[str]) -> list[Term]:
    """The terms without words that say nothing, as long as others do."""
    terms = list(terms)
    telling = [
        term
        for term in terms
        if not isinstance(term, Word) or term.is_beginning or not is_stop_word(term.form, languages)
    ]
    return telling or terms
