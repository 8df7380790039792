"""RSS 2.0 and Atom 1.0 through feedgen, from the same entries in the same order."""

from datetime import datetime
from html import escape

from django.utils import translation
from django.utils.translation import gettext
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml.etree import _Element
from wagtail.models import Site

from newsroom.models import WireItem

from .entries import EPOCH, Entry, Link, write_each
from .extension import NewsroomEntry, NewsroomFeed
from .scopes import FORMATS, Scope, publisher, site_name
from .text import language_tag, uri

EXTENSION = "newsroom"
TIME_TO_LIVE = 15  # minutes; a hint to readers' programs


def render(
    scope: Scope, site: Site, rows: list[WireItem], changed: datetime | None, extension: str
) -> bytes:
    """The feed of a scope's rows as RSS or Atom; equal rows give equal bytes.

    ``changed`` dates a feed without items.
    """
    updated = max((row.changed for row in rows), default=changed or EPOCH)
    with translation.override(scope.language):
        feed = _channel(scope, site, extension)
        feed.updated(updated)
        parts: NewsroomFeed = getattr(feed, EXTENSION)
        parts.updated = updated
        parts.elements = write_each(
            rows, publisher(site), _rss_item if extension == "rss" else _atom_entry
        )
    text: bytes = feed.rss_str() if extension == "rss" else feed.atom_str()
    return text


def _channel(scope: Scope, site: Site, extension: str) -> FeedGenerator:
    feed = FeedGenerator()
    feed.register_extension(EXTENSION, NewsroomFeed)
    feed.id(scope.id(site))
    feed.title(scope.title(site))
    feed.description(gettext("The newest articles of %(name)s.") % {"name": site_name(site)})
    feed.language(language_tag(scope.language))
    feed.author(name=publisher(site))
    feed.generator("Newsroom")
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.ttl(TIME_TO_LIVE)
    feed.link(href=scope.url(site, extension), rel="self", type=FORMATS[extension])
    # The last link becomes the channel's link in RSS.
    feed.link(href=scope.home_url(site), rel="alternate", type="text/html")
    parts: NewsroomFeed = getattr(feed, EXTENSION)
    parts.media_type = FORMATS[extension]
    parts.others = [
        Link(other.url(site, extension), language_tag(other.language), other.title(site))
        for other in scope.in_other_languages()
    ]
    return feed


def _rss_item(entry: Entry) -> _Element:
    # RSS takes a description for HTML.
    item: _Element = _item(entry, summary=escape(entry.summary, quote=False)).rss_entry()
    return item


def _atom_entry(entry: Entry) -> _Element:
    element: _Element = _item(entry, summary=entry.summary).atom_entry()
    return element


def _item(entry: Entry, summary: str) -> FeedEntry:
    item = FeedEntry()
    item.register_extension(EXTENSION, NewsroomEntry)
    parts: NewsroomEntry = getattr(item, EXTENSION)
    parts.entry = entry
    item.guid(entry.id, permalink=False)
    item.title(entry.title)
    item.link(href=entry.url, rel="alternate")
    item.published(entry.published)
    item.updated(entry.updated)
    item.author([{"name": name} for name in entry.authors])
    if summary:
        item.summary(summary, type="text")
    if entry.html:
        item.content(entry.html, type="html")
    if entry.categories:
        item.category([{"term": tag.term, "label": tag.label} for tag in entry.categories])
    if entry.enclosure:
        file = entry.enclosure[1]
        item.enclosure(uri(file.url), file.length, file.type)
    return item
