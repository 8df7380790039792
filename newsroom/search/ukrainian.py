"""Ukrainian: pymorphy3, whose dictionary is under the GPL and so is nobody's duty to install."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import Protocol


class Analyser(Protocol):
    def normal_forms(self, word: str) -> list[str]: ...


class Ukrainian:
    """Without pymorphy3 a word is found only in the form in which it is written."""

    def __init__(self, analyser: Analyser | None) -> None:
        self._analyser = analyser
        self._lock = Lock()

    def lemmas_of(self, forms: Sequence[str]) -> Iterable[Iterable[str]]:
        return map(self.readings, forms)

    def readings(self, form: str) -> Iterable[str]:
        if self._analyser is None:
            return [form]
        with self._lock:
            # Its dictionary has the apostrophe of typewriters.
            return self._analyser.normal_forms(form.replace("ʼ", "'"))

    def initial(self, form: str) -> str:
        return ""


@cache
def pymorphy() -> Analyser | None:
    """The analyser with the Ukrainian dictionary, 24 MB, or None where either is not installed."""
    try:
        import pymorphy3
        import pymorphy3_dicts_uk  # noqa: F401

        analyser: Analyser = pymorphy3.MorphAnalyzer(lang="uk")
    except ImportError:
        return None
    return analyser


def pymorphy_version() -> str:
    """The library's and the dictionary's, or nothing."""
    try:
        return f"{version('pymorphy3')}+{version('pymorphy3-dicts-uk')}"
    except PackageNotFoundError:
        return ""
