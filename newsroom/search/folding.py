"""Words as they are typed on a keyboard that lacks their letters."""

import unicodedata
from functools import lru_cache

from .tokens import normal

LONGEST = 64  # characters
LONGEST_READ = LONGEST * 8  # with marks on letters
_OWN_LETTERS = set("йїёўѓќ")  # not и, і, е, у, г, к with marks
_VOICING = "\u3099\u309a"  # marks that make other syllables of kana
_UNDECOMPOSED = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i",
    "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ʼ": "",
}  # fmt: skip


def fold(form: str) -> str:
    """Casefolded letters and digits without diacritics, at most 64 of them.

    Compatibility characters become what they stand for (ﬁ, ², full-width letters). Of Cyrillic
    letters й, ї, ґ, ё and their like are kept.
    """
    if form.isascii() and form.isalnum():
        return form[:LONGEST].lower()
    return _folded(form[:LONGEST_READ])


# Words come again and again, in the texts of results above all.
@lru_cache(maxsize=2**14)
def _folded(form: str) -> str:
    bare = normal(form).translate(_BARE)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", bare)))[:LONGEST]


class _Bare(dict[int, str]):
    """What remains of a character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        bare = "".join(map(_bare, normal(unicodedata.normalize("NFKD", chr(code)))))
        if len(self) < 4096:  # not everything that Unicode has
            self[code] = bare
        return bare


def _bare(character: str) -> str:
    if character in _OWN_LETTERS:
        return character
    if character in _UNDECOMPOSED:
        return _UNDECOMPOSED[character]
    parts = unicodedata.normalize("NFKD", character)
    kept = (part for part in parts if part.isalnum() or part in _VOICING)
    return "".join(_UNDECOMPOSED.get(part, part) for part in kept)


_BARE = _Bare()
