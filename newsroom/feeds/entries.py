"""What a feed says of one item, the same in every format."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from galleries.documents import PhotoDocument, RenditionDocument
from newsroom.models import WireItem
from newsroom.wire.documents import ArticleDocument, ItemDocument, parse

from .content import html_of, photos_of
from .text import language_tag, one_line, uri

logger = logging.getLogger(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Written = TypeVar("Written")


@dataclass(frozen=True)
class Category:
    term: str
    label: str


@dataclass(frozen=True)
class Link:
    """Another language's page of the item; ``language`` is a BCP 47 tag."""

    url: str
    language: str
    title: str


@dataclass(frozen=True)
class Entry:
    """One item, every string clean and every address a URI; times are UTC in whole seconds."""

    id: str
    url: str
    language: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    authors: list[str]
    categories: list[Category]
    photos: list[PhotoDocument]
    translations: list[Link]

    @property
    def enclosure(self) -> tuple[PhotoDocument, RenditionDocument] | None:
        """The first photo whose JPEG's size is known."""
        return next(
            ((photo, file) for photo in self.photos if (file := jpeg_of(photo))),
            None,
        )


def write_each(
    rows: Iterable[WireItem], publisher: str, write: Callable[[Entry], Written]
) -> list[Written]:
    """Write each item that can be written; a broken one costs only itself and is logged."""
    written = []
    for row in rows:
        try:
            written.append(write(entry_of(row, publisher)))
        except Exception:
            logger.exception("Item %s is left out of the feed", row.uid)
    return written


def entry_of(row: WireItem, publisher: str) -> Entry:
    document = parse(row.kind, row.document)
    # A date in the future makes readers pin the entry; the row was there when it last changed.
    published = _between(EPOCH, document.published_at, row.changed)
    return Entry(
        id=row.uid.urn,
        url=uri(document.url),
        language=language_tag(document.locale),
        title=one_line(document.title) or one_line(document.lead) or uri(document.url),
        summary=one_line(document.lead),
        html=html_of(document),
        published=published,
        updated=_between(published, document.updated_at, row.changed),
        authors=_authors(document) or [publisher],
        categories=[
            Category(one_line(tag.slug), one_line(tag.label) or one_line(tag.slug))
            for tag in document.tags
        ],
        photos=photos_of(document),
        translations=[
            Link(uri(item.url), language_tag(item.locale), one_line(item.title))
            for item in document.translations
        ],
    )


def jpeg_of(photo: PhotoDocument) -> RenditionDocument | None:
    """The file behind the photo's main address, if its size is known."""
    return next((file for file in photo.renditions if file.url == photo.src and file.length), None)


def thumbnail_of(photo: PhotoDocument) -> RenditionDocument | None:
    """The photo's smallest JPEG."""
    jpegs = [file for file in photo.renditions if file.type == "image/jpeg"]
    return min(jpegs, key=lambda file: file.width, default=None)


def _authors(document: ItemDocument) -> list[str]:
    if not isinstance(document, ArticleDocument):
        return []
    names = (one_line(name) for name in document.byline.split(","))
    return list(dict.fromkeys(filter(None, names)))


def _between(earliest: datetime, moment: datetime, latest: datetime) -> datetime:
    bounded = max(earliest, min(moment, latest))
    return bounded.astimezone(UTC).replace(microsecond=0)
