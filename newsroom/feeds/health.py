"""Health: what readers' programs would complain about in a feed as it goes out.

The finished bytes are read, not what they were made from: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from django.utils.translation import gettext, ngettext
from lxml import etree

from newsroom.wire.channels import Channel

from .editions import edition_of
from .formats import render

# Some programs read no further.
LARGEST = 512 * 1024  # bytes
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class ReadEntry:
    """An entry as it stands in a feed; ``dates`` are texts."""

    id: str
    title: str
    url: str
    dates: list[str]


@dataclass(frozen=True)
class Health:
    """How a channel is in one format; ``size`` is in bytes, and no problems are a valid feed."""

    size: int
    items: int
    problems: list[str]


def examine(channel: Channel, extension: str) -> Health:
    edition = edition_of(channel)
    content = render(edition, extension)
    try:
        title, entries = READERS[extension](content)
    except (etree.XMLSyntaxError, ValueError) as error:
        unread = gettext("It cannot be read: %(error)s") % {"error": error}
        return Health(len(content), 0, [unread])
    problems = [] if title else [gettext("The feed has no title.")]
    problems += _problems_of(entries, extension)
    if left_out := len(edition.rows) - len(entries):
        problems.append(
            ngettext(
                "%(count)s item could not be written and is left out; the log says why.",
                "%(count)s items could not be written and are left out; the log says why.",
                left_out,
            )
            % {"count": left_out}
        )
    if len(content) > LARGEST:
        problems.append(gettext("It is larger than 512 KiB; some programs read no further."))
    return Health(len(content), len(entries), problems)


def _problems_of(entries: list[ReadEntry], extension: str) -> Iterator[str]:
    for identity, times in Counter(entry.id for entry in entries).items():
        if times > 1:
            yield gettext("Several entries have the id %(id)s.") % {"id": identity or "“”"}
    for entry in entries:
        told = {"entry": entry.title or entry.id}
        if not entry.title:
            yield gettext("The entry %(entry)s has no title.") % told
        if not _is_absolute(entry.url):
            yield gettext("The entry “%(entry)s” has no absolute address.") % told
        if not entry.dates or not all(_is_date(date, extension) for date in entry.dates):
            yield gettext("The entry “%(entry)s” has a date that cannot be read.") % told


def _is_absolute(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_date(text: str, extension: str) -> bool:
    """Whether it is a date with a time zone: of RFC 2822 in RSS, elsewhere of RFC 3339."""
    try:
        read = parsedate_to_datetime if extension == "rss" else datetime.fromisoformat
        return read(text).tzinfo is not None
    except ValueError:
        return False


def _rss(content: bytes) -> tuple[str, list[ReadEntry]]:
    root = etree.fromstring(content)
    entries = [
        ReadEntry(
            item.findtext("guid", ""),
            item.findtext("title", ""),
            item.findtext("link", ""),
            [item.findtext("pubDate", "")],
        )
        for item in root.iterfind("channel/item")
    ]
    return root.findtext("channel/title", ""), entries


def _atom(content: bytes) -> tuple[str, list[ReadEntry]]:
    root = etree.fromstring(content)
    entries = [
        ReadEntry(
            item.findtext(f"{ATOM}id", ""),
            item.findtext(f"{ATOM}title", ""),
            next((str(link.get("href", "")) for link in item.iterfind(f"{ATOM}link")), ""),
            [item.findtext(f"{ATOM}{name}", "") for name in ("published", "updated")],
        )
        for item in root.iterfind(f"{ATOM}entry")
    ]
    return root.findtext(f"{ATOM}title", ""), entries


def _json(content: bytes) -> tuple[str, list[ReadEntry]]:
    feed = json.loads(content)
    entries = [
        ReadEntry(
            item.get("id", ""),
            item.get("title", ""),
            item.get("url", ""),
            [item.get("date_published", ""), item.get("date_modified", "")],
        )
        for item in feed["items"]
    ]
    return feed.get("title", ""), entries


READERS = {"rss": _rss, "atom": _atom, "json": _json}
