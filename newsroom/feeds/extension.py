"""What feedgen 1.0 writes wrongly or not at all, put right; see docs/reference/feeds.md.

feedgen calls an extension after its own work on the element, so an extension can rewrite it.
"""

from datetime import UTC, datetime
from email.utils import format_datetime

import feedgen.entry
import feedgen.feed
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml.etree import SubElement, _Element

from newsroom.wire.channels import FORMATS
from newsroom.wire.entries import Link, Picture
from newsroom.wire.text import language_tag

from .editions import Edition
from .entries import Item

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"

# More than aggregators show; the content has every photo.
MEDIA_LIMIT = 20
PLAIN = {"type": "plain"}


def format_rfc2822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


# feedgen's own switches the locale of the whole process while other threads run.
feedgen.feed.formatRFC2822 = format_rfc2822
feedgen.entry.formatRFC2822 = format_rfc2822


def format_rfc3339(moment: datetime) -> str:
    # Much faster than strftime, and a feed has a hundred of them.
    return moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


class NewsroomFeed(BaseExtension):
    """Holds the finished entries, and the links to other documents that feedgen does not know."""

    edition: Edition
    media_type: str
    # By relation, but for ``self`` and ``alternate``, which feedgen writes.
    links: dict[str, str]
    others: list[Link]
    elements: list[_Element]

    def extend_ns(self) -> dict[str, str]:
        names = {"dc": DC[1:-1], "media": MEDIA[1:-1]}
        if self.edition.month:
            names["fh"] = HISTORY[1:-1]
        if self.edition.tombstones and self.media_type == FORMATS["atom"]:
            names["at"] = TOMBSTONES[1:-1]
        return names

    def extend_rss(self, feed: _Element) -> _Element:
        channel = feed.find("channel")
        if channel is None:
            raise ValueError("feedgen made no channel")
        self._extend(channel, f"{ATOM}link")
        channel.extend(self.elements)
        return feed

    def extend_atom(self, feed: _Element) -> _Element:
        write_moment(feed, "updated", self.edition.updated)
        self._extend(feed, "link")
        feed.extend(self.elements)
        # RFC 6721
        for row in self.edition.tombstones:
            if row.withdrawn_at:
                when = format_rfc3339(row.withdrawn_at)
                gone = SubElement(feed, f"{TOMBSTONES}deleted-entry", ref=row.uid.urn, when=when)
                if row.public_reason:
                    comment = SubElement(gone, f"{TOMBSTONES}comment")
                    comment.set(f"{XML}lang", language_tag(row.locale))
                    comment.text = row.public_reason
        return feed

    def _extend(self, parent: _Element, name: str) -> None:
        for relation, url in self.links.items():
            link = SubElement(parent, name, rel=relation, href=url)
            if relation != "hub":
                link.set("type", self.media_type)
        for other in self.others:
            related(parent, name, other, self.media_type)
        if self.edition.month:
            SubElement(parent, f"{HISTORY}archive")


class NewsroomEntry(BaseEntryExtension):
    item: Item

    def extend_rss(self, element: _Element) -> _Element:
        item, entry = self.item, self.item.entry
        description = element.find("description")
        if item.html and not entry.summary and description is not None:
            # Without a summary feedgen takes the content for one.
            description.tag = f"{CONTENT}encoded"
        for author in item.authors:
            SubElement(element, f"{DC}creator").text = author
        SubElement(element, f"{DC}language").text = entry.language
        SubElement(element, f"{ATOM}updated").text = format_rfc3339(item.updated)
        for translation in entry.translations:
            related(element, f"{ATOM}link", translation, "text/html")
        media(element, entry.photos)
        return element

    def extend_atom(self, element: _Element) -> _Element:
        item, entry = self.item, self.item.entry
        element.set(f"{XML}lang", entry.language)
        write_moment(element, "updated", item.updated)
        write_moment(element, "published", item.published)
        # feedgen drops every attribute of an entry's link but the address.
        link = element.find("link")
        if link is None:
            raise ValueError("feedgen made no link")
        link.set("rel", "alternate")
        link.set("type", "text/html")
        link.set("hreflang", entry.language)
        for translation in entry.translations:
            related(element, "link", translation, "text/html")
        if file := item.enclosure:
            told = {"type": file.type, "length": str(file.length)}
            link = SubElement(element, "link", told, rel="enclosure", href=file.url)
            if file.alt:
                link.set("title", file.alt)
        media(element, entry.photos)
        return element


def write_moment(parent: _Element, name: str, moment: datetime) -> None:
    """Some readers take an offset or a fraction of a second for another hour."""
    child = parent.find(name)
    if child is not None:
        child.text = format_rfc3339(moment)


def related(parent: _Element, name: str, link: Link, media_type: str) -> None:
    """Link another language; as ``alternate`` readers would take it for the item itself."""
    element = SubElement(parent, name, rel="related", type=media_type, href=link.url)
    element.set("hreflang", link.language)
    element.set("title", link.title)


def media(parent: _Element, photos: list[Picture]) -> None:
    """One ``media:content`` a photo: a group would say that they are the same picture."""
    for photo in photos[:MEDIA_LIMIT]:
        attributes = {
            "url": photo.url,
            "medium": "image",
            "type": "image/jpeg",
            "width": str(photo.width),
            "height": str(photo.height),
        }
        if photo.length:
            attributes["fileSize"] = str(photo.length)
        content = SubElement(parent, f"{MEDIA}content", attributes)
        if photo.caption:
            SubElement(content, f"{MEDIA}title", PLAIN).text = photo.caption
        if photo.alt:
            SubElement(content, f"{MEDIA}description", PLAIN).text = photo.alt
        if photo.credit:
            SubElement(content, f"{MEDIA}credit").text = photo.credit
        if small := photo.thumbnail:
            size = {"url": small.url, "width": str(small.width), "height": str(small.height)}
            SubElement(content, f"{MEDIA}thumbnail", size)
