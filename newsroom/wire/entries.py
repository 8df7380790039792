"""Entries: what feeds say of an item, the same in every format, kept beside its document.

Composed once: a feed of fifty items is then read without taking fifty documents apart. Every string
is clean, every address a URI, and every language a BCP 47 tag in its usual spelling.
"""

import datetime as dt
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from galleries.documents import PhotoDocument, RenditionDocument

from .documents import ArticleDocument, ItemDocument
from .entry_html import html_of, photos_of
from .text import language_tag, one_line, uri


class Category(NamedTuple):
    """A subject."""

    term: str
    label: str


class Link(NamedTuple):
    """An item's page, or a feed, in another language."""

    url: str
    language: str
    title: str


class Note(NamedTuple):
    """A correction."""

    date: dt.datetime
    text: str


class Thumbnail(NamedTuple):
    url: str
    width: int
    height: int


class Picture(NamedTuple):
    """A photo's JPEG; ``length`` is its size in bytes, None where that is not known."""

    url: str
    width: int
    height: int
    length: int | None
    type: str
    alt: str
    alt_language: str
    caption: str
    credit: str
    thumbnail: Thumbnail | None


class Entry(BaseModel):
    """What the item alone decides; ``html`` is its full text."""

    model_config = ConfigDict(frozen=True)

    url: str
    language: str
    title: str
    summary: str
    html: str
    authors: list[str]
    categories: list[Category]
    photos: list[Picture]
    translations: list[Link]
    corrections: list[Note]


def entry_of(document: ItemDocument, summary: str = "") -> Entry:
    """The entry of an item; ``summary`` is the editors' own, if it is not the lead.

    Generated words are in the active language, which should be the document's.
    """
    title = one_line(document.title)
    summary = one_line(summary) or one_line(document.lead)
    corrections = document.corrections if isinstance(document, ArticleDocument) else []
    return Entry(
        url=uri(document.url),
        language=language_tag(document.locale),
        title=title or summary or uri(document.url),
        summary=summary if summary != title else "",
        html=html_of(document),
        authors=_authors(document),
        categories=[
            Category(one_line(tag.slug), one_line(tag.label) or one_line(tag.slug))
            for tag in document.tags
        ],
        photos=[_picture(photo) for photo in photos_of(document)],
        translations=[
            Link(uri(item.url), language_tag(item.locale), one_line(item.title))
            for item in document.translations
        ],
        corrections=[Note(item.date, one_line(item.text)) for item in corrections],
    )


def _authors(document: ItemDocument) -> list[str]:
    if not isinstance(document, ArticleDocument):
        return []
    names = (one_line(name) for name in document.byline.split(","))
    return list(dict.fromkeys(filter(None, names)))


def _picture(photo: PhotoDocument) -> Picture:
    file = next((file for file in photo.renditions if file.url == photo.src), None)
    return Picture(
        url=uri(photo.src),
        width=photo.width,
        height=photo.height,
        length=file.length if file and file.length else None,
        type=file.type if file else "image/jpeg",
        alt=one_line(photo.alt),
        alt_language=language_tag(photo.alt_locale) if photo.alt else "",
        caption=one_line(photo.caption),
        credit=one_line(photo.credit),
        thumbnail=_thumbnail(photo),
    )


def _thumbnail(photo: PhotoDocument) -> Thumbnail | None:
    """The photo's smallest JPEG."""
    jpegs = [file for file in photo.renditions if file.type == "image/jpeg"]
    small: RenditionDocument | None = min(jpegs, key=lambda file: file.width, default=None)
    return Thumbnail(uri(small.url), small.width, small.height) if small else None
