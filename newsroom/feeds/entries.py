"""What a feed says of one item, the same in every format."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import TypeVar

from django.urls import NoReverseMatch, reverse
from django.utils import translation

from galleries.documents import PhotoDocument, RenditionDocument
from newsroom.models import WireItem
from newsroom.wire.channels import EPOCH, Channel
from newsroom.wire.documents import ArticleDocument, ItemDocument, parse
from newsroom.wire.feed_options import publisher

from .content import html_of, photos_of
from .editions import Edition
from .text import language_tag, one_line, uri

logger = logging.getLogger(__name__)

Written = TypeVar("Written")


@dataclass(frozen=True)
class Category:
    """A subject; ``scheme`` is a URI that its term belongs to, or empty."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True)
class Link:
    """An item's page, or a feed, in another language; ``language`` is a BCP 47 tag."""

    url: str
    language: str
    title: str


@dataclass(frozen=True)
class Note:
    """A correction."""

    date: datetime
    text: str


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
    corrections: list[Note]

    @property
    def enclosure(self) -> tuple[PhotoDocument, RenditionDocument] | None:
        """The first photo whose JPEG's size is known."""
        return next(
            ((photo, file) for photo in self.photos if (file := jpeg_of(photo))),
            None,
        )


def write_each(edition: Edition, write: Callable[[Entry], Written]) -> list[Written]:
    """Write each item that can be written; a broken one costs only itself and is logged.

    From where the document would become too large, items have their summary only.
    """
    written, size = [], 0
    scheme = category_scheme(edition.channel)
    for row in edition.rows:
        try:
            entry = entry_of(row, edition.channel, scheme)
            size += len(escape(entry.html).encode())
            if size > edition.largest:
                entry = replace(entry, html="")
            written.append(write(entry))
        except Exception:
            logger.exception("Item %s is left out of the feed", row.uid)
    return written


def in_other_languages(channel: Channel, extension: str) -> list[Link]:
    """The same feed in the other languages."""
    return [
        Link(uri(one.url(extension)), language_tag(one.language), one_line(one.title))
        for one in channel.others
    ]


def category_scheme(channel: Channel) -> str:
    """What the categories' terms belong to: where the web pages of a language's subjects are."""
    with translation.override(channel.language):
        try:
            path = reverse("newsroom_web:tag", args=("a",))
        except NoReverseMatch:
            return ""
    return uri(channel.site.root_url + path.removesuffix("a/"))


def entry_of(row: WireItem, channel: Channel, scheme: str) -> Entry:
    document = parse(row.kind, row.document)
    title = one_line(document.title)
    summary = one_line(row.feed_summary) or one_line(document.lead)
    corrections = document.corrections if isinstance(document, ArticleDocument) else []
    # A date in the future makes readers pin the entry; the row was there when it last changed.
    published = _between(EPOCH, document.published_at, row.changed)
    return Entry(
        id=row.uid.urn,
        url=uri(document.url),
        language=language_tag(document.locale),
        title=title or summary or uri(document.url),
        summary=summary if summary != title else "",
        html=html_of(document) if channel.options.full else "",
        published=published,
        updated=_between(published, document.updated_at, row.changed),
        authors=_authors(document) or [one_line(publisher(channel.site))],
        categories=[
            Category(one_line(tag.slug), one_line(tag.label) or one_line(tag.slug), scheme)
            for tag in document.tags
        ],
        photos=photos_of(document),
        translations=[
            Link(uri(item.url), language_tag(item.locale), one_line(item.title))
            for item in document.translations
        ],
        corrections=[Note(item.date, one_line(item.text)) for item in corrections],
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
