"""The XML of sitemaps, of their index, and of news sitemaps, written one address at a time.

Protocol 0.9 of sitemaps.org with Google's extensions: languages (``xhtml:link``), images 1.1 and
news 0.9.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

from django.conf import settings
from lxml import etree

from newsroom.wire.text import language_tag

from .addresses import PublicAddress

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
XHTML = "http://www.w3.org/1999/xhtml"

# The protocol's limits of a file (50 MiB; some room is left), an address, and an address's images.
LARGEST = 45 * 1024 * 1024
LONGEST = 2047
MOST_IMAGES = 1000
# What an address, another language, and an image take at most besides their texts, in bytes.
AROUND_ADDRESS, AROUND_LINK, AROUND_IMAGE = 200, 100, 100


class Story(NamedTuple):
    """An article as a news sitemap tells of it; ``language`` is as Google wants it."""

    url: str
    publication: str
    language: str
    published: datetime
    title: str


def urlset(addresses: Iterable[PublicAddress], expected: int) -> bytes:
    """A sitemap of about so many addresses.

    Addresses come before pictures: these are left out where the file would become too large.
    """
    out = BytesIO()
    largest = spent = 0
    with _document(out, "urlset", {"xhtml": XHTML, "image": IMAGE}) as xml:
        told = (address for address in addresses if len(address.url) <= LONGEST)
        for number, address in enumerate(told, start=1):
            spent += (size := _size(address))
            largest = max(largest, size)
            room = LARGEST - spent - largest * max(0, expected - number)
            with _url(xml, address.url):
                if address.changed:
                    _text(xml, SITEMAP, "lastmod", _moment(address.changed))
                for tag, url in _alternates(address):
                    link = {"rel": "alternate", "hreflang": tag, "href": url}
                    with xml.element(f"{{{XHTML}}}link", link):
                        pass
                for image in _fitting(address.images, room):
                    spent += AROUND_IMAGE + len(image)
                    with xml.element(f"{{{IMAGE}}}image"):
                        _text(xml, IMAGE, "loc", image)
    return out.getvalue()


def index(parts: Iterable[tuple[str, datetime | None]]) -> bytes:
    """A sitemap index of the parts with these addresses and the moments of their last changes."""
    out = BytesIO()
    with _document(out, "sitemapindex", {}) as xml:
        for url, changed in parts:
            with xml.element(f"{{{SITEMAP}}}sitemap"):
                _text(xml, SITEMAP, "loc", url)
                if changed:
                    _text(xml, SITEMAP, "lastmod", _moment(changed))
    return out.getvalue()


def news(stories: Iterable[Story]) -> bytes:
    """A news sitemap."""
    out = BytesIO()
    with _document(out, "urlset", {"news": NEWS}) as xml:
        for story in stories:
            with _url(xml, story.url), xml.element(f"{{{NEWS}}}news"):
                with xml.element(f"{{{NEWS}}}publication"):
                    _text(xml, NEWS, "name", story.publication)
                    _text(xml, NEWS, "language", story.language)
                _text(xml, NEWS, "publication_date", _moment(story.published))
                _text(xml, NEWS, "title", story.title)
    return out.getvalue()


@contextmanager
def _document(out: BytesIO, root: str, extensions: dict[str, str]) -> Iterator[Any]:
    namespaces: dict[str | None, str] = {None: SITEMAP}
    namespaces.update(extensions)
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{SITEMAP}}}{root}", nsmap=namespaces):
            yield xml


@contextmanager
def _url(xml: Any, url: str) -> Iterator[None]:
    xml.write("\n")
    with xml.element(f"{{{SITEMAP}}}url"):
        _text(xml, SITEMAP, "loc", url)
        yield


def _text(xml: Any, namespace: str, name: str, text: str) -> None:
    with xml.element(f"{{{namespace}}}{name}"):
        xml.write(text)


def _moment(moment: datetime) -> str:
    """W3C Datetime, in whole seconds."""
    return moment.replace(microsecond=0).isoformat()


def _alternates(address: PublicAddress) -> Iterator[tuple[str, str]]:
    """The languages as tags, and the address for readers of any other language."""
    for language, url in address.alternates.items():
        yield language_tag(language), url
    if default := address.alternates.get(settings.LANGUAGE_CODE):
        yield "x-default", default


def _size(address: PublicAddress) -> int:
    """How many bytes an address takes at most, without its images."""
    links = sum(len(tag) + len(url) + AROUND_LINK for tag, url in _alternates(address))
    return AROUND_ADDRESS + len(address.url) + links


def _fitting(images: Iterable[str], room: int) -> Iterator[str]:
    """The images that a sitemap may name and has room for."""
    named = (image for image in images if len(image) <= LONGEST)
    for image in islice(named, MOST_IMAGES):
        room -= AROUND_IMAGE + len(image)
        if room < 0:
            return
        yield image
