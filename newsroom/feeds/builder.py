"""RSS 2.0 and Atom 1.0 through feedgen, from the same entries in the same order."""

from html import escape

from django.utils import translation
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml.etree import _Element

from newsroom.wire.channels import FORMATS
from newsroom.wire.feed_options import publisher

from .editions import Edition
from .entries import Entry, in_other_languages, write_each
from .extension import NewsroomEntry, NewsroomFeed
from .text import language_tag, one_line, uri

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
        # An attribute without a value would be written as one.
        known = (vars(tag).items() for tag in entry.categories)
        item.category([{name: value for name, value in tag if value} for tag in known])
    if entry.enclosure:
        file = entry.enclosure[1]
        item.enclosure(uri(file.url), file.length, file.type)
    return item
