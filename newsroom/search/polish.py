"""Polish: what Morfeusz knows of a word, and Snowball's stem of a word it does not know.

Morfeusz 2 with the dictionary SGJP, Woliński 2014, http://morfeusz.sgjp.pl.
"""

import re
from collections.abc import Iterable
from functools import cache
from threading import Lock
from typing import Any, Protocol

from .spelling import spellings
from .stemming import Snowball

_SURNAME_OF_A_WOMAN = re.compile(r"\w+[sc]ka")
_SURNAME = re.compile(r"(\w+(?:sk|ck))(?:[aąi]|ie|iej|iego|iemu|im|imi|ich)|(\w+[sc])cy")
# A segment from one node of the graph to another: word, lemma, tag, what it names, remarks.
Segment = tuple[int, int, tuple[str, str, str, list[str], list[str]]]


class Analyser(Protocol):
    def analyse(self, text: str) -> list[Segment]: ...


class Polish:
    """Without Morfeusz, which has no wheel for every platform, only stems are left."""

    def __init__(self, analyser: Analyser | None) -> None:
        self._analyser = analyser
        self._lock = Lock()  # an analyser is not said to be safe for threads
        self._snowball = Snowball("pl")

    def lemmas(self, form: str) -> Iterable[str]:
        return self._known(form) or self._guessed(form)

    def readings(self, form: str) -> Iterable[str]:
        """Also of the spellings that Morfeusz knows, for a word typed without diacritics."""
        known = self._known(form)
        found = set(known or self._guessed(form))
        if form.isascii() or not known:
            found |= self._restored(form)
        return found

    def _known(self, form: str) -> set[str]:
        """The lemmas of all readings; of a form in segments those of its first words."""
        segments = self._analyse(form)
        if len(segments) == 1:  # most forms
            return set(_lemmas(segments[0][2]))
        last = max((end for _, end, _ in segments), default=0)
        whole = [word for start, end, word in segments if end - start == last]
        first = [word for start, _, word in segments if start == 0]
        return {lemma for word in whole or first for lemma in _lemmas(word)}

    def _restored(self, form: str) -> set[str]:
        """All spellings are tried in one call, which costs less than the calls would."""
        tried = spellings(form)
        found = self._analyse(" ".join(tried))
        known = set(tried)
        return {lemma for _, _, word in found if word[0] in known for lemma in _lemmas(word)}

    def _analyse(self, text: str) -> list[Segment]:
        if self._analyser is None or not text.replace(" ", "").isalpha():
            return []
        with self._lock:
            return self._analyser.analyse(text)

    def _guessed(self, form: str) -> Iterable[str]:
        """The word itself and its stem; of what declines as Kowalski and Kowalska, the former."""
        yield form
        yield from self._snowball.lemmas(form)
        if surname := _SURNAME.fullmatch(form):
            yield (surname[1] or surname[2] + "k") + "i"


def _lemmas(word: tuple[str, str, str, list[str], list[str]]) -> Iterable[str]:
    _, lemma, tag, names, _ = word
    if tag == "ign":
        return
    # Homonyms are told apart by what follows a colon: pies:Sm1, pies:Sm2.
    lemma = lemma.partition(":")[0] or lemma
    yield lemma
    if "nazwisko" in names and _SURNAME_OF_A_WOMAN.fullmatch(lemma):
        yield lemma[:-1] + "i"


@cache
def morfeusz() -> Any | None:
    """The analyser with its dictionary, some 40 MB, or None where it cannot be had."""
    try:
        import morfeusz2

        return morfeusz2.Morfeusz(
            generate=False, case_handling=morfeusz2.IGNORE_CASE, praet="composite"
        )
    except (ImportError, OSError, RuntimeError):
        return None


def morfeusz_version() -> str:
    """The library's and the dictionary's, or nothing."""
    analyser = morfeusz()
    if analyser is None:
        return ""
    import morfeusz2

    return f"{morfeusz2.__version__}+{analyser.dict_id().rpartition('sgjp-')[2]}"
