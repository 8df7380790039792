"""Snowball's stems, for the languages it knows."""

from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from threading import Lock

import snowballstemmer

from .folding import fold

ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


class Snowball:
    """The stem of a word, and of the word without diacritics, as readers may type it."""

    def __init__(self, language: str) -> None:
        algorithm = ALGORITHMS[language]
        self._stem: Callable[[str], str] = str
        # An old PyStemmer, which the library prefers to itself, knows fewer languages.
        if algorithm in snowballstemmer.algorithms():
            self._stem = snowballstemmer.stemmer(algorithm).stemWord
        self._lock = Lock()  # a stemmer keeps the word it works on

    def lemmas_of(self, forms: Sequence[str]) -> Iterable[Iterable[str]]:
        return map(self.readings, forms)

    def readings(self, form: str) -> Iterable[str]:
        with self._lock:
            return [self._stem(form), self._stem(fold(form))]

    def initial(self, form: str) -> str:
        return ""  # some algorithms take prefixes off


def snowball_version() -> str:
    """The library's; it makes use of PyStemmer, which is faster, where that is installed."""
    try:
        return f"{version('snowballstemmer')}+{version('PyStemmer')}"
    except PackageNotFoundError:
        return version("snowballstemmer")
