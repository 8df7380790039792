"""Forms that a process has met, by what they are found by: few of a text's words have to be looked
at for a search, and which ones is known without looking at the others.
"""

from collections.abc import Collection, Iterable
from threading import Lock

from . import analysis

# Of one language; a region's newsroom makes do with fewer. A form takes about 300 bytes.
MOST = 2**15


class KnownForms:
    """The forms of one language. Threads may share it."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._met: set[str] = set()
        # Not analysed yet, by the initial of what they may be found by.
        self._waiting: dict[str, set[str]] = {}
        self._by_word: dict[str, list[str]] = {}
        self._lock = Lock()

    def among(self, forms: set[str], words: Collection[str]) -> set[str]:
        """Those of these forms, as texts write them, that may be one of the words; perhaps some
        more. ``words`` are lemmas and folded forms."""
        with self._lock:
            for form in forms - self._met:
                initial = analysis.initial(analysis.form_of(form), self._language)
                self._waiting.setdefault(initial, set()).add(form)
                self._met.add(form)
            # Most of a text's forms begin in another way and are none of the words.
            for initial in {"", *(word[:1] for word in words)}:
                if new := forms & self._waiting.get(initial, set()):
                    self._analyse(new)
                    self._waiting[initial] -= new
        return {form for word in words for form in self._by_word.get(word, ()) if form in forms}

    def _analyse(self, new: Iterable[str]) -> None:
        as_read = {form: analysis.form_of(form) for form in new}
        analysis.meet(as_read.values(), self._language)
        for form, read in as_read.items():
            folded, lemmas = analysis.analyse(read, self._language)
            for word in {folded, *lemmas}:
                self._by_word.setdefault(word, []).append(form)

    @property
    def is_full(self) -> bool:
        return len(self._met) > MOST


_known: dict[str, KnownForms] = {}


def known_forms(language: str) -> KnownForms:
    """Those of a language. What is full is left to those who have it, and begun anew."""
    known = _known.get(language)
    if known is None or known.is_full:
        known = _known[language] = KnownForms(language)
    return known
