"""Polish: what Morfeusz knows of a word, and Snowball's stem of a word it does not know.

Morfeusz 2 with the dictionary SGJP, Woliński 2014, http://morfeusz.sgjp.pl.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from threading import Lock
from typing import Any, Protocol

from .folding import fold
from .spelling import spellings
from .stemming import Snowball

_SURNAME_OF_A_WOMAN = re.compile(r"\w+[sc]ka")
_SURNAME = re.compile(r"(\w+(?:sk|ck))(?:[aąi]|ie|iej|iego|iemu|im|imi|ich)|(\w+[sc])cy")
# Where words may go on in another way than their lemmas begin: superlatives and negations of any
# word (najstarszy, nieznanie), and forms of być, dobry, człowiek and their like.
_UNLIKE_THEIR_LEMMAS = re.compile(
    "naj|nie|ciebie|eście|gor[sz]|jest|lat|lep[is]|lud[zź]|sp[ai]|sta|sz(?:ed|l|ł)|tch|tn|wię[ck]"
    "|ze[kpt]"
)
_SHORT = 4  # letters, or fewer: pronouns, abbreviations, numbers of chapters
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

    def lemmas_of(self, forms: Sequence[str]) -> Iterable[Iterable[str]]:
        known = self._known_of(forms)
        return [found or self._guessed(form) for form, found in zip(forms, known, strict=True)]

    def readings(self, form: str) -> Iterable[str]:
        """Also of the spellings that Morfeusz knows, for a word typed without diacritics."""
        (known,) = self._known_of([form])
        found = set(known or self._guessed(form))
        if form.isascii() or not known:
            found |= self._restored(form)
        return found

    def initial(self, form: str) -> str:
        if len(form) <= _SHORT or _UNLIKE_THEIR_LEMMAS.match(form):
            return ""
        return fold(form)[:1]

    def _known_of(self, forms: Sequence[str]) -> list[set[str]]:
        """The lemmas of all readings of each form.

        All are looked up in one call, which costs less than the calls would, and come as one graph:
        the segments of each begin where those of the one before have ended.
        """
        asked = [form for form in forms if form.isalpha()]
        graph = _by_start(self._analyse(" ".join(asked)))
        found: dict[str, set[str]] = {}
        start = 0
        for form in asked if graph else ():
            end = _end_of(form, start, graph)
            first = graph[start]
            whole = [segment for segment in first if segment[1] == end]
            # Of a form in several segments, those of its first words.
            found[form] = {one for _, _, word in whole or first for one in _lemmas(word)}
            start = end
        return [found.get(form, set()) for form in forms]

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
        yield from self._snowball.readings(form)
        if surname := _SURNAME.fullmatch(form):
            yield (surname[1] or surname[2] + "k") + "i"


def _by_start(segments: Iterable[Segment]) -> dict[int, list[Segment]]:
    found: dict[int, list[Segment]] = {}
    for segment in segments:
        found.setdefault(segment[0], []).append(segment)
    return found


def _end_of(form: str, start: int, graph: dict[int, list[Segment]]) -> int:
    """Where the segments of a form end: by any way, they have its letters."""
    length = len(form)
    while length > 0:
        _, start, word = graph[start][0]
        length -= len(word[0])
    return start


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
