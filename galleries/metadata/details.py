"""What a photo's file says of itself: title, credit and day, as photographers write them.

The sources are XMP, IPTC-IIM and EXIF, in this order, for the older ones hold less: the guidelines
of the Metadata Working Group (2.0) read them as copies of each other.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree
from PIL import Image as Pillow

logger = logging.getLogger(__name__)

# What it stands in: datasets of IPTC-IIM 4.2, tags of EXIF 3.0, properties of XMP.
TITLE, HEADLINE, DATE_CREATED, BYLINE, CREDIT = (2, 5), (2, 105), (2, 55), (2, 80), (2, 110)
CODED_CHARACTER_SET, UTF_8 = (1, 90), b"\x1b%G"
EXIF_IFD, DATE_TIME_ORIGINAL, ARTIST = 0x8769, 0x9003, 0x013B
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"

LONGEST = 255
DAY = re.compile(r"(\d{4})[-:]?(\d\d)[-:]?(\d\d)")
UNSEEN = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Details:
    title: str = ""
    credit: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Source:
    """One of the places that tell of a photo."""

    titles: list[str]
    authors: list[str]
    credit: str
    day: str


def read(file: Any) -> Details:
    """The details of an image file; what cannot be read is as if it were not there."""
    file.seek(0)
    with Pillow.open(file) as image:
        sources = [source for find in (_xmp, _iptc, _exif) for source in _tried(find, image)]
    file.seek(0)
    authors = _first(", ".join(source.authors) for source in sources)
    credit = _first(source.credit for source in sources)
    both = authors and credit and credit not in authors and authors not in credit
    return Details(
        title=_first(title for source in sources for title in source.titles),
        credit=(f"{authors} / {credit}" if both else credit or authors)[:LONGEST],
        day=next((day for source in sources if (day := _day(source.day))), None),
    )


def _tried(find: Callable[[Any], Source | None], image: Any) -> Iterator[Source]:
    try:
        if source := find(image):
            yield source
    # Pillow and lxml raise whatever they like on what cameras write, and a photo is still one.
    except Exception:
        logger.info("The metadata of a photo cannot be read", exc_info=True)


def _xmp(image: Any) -> Source | None:
    packet = image.info.get("xmp")
    if not packet:
        return None
    text = packet.encode() if isinstance(packet, str) else packet
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(text.strip(b"\x00 \r\n"), parser)

    def values(name: str) -> list[str]:
        for node in root.iter(f"{RDF}Description"):
            if attribute := node.get(name):
                return [attribute]
            if (child := node.find(name)) is not None:
                items = list(child.iter(f"{RDF}li")) or [child]
                # An alternative has a text for each language: the first is the default one.
                limit = 1 if child.find(f"{RDF}Alt") is not None else None
                return [str(item.text) for item in items[:limit] if item.text]
        return []

    return Source(
        titles=[*values(f"{DC}title"), *values(f"{PHOTOSHOP}Headline")],
        authors=values(f"{DC}creator"),
        credit="".join(values(f"{PHOTOSHOP}Credit")),
        day="".join(values(f"{PHOTOSHOP}DateCreated")),
    )


def _iptc(image: Any) -> Source | None:
    resources = image.info.get("photoshop")
    data = resources.get(0x0404) if isinstance(resources, dict) else None
    if not data:
        return None
    fields = list(_datasets(data))
    is_utf_8 = (CODED_CHARACTER_SET, UTF_8) in fields

    def values(name: tuple[int, int]) -> list[str]:
        return [decode(value, is_utf_8=is_utf_8) for known, value in fields if known == name]

    return Source(
        titles=[*values(TITLE), *values(HEADLINE)],
        authors=values(BYLINE),
        credit="".join(values(CREDIT)[:1]),
        day="".join(values(DATE_CREATED)[:1]),
    )


def _datasets(data: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """The datasets of IPTC-IIM: a marker, record, number, a length of two bytes, the value."""
    start = 0
    while start + 5 <= len(data) and data[start] == 0x1C:
        length = int.from_bytes(data[start + 3 : start + 5], "big")
        if length & 0x8000:
            return
        yield (data[start + 1], data[start + 2]), data[start + 5 : start + 5 + length]
        start += 5 + length


def decode(value: bytes, *, is_utf_8: bool = False) -> str:
    """A text of IPTC-IIM. Many programs write UTF-8 without saying so, others their own charset.

    Where it can be either Windows code page, letters that Polish has and French has not decide.
    """
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        if is_utf_8:
            return value.decode("utf-8", "replace")
    central, western = (value.decode(name, "replace") for name in ("cp1250", "cp1252"))
    return central if POLISH & set(central) else western


POLISH = set("ąćęłńśźżĄĆĘŁŃŚŹŻ")


def _exif(image: Any) -> Source | None:
    tags = image.getexif()
    if not tags:
        return None
    return Source(
        titles=[],
        authors=[_text(tags.get(ARTIST, ""))],
        credit="",
        day=_text(tags.get_ifd(EXIF_IFD).get(DATE_TIME_ORIGINAL, "")),
    )


def _text(value: Any) -> str:
    """EXIF is ASCII by the standard, and what cameras and programs please in practice."""
    if isinstance(value, str):
        # Pillow reads bytes as Latin-1.
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return str(value)
    return decode(value) if isinstance(value, bytes) else ""


def _first(texts: Iterable[str]) -> str:
    tidy = (" ".join(UNSEEN.sub(" ", text).split()) for text in texts)
    return next(filter(None, tidy), "")[:LONGEST]


def _day(text: str) -> date | None:
    found = DAY.match(text.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        # 0000:00:00 is what cameras write whose clock was never set.
        return None
