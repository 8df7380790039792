"""RSS 2.0 and Atom 1.0 through feedgen, from the same entries in the same order."""

from html import escape

from django.utils import translation
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml.etree import _Element

from newsroom.wire.channels import FORMATS
from newsroom.wire.feed_options import publisher
from newsroom.wire.text import language_tag, one_line, uri

from .editions import Edition
from .entries import Item, in_other_languages, write_each
from .extension import NewsroomEntry, NewsroomFeed

EXTENSION = "newsroom"
TIME_TO_LIVE = 15  # minutes; a hint to readers' programs


def render(edition: Edition, extension: str) -> bytes:
    """An edition as RSS or Atom; equal editions give equal bytes."""
    with translation.override(edition.channel.language):
        feed = _channel(edition, extension)
        parts: NewsroomFeed = getattr(feed, EXTENSION)
        parts.elements = write_each(edition, _rss_item if extension == "rss" else _atom_entry)
        text: bytes = feed.rss_str() if extension == "rss" else feed.atom_str()
    return text


def _channel(edition: Edition, extension: str) -> FeedGenerator:
    channel, feed = edition.channel, FeedGenerator()
    feed.register_extension(EXTENSION, NewsroomFeed)
    feed.id(channel.id)
    feed.title(one_line(channel.title))
    feed.description(one_line(channel.description))
    feed.language(language_tag(channel.language))
    feed.author(name=one_line(publisher(channel.site)))
    feed.generator("Newsroom")
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.ttl(TIME_TO_LIVE)
    feed.updated(edition.updated)
    if rights := one_line(channel.options.words_in(channel.language).rights):
        feed.rights(rights)
    if edition.logo:
        logo, size = uri(edition.logo.url), (edition.logo.width, edition.logo.height)
        # Readers want its title and link to be the channel's.
        feed.image(logo, one_line(channel.title), uri(channel.home_url), *map(str, size))
        feed.icon(logo)
    links = edition.links(extension)
    feed.link(href=links.pop("self"), rel="self", type=FORMATS[extension])
    # The last link becomes the channel's link in RSS.
    feed.link(href=uri(channel.home_url), rel="alternate", type="text/html")
    parts: NewsroomFeed = getattr(feed, EXTENSION)
    parts.edition = edition
    parts.media_type = FORMATS[extension]
    parts.links = {"hub": uri(channel.options.hub), **links} if channel.options.hub else links
    parts.others = in_other_languages(channel, extension)
    return feed


def _rss_item(item: Item) -> _Element:
    # RSS takes a description for HTML.
    entry = _entry(item, escape(item.entry.summary, quote=False))
    if file := item.enclosure:
        entry.enclosure(file.url, file.length, file.type)
    element: _Element = entry.rss_entry()
    return element


def _atom_entry(item: Item) -> _Element:
    element: _Element = _entry(item, item.entry.summary).atom_entry()
    return element


def _entry(item: Item, summary: str) -> FeedEntry:
    entry, found = item.entry, FeedEntry()
    found.register_extension(EXTENSION, NewsroomEntry)
    parts: NewsroomEntry = getattr(found, EXTENSION)
    parts.item = item
    found.guid(item.id, permalink=False)
    found.title(entry.title)
    found.link(href=entry.url, rel="alternate")
    found.published(item.published)
    found.updated(item.updated)
    found.author([{"name": name} for name in item.authors])
    if summary:
        found.summary(summary, type="text")
    if item.html:
        found.content(item.html, type="html")
    if entry.categories:
        # An attribute without a value would be written as one.
        scheme = {"scheme": item.scheme} if item.scheme else {}
        found.category([tag._asdict() | scheme for tag in entry.categories])
    return found
