"""What a feed says of one item, the same in every format."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import TypeVar

from django.urls import NoReverseMatch, reverse
from django.utils import translation

from newsroom.wire.channels import EPOCH, Channel
from newsroom.wire.entries import Entry, Link, Picture
from newsroom.wire.feed_options import publisher
from newsroom.wire.text import language_tag, one_line, uri

from .editions import Edition

logger = logging.getLogger(__name__)

Written = TypeVar("Written")


@dataclass(frozen=True)
class Item:
    """An entry as a channel shows it; times are UTC in whole seconds.

    ``html`` is empty where only the summary is shown; ``scheme`` is a URI that the terms of its
    categories belong to, or empty.
    """

    entry: Entry
    id: str
    html: str
    published: datetime
    updated: datetime
    authors: list[str]
    scheme: str

    @property
    def enclosure(self) -> Picture | None:
        """The first photo whose size is known."""
        return next((photo for photo in self.entry.photos if photo.length), None)


def write_each(edition: Edition, write: Callable[[Item], Written]) -> list[Written]:
    """Write each item that can be written; a broken one costs only itself and is logged.

    From where the document would become too large, items have their summary only.
    """
    channel, written, size = edition.channel, [], 0
    scheme, author = category_scheme(channel), one_line(publisher(channel.site))
    for row in edition.rows:
        try:
            entry = Entry.model_validate_json(row.entry)
            size += len(escape(entry.html).encode()) if channel.options.full else 0
            is_full = channel.options.full and size <= edition.largest
            # A date in the future makes readers pin the entry; the row was there when it changed.
            published = _between(EPOCH, row.published, row.changed)
            item = Item(
                entry,
                id=row.uid.urn,
                html=entry.html if is_full else "",
                published=published,
                updated=_between(published, row.updated, row.changed),
                authors=entry.authors or [author],
                scheme=scheme,
            )
            written.append(write(item))
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


def _between(earliest: datetime, moment: datetime, latest: datetime) -> datetime:
    bounded = max(earliest, min(moment, latest))
    return bounded.astimezone(UTC).replace(microsecond=0)
