"""Words of a text in any script."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

_APOSTROPHES = "'’ʼ‘`´"
# U+02BC counts as a letter, though outside Cyrillic it is as often a quotation mark as not.
_LETTERS = re.compile(r"[^\W_ʼ]+")
_CYRILLIC = re.compile("[Ѐ-ԯ]")
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Two expressions, for one takes four times as long.
_UNUSUAL = re.compile(r"[^ -~\w\s–—…„”“«»°§€]")
_SOUND = re.compile("[Ѐ-ԯ]['`]")
# Forms that are looked for one by one rather than by reading the text once more.
FEW = 16
_MARKS = {"Mn", "Mc"}
_ENDS = frozenset(" .,;:!?\n")
_UNSEEN = {"Cf", "Me"}  # soft hyphens, zero-width characters, the keycap around a digit


class Word(NamedTuple):
    """``form`` is NFC and casefolded; ``start`` and ``end`` are offsets into the text."""

    form: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text: runs of letters and digits with the marks on them.

    Hyphens, underscores and all other punctuation divide; so do apostrophes (d'Arc,
    Kennedy'ego), but not in Cyrillic, where they stand for a sound (комп'ютер) and are written
    as U+02BC in the form. Soft hyphens and zero-width characters inside a word are not seen.
    """
    if _is_usual(text):
        return [Word(form_of(match[0]), *match.span()) for match in _LETTERS.finditer(text)]
    return list(_words(text))


Told = Mapping[str, Iterable[int]]


def places(text: str, tell: Callable[[set[str]], Told]) -> list[tuple[int, int, int]]:
    """Where words stand that something is told of: start, end and each number told, in order.

    Much faster than to go through ``words``, if of few words something is told. ``tell`` is given
    words as they are written or their forms: it has to tell the same of both.
    """
    if not _is_usual(text):
        words = list(_words(text))
        told = tell({word.form for word in words})
        return [(word.start, word.end, one) for word in words for one in told.get(word.form, ())]
    told = tell(set(_LETTERS.findall(text)))
    if len(told) > FEW:
        runs = (match for match in _LETTERS.finditer(text) if match[0] in told)
        return [(*match.span(), one) for match in runs for one in told[match[0]]]
    return sorted(
        (*span, one)
        for written, numbers in told.items()
        for span in _spans(written, text)
        for one in numbers
    )


def _spans(written: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a run of letters and digits stands by itself."""
    end = 0
    while (start := text.find(written, end)) >= 0:
        end = start + len(written)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            yield start, end


def _is_usual(text: str) -> bool:
    """Whether nothing stands there that a word may go on past or through: so in most texts."""
    if _UNUSUAL.search(text) or "ʼ" in text:
        return False
    return not (("'" in text or "`" in text) and _SOUND.search(text))


def _words(text: str) -> Iterator[Word]:
    start = end = 0
    for match in _LETTERS.finditer(text):
        if end and match.start() <= end:
            end = match.end()
        else:
            if end:
                yield Word(form_of(text[start:end]), start, end)
            start, end = match.span()
        end = _end(text, end)
    if end:
        yield Word(form_of(text[start:end]), start, end)


def _end(text: str, end: int) -> int:
    """Where the word goes on or ends: past marks, and past the unseen if letters follow."""
    if text[end : end + 1] in _ENDS:  # nearly always
        return end
    position = end
    while position < len(text):
        category = unicodedata.category(text[position])
        if category in _MARKS:
            end = position + 1
        elif category not in _UNSEEN:
            break
        position += 1
    else:
        return end
    if _LETTERS.match(text, position) or _is_sound(text, position):
        return position + (text[position] in _APOSTROPHES)
    return end


def _is_sound(text: str, position: int) -> bool:
    if text[position] not in _APOSTROPHES:
        return False
    around = text[position - 1 : position], text[position + 1 : position + 2]
    return all(map(_CYRILLIC.match, around))


# Words come again and again, in the texts of results above all.
@lru_cache(maxsize=2**14)
def form_of(written: str) -> str:
    """The form of a word as it stands in a text; of a form, itself."""
    if written.isalnum():
        return written.lower() if written.isascii() else normal(written)
    seen = "".join(
        "ʼ" if character in _APOSTROPHES else character
        for character in _VARIATION_SELECTORS.sub("", written)
        if unicodedata.category(character) not in _UNSEEN
    )
    return normal(seen)


def normal(text: str) -> str:
    """Casefolded and NFC (Unicode, section 3.13, canonical caseless matching)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())
