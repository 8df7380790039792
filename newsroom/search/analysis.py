"""Words as the search compares them: by language, inflected or not, with diacritics or without.

The same functions are asked when pages are indexed and when readers ask; ``version`` tells
whether an index was built with what answers now.
"""

import hashlib
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from .folding import LONGEST, LONGEST_READ, fold
from .polish import Polish, morfeusz, morfeusz_version
from .stemming import ALGORITHMS, Snowball, snowball_version
from .tokens import Word, form_of, places, words
from .ukrainian import Ukrainian, pymorphy, pymorphy_version

__all__ = ["Word", "analyse", "fold", "form_of", "lemmas", "places", "readings", "version", "words"]

VERSION = 1  # raised with every change of what these functions return


class Language(Protocol):
    def lemmas(self, form: str) -> Iterable[str]:
        """The lemmas or stems of a form, not folded."""

    def readings(self, form: str) -> Iterable[str]:
        """The same for a form that somebody typed, perhaps without diacritics."""


class Plain:
    """A language of which nothing is known: words are found in the form in which they stand."""

    def lemmas(self, form: str) -> Iterable[str]:
        return [form]

    readings = lemmas


class Analysed(NamedTuple):
    """A form folded, and its lemmas; of what is neither letters nor digits nothing and none."""

    folded: str
    lemmas: tuple[str, ...]


def analyse(form: str, language: str) -> Analysed:
    """What a form is indexed by: ``fold`` and ``lemmas``, both remembered."""
    # What is beyond has no part in either.
    return _analyse(form[:LONGEST_READ], _known(language))


def lemmas(form: str, language: str) -> tuple[str, ...]:
    """Under which words a form is indexed: all its readings, folded, sorted.

    ``form`` is that of a ``Word``, ``language`` a BCP 47 tag; of languages that are not known
    the folded form is returned, and nothing only if that is empty.
    """
    return analyse(form, language).lemmas


def readings(form: str, language: str) -> tuple[str, ...]:
    """Which words a form in a question may stand for: its lemmas and those of the spellings
    that it has in the language's dictionary with diacritics."""
    return _readings(form[:LONGEST], _known(language))


@cache
def version() -> str:
    """Changes, and an index must be built anew, when these functions may return other words."""
    parts = (morfeusz_version(), snowball_version(), pymorphy_version())
    text = " ".join([str(VERSION), *(part or "-" for part in parts)])
    return text if len(text) <= 64 else hashlib.sha256(text.encode()).hexdigest()


# A region's newsroom makes do with fewer forms; an entry takes about 400 bytes.
@lru_cache(maxsize=2**15)
def _analyse(form: str, code: str) -> Analysed:
    folded = fold(form)
    return Analysed(folded, _folded(form[:LONGEST], folded, _language(code).lemmas))


@lru_cache(maxsize=2**12)
def _readings(form: str, code: str) -> tuple[str, ...]:
    return _folded(form, fold(form), _language(code).readings)


def _folded(form: str, own: str, find: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    # Numbers and names such as A4 or S7 have no lemmas, and stemmers are not made for them.
    if not own.isalpha():
        return (own,) if own else ()
    encodable = form.encode(errors="ignore").decode()
    return tuple(sorted({fold(word) for word in find(encodable)} - {""})) or (own,)


@lru_cache(maxsize=2**8)
def _known(language: str) -> str:
    code = language.partition("-")[0].lower()
    return code if code in ALGORITHMS or code == "uk" else ""


@cache
def _language(code: str) -> Language:
    if code == "pl":
        return Polish(morfeusz())
    if code == "uk":
        return Ukrainian(pymorphy())
    return Snowball(code) if code in ALGORITHMS else Plain()
