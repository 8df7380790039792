"""Words as the search compares them: by language, inflected or not, with diacritics or without.

The same functions are asked when pages are indexed and when readers ask; ``version`` tells
whether an index was built with what answers now.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from .folding import LONGEST, LONGEST_READ, fold
from .polish import Polish, morfeusz, morfeusz_version
from .stemming import ALGORITHMS, Snowball, snowball_version
from .tokens import Word, form_of, places, words
from .ukrainian import Ukrainian, pymorphy, pymorphy_version

__all__ = [
    "Word",
    "analyse",
    "fold",
    "form_of",
    "initial",
    "lemmas",
    "meet",
    "places",
    "readings",
    "version",
    "words",
]

# Of one language; a region's newsroom makes do with fewer. An entry takes about 400 bytes.
MOST_MET = 2**15

VERSION = 1  # raised with every change of what these functions return


class Language(Protocol):
    def lemmas_of(self, forms: Sequence[str]) -> Iterable[Iterable[str]]:
        """The lemmas or stems of each of the forms, not folded."""

    def readings(self, form: str) -> Iterable[str]:
        """The same for a form that somebody typed, perhaps without diacritics."""

    def initial(self, form: str) -> str:
        """The folded letter that all lemmas of a form begin with; nothing if it is not known, or is
        no quicker to be told than they are."""


class Plain:
    """A language of which nothing is known: words are found in the form in which they stand."""

    def lemmas_of(self, forms: Sequence[str]) -> Iterable[Iterable[str]]:
        return [[form] for form in forms]

    def readings(self, form: str) -> Iterable[str]:
        return [form]

    def initial(self, form: str) -> str:
        return ""


class Analysed(NamedTuple):
    """A form folded, and its lemmas; of what is neither letters nor digits nothing and none."""

    folded: str
    lemmas: tuple[str, ...]


def analyse(form: str, language: str) -> Analysed:
    """What a form is indexed by: ``fold`` and ``lemmas``, both remembered."""
    # What is beyond has no part in either.
    return _met(_known(language))[form[:LONGEST_READ]]


def meet(forms: Iterable[str], language: str) -> None:
    """Have forms analysed that will be asked for: many at once take a third of the time."""
    _met(_known(language)).meet({form[:LONGEST_READ] for form in forms})


def initial(form: str, language: str) -> str:
    """The letter that all lemmas of a form begin with, and the form itself, folded; nothing where
    that is only known once it has been analysed."""
    return _language(_known(language)).initial(form)


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


class _Met(dict[str, Analysed]):
    """The forms of a language that were analysed, until there are too many of them."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __missing__(self, form: str) -> Analysed:
        return self._add([form])[0]

    def meet(self, forms: set[str]) -> None:
        self._add([form for form in forms if form not in self])

    def _add(self, forms: Sequence[str]) -> list[Analysed]:
        if len(self) + len(forms) > MOST_MET:
            self.clear()
        folded = [fold(form) for form in forms]
        found = _language(self._code).lemmas_of([_encodable(form) for form in forms])
        analysed = [
            Analysed(own, _folded(own, lemmas)) for own, lemmas in zip(folded, found, strict=True)
        ]
        self.update(zip(forms, analysed, strict=True))
        return analysed


_met = cache(_Met)


@lru_cache(maxsize=2**12)
def _readings(form: str, code: str) -> tuple[str, ...]:
    return _folded(fold(form), _language(code).readings(_encodable(form)))


def _encodable(form: str) -> str:
    return form[:LONGEST].encode(errors="ignore").decode()


def _folded(own: str, found: Iterable[str]) -> tuple[str, ...]:
    # What stemmers make of numbers and names such as A4 or S7 is not for use.
    if not own.isalpha():
        return (own,) if own else ()
    return tuple(sorted({fold(word) for word in found} - {""})) or (own,)


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
