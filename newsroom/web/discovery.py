"""The feeds that a web page announces to readers' programs, the nearest first."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from wagtail.models import Page, Site

from newsroom.models import NewsIndexPage, Noun
from newsroom.wire import channels
from newsroom.wire.channels import FORMAT_NAMES, FORMATS, Channel
from newsroom.wire.documents import ArticleDocument, GalleryDocument, ItemDocument, ProjectDocument
from newsroom.wire.feed_options import Options

from .visit import source_of


class Discovery(NamedTuple):
    """A feed as a page's head has it."""

    url: str
    media_type: str
    title: str
    format: str


class Scope(NamedTuple):
    """What a page shows the items of: a section or project by its key, a subject by its slug."""

    noun: Noun
    key: UUID | None = None
    slug: str = ""


def scope_of(page: Page) -> Scope | None:
    """That of a page which is no item."""
    source = source_of(page)
    if isinstance(source, NewsIndexPage):
        return Scope(Noun.SECTIONS, source.translation_key)
    return None


def scope_of_item(document: ItemDocument) -> Scope | None:
    if isinstance(document, ProjectDocument):
        return Scope(Noun.PROJECTS, document.translation_key)
    if isinstance(document, GalleryDocument):
        return Scope(Noun.GALLERIES)
    if document.section:
        return Scope(Noun.SECTIONS, document.section.translation_key)
    return None


def discovery(
    site: Site, language: str, scope: Scope | None = None, about: ItemDocument | None = None
) -> list[Discovery]:
    """The feed of what a page shows, then the news of its language; both in every format.

    Many programs take the first one. An article is one of the news, and only stands in a section:
    there the news come first. What has nothing in it yet is not announced.
    """
    if not channels.served():
        return []
    options = Options.of(site)
    found = [Channel(options, language, Noun.NEWS)]
    if scope and (own := channels.near(options, language, *scope)):
        found.insert(1 if isinstance(about, ArticleDocument) else 0, own)
    return list(announced(found))


def announced(found: Iterable[Channel]) -> Iterator[Discovery]:
    """Channels in every format; nothing where the project serves no feeds."""
    for channel, extension in channels.announced(list(found)):
        name = FORMAT_NAMES[extension]
        title = f"{channel.title} ({name})"
        yield Discovery(channel.url(extension), FORMATS[extension], title, name)
