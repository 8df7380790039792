"""Blocks of plain text: lines between blank lines. Which are headings, lists, boxes."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LIST_BULLET = re.compile(r"[•·‣◦▪*]\s+")
SENTENCE_END = (".", "!", "…", ";", ",")
LONGEST_HEADING = 160  # characters
LONGEST_QUESTION = 80


@dataclass(frozen=True)
class Box:
    """A heading with what follows it."""

    title: str
    paragraphs: tuple[str, ...]


def blocks_of(lines: Iterable[str]) -> Iterator[str]:
    """Paragraphs: lines between blank lines, kept apart by line breaks."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield "\n".join(block)
            block = []


def is_list(block: str) -> bool:
    return all(LIST_BULLET.match(line) for line in block.split("\n"))


def is_heading(block: str) -> bool:
    """Whether a block reads like a heading: one short line that is not a sentence."""
    if "\n" in block or len(block) > LONGEST_HEADING or is_list(block):
        return False
    end = block.rstrip("”\"»')] ")
    if end.endswith(("?", ":")):
        return len(block) <= LONGEST_QUESTION
    return not end.endswith(SENTENCE_END)


def group(blocks: list[str]) -> tuple[list[Box], list[str]]:
    """Headings with what follows them, and what stands before the first heading."""
    stray: list[str] = []
    titles: list[str] = []
    texts: list[list[str]] = []
    for index, block in enumerate(blocks):
        introduces = block.endswith(":") and any(map(is_list, blocks[index + 1 : index + 2]))
        if is_heading(block) and not introduces:
            titles.append(block)
            texts.append([])
        else:
            (texts[-1] if texts else stray).append(block)
    return [Box(*box) for box in zip(titles, map(tuple, texts), strict=True)], stray


def key(text: str) -> str:
    """What two texts have in common that say the same."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def same(one: str, other: str) -> bool:
    return key(one) == key(other)


def beginning(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"
