"""The demo's words, read from ``content``: Polish side by side with its translations.

A text that is translated is a table with a key for each language; one that is not is a string.
Rich text holds one block element on each line, and names pages of the demo by their keys:
``href="page:contact"``.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wagtail_localize.strings import StringValue, extract_strings

CONTENT = Path(__file__).parent / "content"
SOURCE = "pl"

Texts = dict[str, Any]


def read(name: str) -> Texts:
    """One file of ``content``, by its name without ``.toml``."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def read_folder(name: str) -> list[Texts]:
    """All files of a folder of ``content``, in the order of their names."""
    return [read(f"{name}/{path.stem}") for path in sorted((CONTENT / name).glob("*.toml"))]


def in_polish(value: Any) -> Any:
    """The same structure with every text in Polish."""
    if isinstance(value, dict):
        if SOURCE in value:
            return _joined(value[SOURCE])
        return {key: in_polish(item) for key, item in value.items()}
    if isinstance(value, list):
        return [in_polish(item) for item in value]
    return _joined(value)


def is_translated(texts: Texts) -> bool:
    return isinstance(texts["title"], dict)


def phrase_book(texts: Texts, language: str) -> dict[str, str]:
    """Each Polish string as wagtail-localize cuts it, and its translation."""
    return dict(
        pair
        for polish, translated in _pairs(texts, language)
        for pair in zip(_strings(polish), _strings(translated), strict=True)
    )


def _pairs(value: Any, language: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and SOURCE in value:
        yield from _flat(value[SOURCE], value[language])
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _pairs(item, language)


def _flat(polish: Any, translated: Any) -> Iterator[tuple[str, str]]:
    """The cells of two tables of the same shape, or just two texts."""
    if isinstance(polish, list):
        for one, other in zip(polish, translated, strict=True):
            yield from _flat(one, other)
    else:
        yield _joined(polish), _joined(translated)


def _strings(text: str) -> list[str]:
    if text.startswith("<"):
        return [string.data for string, _ in extract_strings(text)[1]]
    return [StringValue.from_plaintext(text).data]


def _joined(value: Any) -> Any:
    """Rich text on one line, so that no line break becomes part of it."""
    if isinstance(value, str) and value.startswith("<"):
        return "".join(line.strip() for line in value.splitlines())
    return value
