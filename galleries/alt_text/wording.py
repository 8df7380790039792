"""Texts reduced to what makes them the same for a listener."""

import re
import unicodedata
from itertools import dropwhile

from .words import ARTICLES, FILLERS, MEDIA, OPENINGS, PHRASES, PICTURES

Tokens = tuple[str, ...]

_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_CUT = re.compile(r"(?:…|\.\.\.)\s*$")
_NUMBER_SIGN = r"(?:(?:nr|no|№)\.?\s*)?"
_PICTURE = r"(?:{})\b\.?\s*".format("|".join(sorted(MEDIA, key=len, reverse=True)))
# "… (3)", "… - 3", "… photo no. 3"; not "hall 3" or "no. 3", which say what it is.
_NUMBERING = re.compile(
    rf"(?:\s[-–—|/]\s*|\s*[#(\[]\s*|\s(?={_PICTURE}))(?:{_PICTURE})?{_NUMBER_SIGN}\d+\s*[)\].]*$",
    re.IGNORECASE,
)
_SERIES = re.compile(r"^(?P<base>[^,;:]*\w[^,;:]*[^\W\d_])\s+(?P<number>\d+)\.?$")
_OPENINGS = {
    opening[:1]: [other for other in OPENINGS if other[:1] == opening[:1]] for opening in OPENINGS
}
_SIGNS = frozenset({"nr", "no", "numer", "number", "nummer", "номер"})
_TRIMMINGS = PICTURES | FILLERS | _SIGNS


def words_of(text: str) -> Tokens:
    """The words without case and punctuation."""
    text = unicodedata.normalize("NFKC", text)
    return tuple(_WORD.findall(_APOSTROPHES.sub("", text).casefold()))


def adds_nothing(words: Tokens, other: Tokens) -> bool:
    """Whether the words are those of another text, but for "photo:" before or "photo 3" behind."""
    length = len(other)
    if not 0 < length <= len(words):
        return False
    return (words[:length] == other and _are_trimmings(words[length:])) or (
        words[-length:] == other and _are_trimmings(words[:-length])
    )


def _are_trimmings(words: Tokens) -> bool:
    return all(word in _TRIMMINGS or word.isdecimal() for word in words)


def sentences_of(text: str) -> list[Tokens]:
    return [words_of(sentence) for sentence in _SENTENCE_END.split(text.strip())]


def is_cut(text: str) -> bool:
    """Whether a program has ended the text with dots because there was no more room."""
    return bool(_CUT.search(text))


def without_number(text: str) -> str:
    """The text without a number behind it that only counts the pictures."""
    text = text.strip()
    return _NUMBERING.sub("", text) or text if _ends_in_number(text) else text


def in_series(text: str) -> tuple[Tokens, int] | None:
    """What comes before a bare number at the end, and the number: "participants 2"."""
    text = text.strip()
    match = _SERIES.match(text) if _ends_in_number(text) else None
    if match is None or len(words := words_of(match["base"])) < 2 or words[-1] in _SIGNS:
        return None
    return words, int(match["number"])


def _ends_in_number(text: str) -> bool:
    """A quick look before a slow one."""
    return text.rstrip(" .)]")[-1:].isdecimal()


def says_nothing(words: Tokens) -> bool:
    """Whether the words name the medium, or nothing, but not what is in it."""
    words = tuple(word for word in words if not word.isdecimal())
    if words in PHRASES:
        return True
    return any(word in MEDIA for word in words) and all(
        word in MEDIA or word in FILLERS for word in words
    )


def opens_idly(text: str, words: Tokens) -> bool:
    """Whether the words begin by saying that there is a picture: "photo of …", "photo: …"."""
    words = tuple(dropwhile(ARTICLES.__contains__, words))
    if any(words[: len(opening)] == opening for opening in _OPENINGS.get(words[:1], ())):
        return True
    first, colon, _rest = text.partition(":")
    return bool(colon) and first.strip().casefold() in PICTURES
