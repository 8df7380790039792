"""Polish words typed without their diacritics: which spellings they may stand for."""

import re
from collections.abc import Iterator
from itertools import combinations, islice, product

MOST_SPELLINGS = 256
LONGEST = 32  # letters; longer words have no end of spellings and stand in no dictionary

# Where a letter may have been meant with its mark. The rules are of Polish orthography: no word
# begins with a nasal vowel, a soft consonant stands before no vowel, ł stands before no i, and
# the second letter of ch, cz, rz, sz is what it seems to be.
_PLACES = re.compile(
    r"""
      (?P<ą> (?<=[^aeouy]) a (?![aeiouy]) )
    | (?P<ę> (?<=[^aeouy]) e (?![aeiouy]) )
    | (?P<ó> (?<![aeouy]) o (?=[^aeiouy]) )
    | (?P<ć> c (?![aeiouyhz]) )
    | (?P<ń> (?<=.) n (?![aeiouy]) )
    | (?P<ś> s (?![aeiouyz]) )
    | (?P<ł> l (?!i) )
    | (?P<z> (?<![crs]) z (?![aeiouy]) )
    | (?P<ż> (?<![cs]) z )
    """,
    re.VERBOSE,
)


def spellings(form: str) -> list[str]:
    """Spellings with diacritics restored, those with the fewest first; at most 256."""
    if len(form) > LONGEST:
        return []
    return list(islice(_spellings(form), MOST_SPELLINGS))


def _spellings(form: str) -> Iterator[str]:
    options = [
        (match.start(), "źż" if match["z"] else match.lastgroup or "")
        for match in _PLACES.finditer(form)
    ]
    for count in range(1, len(options) + 1):
        for chosen in combinations(options, count):
            for marks in product(*(marks for _, marks in chosen)):
                letters = list(form)
                for (place, _), mark in zip(chosen, marks, strict=True):
                    letters[place] = mark
                yield "".join(letters)
