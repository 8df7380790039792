"""The rules themselves; each answers one question about one text."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .findings import DEFAULTS, Code, Finding, Rules, Words
from .scripts import is_foreign
from .wording import (
    Tokens,
    adds_nothing,
    in_series,
    is_cut,
    opens_idly,
    says_nothing,
    sentences_of,
    without_number,
    words_of,
)

SHORTEST = 8  # letters and digits
SHORTEST_WORD = 14  # of a single one: German makes "Rathausfassade" of what others need three for
LONGEST = 250  # characters: about twenty seconds of speech
FEWEST_CUT = 3  # words of a headline cut with dots by a program
FEWEST_IN_SERIES = 3
MOST_IN_FILE_NAME = 12  # words

_EXTENSION = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|tiff?|bmp|svg|pdf|eps|psd)$", re.I)
_CAMERA = re.compile(
    r"^(?:img|dsc[nf]?|pict|pxl|mvimg|cimg|sam|gopr|dji|p10|image|obraz|zdjecie|zdj|foto|photo"
    r"|picture|bild|received|fb_img|csm|signal|scan|skan)[-_ ]*\d[\w.-]*"
    r"(?:[ _-]*(?:copy|kopia|kopie|копія|edit|edited|web|final|\(\d+\)))*$",
    re.I,
)
_CAPTURE = re.compile(
    r"^(?:whatsapp \w+|screenshot|zrzut ekranu|bildschirmfoto|знімок екрана)[ _-]\d{4}", re.I
)
_HASH = re.compile(r"^(?=.*\d)[0-9a-f]{8,}(?:-[0-9a-f]{4,}){0,4}$", re.I)
_STAMP = re.compile(r"^\d[\d_.-]{5,}$")
# Words joined for an address or a folder; "Bielsko-Biała" and "well-to-do" are not.
_JOINED = re.compile(
    r"^(?:\w+_[\w-]*|[a-z0-9]+(?:-[a-z0-9]+){3,}|[a-z0-9]+(?:-[a-z0-9]+)*-\d[\w-]*)$"
)


@dataclass(frozen=True)
class Picture:
    """One use of a picture, with the words that belong to this use.

    ``image`` is the image's identity and ``file`` the hash of its file: two uses show the same
    picture if either is equal. ``source_alt`` is the text in the language that this use was
    translated from; ``place`` says where the use stands on its page, ``field`` where in its form.
    """

    alt: str
    decorative: bool = False
    caption: str = ""
    image: Hashable = None
    file: str = ""
    shows_together: bool = False
    source_alt: str = ""
    place: Words = ""
    field: str = ""

    @property
    def identity(self) -> Hashable:
        return self.file or (self.image if self.image is not None else id(self))

    def in_file(self, file: str) -> "Picture":
        """The same use, knowing the hash of the file."""
        return replace(self, file=file)

    @cached_property
    def words(self) -> Tokens:
        return words_of(self.alt)


@dataclass(frozen=True)
class Surroundings:
    """The page around the pictures; ``language`` is a BCP 47 tag."""

    language: str = ""
    headline: str = ""
    lead: str = ""

    @cached_property
    def headline_words(self) -> Tokens:
        return words_of(self.headline)

    @cached_property
    def lead_words(self) -> list[Tokens]:
        return [words_of(self.lead), *sentences_of(self.lead)] if self.lead else []


NOWHERE = Surroundings()


def examine(alt: str, *, decorative: bool, rules: Rules = DEFAULTS) -> list[Finding]:
    """What can be said of one text alone."""
    return examine_all([Picture(alt, decorative)], NOWHERE, rules)[0]


def examine_all(
    pictures: Sequence[Picture], surroundings: Surroundings, rules: Rules = DEFAULTS
) -> list[list[Finding]]:
    """Every finding on each of a page's pictures, worst first; an empty list is a good one."""
    repeated = _repeated(pictures) if rules.get(Code.REPEATED) else {}
    return [
        _found(picture, surroundings, repeated.get(number, ()), rules)
        for number, picture in enumerate(pictures)
    ]


def _found(
    picture: Picture, surroundings: Surroundings, places: tuple[Words, ...], rules: Rules
) -> list[Finding]:
    findings = []
    if places and (severity := rules.get(Code.REPEATED)):
        findings.append(Finding(Code.REPEATED, severity, places))
    for code in _codes(picture, surroundings):
        if severity := rules.get(code):
            findings.append(Finding(code, severity))
    return sorted(findings, key=lambda finding: finding.severity != "error")


def _codes(picture: Picture, surroundings: Surroundings) -> Iterator[Code]:
    """The rules that one picture breaks by itself."""
    if picture.decorative:
        return
    alt, words = picture.alt.strip(), picture.words
    if not words:
        yield Code.MISSING
        return
    if _is(surroundings.headline_words, alt, words):
        yield Code.HEADLINE
    if any(_is(lead, alt, words) for lead in surroundings.lead_words):
        yield Code.LEAD
    if picture.caption and adds_nothing(words, words_of(picture.caption)):
        yield Code.CAPTION
    if _is_file_name(alt, words):
        yield Code.FILE_NAME
    elif says_nothing(words) or opens_idly(alt, words):
        yield Code.GENERIC
    if is_foreign(alt, surroundings.language):
        yield Code.SCRIPT
    if _is_untranslated(alt, words, picture.source_alt):
        yield Code.UNTRANSLATED
    if _is_too_short(words) and not _is_file_name(alt, words):
        yield Code.TOO_SHORT
    if len(alt) > LONGEST:
        yield Code.TOO_LONG


def _is(other: Tokens, alt: str, words: Tokens) -> bool:
    """Whether the alternative text is another text, with trimmings or cut."""
    if adds_nothing(words, other):
        return True
    if len(words) < FEWEST_CUT or not is_cut(alt):
        return False
    return " ".join(other).startswith(" ".join(words))


def _is_file_name(alt: str, words: Tokens) -> bool:
    if _EXTENSION.search(alt):
        return True
    if len(words) > MOST_IN_FILE_NAME:
        return False
    return any(pattern.match(alt) for pattern in (_CAMERA, _CAPTURE, _HASH, _STAMP, _JOINED))


def _is_untranslated(alt: str, words: Tokens, source_alt: str) -> bool:
    """Whether the source's words stand here; names alone are the same in every language."""
    if not source_alt or words_of(source_alt) != words:
        return False
    return any(word[0].islower() for word in alt.split())


def _is_too_short(words: Tokens) -> bool:
    length = sum(map(len, words))
    return length < SHORTEST or (len(words) < 2 and length < SHORTEST_WORD)


def _repeated(pictures: Sequence[Picture]) -> dict[int, tuple[Words, ...]]:
    """For each text that another picture has as well, where the others stand."""
    found: dict[int, tuple[Words, ...]] = {}
    for numbers in _groups(pictures):
        for number in numbers:
            others = tuple(
                pictures[other].place for other in numbers if _clash(pictures, number, other)
            )
            if others:
                found[number] = others
    return found


def _clash(pictures: Sequence[Picture], one: int, other: int) -> bool:
    """Whether two pictures with the same text should not have it (W3C technique G196)."""
    first, second = pictures[one], pictures[other]
    if first.identity == second.identity:
        return False
    return not (first.shows_together and second.shows_together)


def _groups(pictures: Sequence[Picture]) -> Iterable[list[int]]:
    """The positions of pictures whose texts differ in nothing but a number that counts them."""
    same: dict[Tokens, list[int]] = defaultdict(list)
    series: dict[Tokens, dict[int, int]] = defaultdict(dict)
    for number, picture in enumerate(pictures):
        if picture.decorative or not picture.words:
            continue
        same[words_of(without_number(picture.alt)) or picture.words].append(number)
        if counted := in_series(picture.alt):
            series[counted[0]][counted[1]] = number
    for numbers in series.values():
        counts = sorted(numbers)
        if len(counts) >= FEWEST_IN_SERIES and counts == list(range(counts[0], counts[-1] + 1)):
            yield list(numbers.values())
    yield from (numbers for numbers in same.values() if len(numbers) > 1)
