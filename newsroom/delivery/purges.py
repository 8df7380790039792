"""Purges: what caches must forget after changes, as keys and as addresses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Self
from uuid import UUID

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from wagtail.models import Page, Site

from newsroom.addresses import AddressBook, content_languages
from newsroom.models import (
    Kind,
    Noun,
    WireAddress,
    WireChange,
    WireItem,
    WireMark,
    WireScope,
    WireSequence,
)
from newsroom.wire import channels, keys
from newsroom.wire.channels import FORMATS, Channel
from newsroom.wire.compose import kind_of
from newsroom.wire.feed_options import Options
from newsroom.wire.scopes import Place

# More than this is not forgotten one by one.
MANY = 500
COLLECTIONS = {Kind.ARTICLE: "articles", Kind.GALLERY: "galleries", Kind.PROJECT: "projects"}
LISTS = {Kind.GALLERY: "newsroom_web:galleries", Kind.PROJECT: "newsroom_web:projects"}
API = "api/news/v1/"
OVERVIEWS = (
    "changes/", "feeds/", "languages/", "sections/", "tags/",
)  # fmt: skip
FILES = ("sitemap.xml", "news-sitemap.xml", "api/v2/pages/", "feeds/feeds.opml")


class Moment(NamedTuple):
    """Both numbers of the wire's counter."""

    value: int = 0
    version: int = 0

    @classmethod
    def now(cls) -> Self:
        row = WireSequence.objects.filter(pk=1).values_list("value", "version").first()
        return cls(*row) if row else cls()

    @classmethod
    def at(cls, position: int) -> Self:
        return cls(*divmod(position, 1 << 32))

    @property
    def position(self) -> int:
        """Both in one number: each only grows, and so does this."""
        return (self.value << 32) + self.version

    @property
    def stamp(self) -> int:
        """The largest that any scope could bear then."""
        return self.value + self.version


@dataclass(frozen=True)
class Purge:
    """What has become outdated after one moment and until another one."""

    after: Moment
    up_to: Moment
    keys: set[str] = field(default_factory=set)
    # Addresses of pages that are, or were, those of items or of what is never on the wire.
    pages: set[str] = field(default_factory=set)

    @property
    def is_of_everything(self) -> bool:
        return keys.EVERYTHING in self.keys

    @cached_property
    def changes(self) -> list[WireChange]:
        """The last of the changes, with their items."""
        numbers = {"sequence__gt": self.after.value, "sequence__lte": self.up_to.value}
        columns = (
            "sequence", "site_id", "old_url",
            *(f"item__{name}" for name in ("uid", "kind", "locale", "url", "site_id", "page_id")),
        )  # fmt: skip
        found = WireChange.objects.filter(**numbers).select_related("item").only(*columns)
        return list(found.order_by("-sequence")[:MANY])

    @cached_property
    def scopes(self) -> list[WireScope]:
        """The scopes that have stepped."""
        found = WireScope.objects.filter(stamp__gt=self.after.stamp)
        return list(found.order_by("-stamp")[:MANY])

    @cached_property
    def marks(self) -> set[str]:
        """What else was changed."""
        numbers = {"expanded__gt": self.after.version, "expanded__lte": self.up_to.version}
        found = WireMark.objects.filter(**numbers).values_list("key", flat=True).distinct()
        return set(found.order_by()[:MANY])

    @cached_property
    def addresses(self) -> list[str]:
        """All the addresses at which a cache may hold any of it, where it knows no keys."""
        roots = {site.pk: site for site in Site.objects.select_related("root_page")}
        found = dict.fromkeys(sorted(self.pages))
        touched = {change.site_id for change in self.changes} | {
            scope.site_id for scope in self.scopes
        }
        whole = set(roots) if self.is_of_everything else set(_feeds_marked(self.marks))
        for site_id in (touched | whole) & set(roots):
            found |= dict.fromkeys(_overviews(roots[site_id]))
        for change in self.changes:
            for site_id in {change.site_id, change.item.site_id} & set(roots):
                found |= dict.fromkeys(_of_item(roots[site_id], change.item))
        for scope in self.scopes:
            if site := roots.get(scope.site_id):
                found |= dict.fromkeys(_of_channel(_channel(Options(site), scope)))
        for site_id in whole & set(roots):
            for channel in channels.every(Options.of(roots[site_id])):
                found |= dict.fromkeys(_of_channel(channel))
        return list(found)


def between(after: Moment, up_to: Moment) -> Purge:
    """What caches must forget that heard of everything up to ``after``."""
    purge = Purge(after, up_to)
    too_many = max(len(purge.changes), len(purge.scopes), len(purge.marks)) >= MANY
    purge.keys.update(keys.AT_EVERY_CHANGE)
    for change in purge.changes:
        item = change.item
        purge.keys.update((keys.of_item(item.uid), keys.of_list(item.kind, item.locale)))
        purge.pages.update({item.url, change.old_url} - {""})
    former = WireAddress.objects.filter(item__in=[change.item_id for change in purge.changes])
    purge.pages.update(former.values_list("url", flat=True))
    for scope in purge.scopes:
        place = Place(scope.site_id, scope.locale, scope.noun, scope.slug)
        purge.keys.add(keys.of_feed(place, scope.key))
    for mark in purge.marks:
        purge.keys.update(_marked(mark))
    purge.pages.update(_other_pages(purge.marks))
    if too_many:
        purge.keys.clear()
        purge.keys.add(keys.EVERYTHING)
    return purge


def _marked(mark: str) -> Iterator[str]:
    """What a mark outdates besides the items that were composed anew for it."""
    name, _, value = mark.partition(":")
    if name in ("site", "locale"):
        yield keys.EVERYTHING
    elif name == "feeds":
        yield keys.of_feeds(int(value))
        yield keys.PAGES
    elif name in ("image", "document", "collection", "tag"):
        yield keys.OTHER_PAGES
    elif name == "page":
        yield keys.of_page(value)
        if not _is_item(Page.objects.filter(translation_key=value), value):
            yield keys.PAGES
    elif name == "tree" and not _is_item(Page.objects.filter(pk=value)):
        yield keys.PAGES


def _is_item(pages: Iterable[Page], translation_key: str = "") -> bool:
    """Whether these pages are, or were, only items; others may be in menus and on any page."""
    found = list(pages)
    if not found and translation_key:
        return WireItem.objects.filter(translation_key=translation_key).exists()
    return bool(found) and all(kind_of(page.specific_deferred) for page in found)


def _other_pages(marks: Iterable[str]) -> Iterator[str]:
    """The addresses of pages that were saved, in whatever language; aliases included."""
    saved = [UUID(mark[5:]) for mark in marks if mark.startswith("page:")]
    roots = [mark[5:] for mark in marks if mark.startswith("tree:")]
    book = AddressBook()
    named = Q(translation_key__in=saved) | Q(pk__in=roots)
    named |= Q(alias_of__translation_key__in=saved)
    for page in Page.objects.filter(named).select_related("locale"):
        if address := book.locate(page, page.locale.language_code):
            yield address.url


def _feeds_marked(marks: Iterable[str]) -> Iterator[int]:
    return (int(mark[6:]) for mark in marks if mark.startswith("feeds:"))


def _of_item(site: Site, item: WireItem) -> Iterator[str]:
    api = f"{site.root_url}/{API}{COLLECTIONS[Kind(item.kind)]}/"
    yield from (api, f"{api}{item.uid}/", f"{site.root_url}/api/v2/pages/{item.page_id}/")
    if path := _path(LISTS.get(Kind(item.kind), ""), item.locale):
        yield site.root_url + path


def _overviews(site: Site) -> Iterator[str]:
    yield from (f"{site.root_url}/{API}{name}" for name in OVERVIEWS)
    yield from (f"{site.root_url}/{name}" for name in FILES)
    for code in content_languages():
        yield f"{site.root_url}/feeds/{code}/"
        yield f"{site.root_url}/feeds/{code}/feeds.opml"
        if path := _path("wagtail_serve", code, ""):
            yield site.root_url + path


def _of_channel(channel: Channel) -> Iterator[str]:
    if channels.served():
        yield from (channel.url(extension) for extension in FORMATS)
    yield channel.home_url


def _channel(options: Options, scope: WireScope) -> Channel:
    return Channel(
        options, scope.locale, Noun(scope.noun), scope.slug, key=scope.key, page_url=scope.url
    )


def _path(view: str, language: str, *arguments: str) -> str:
    """The path of a web page in a language; empty where the project has none."""
    if not view:
        return ""
    with translation.override(language):
        try:
            return str(reverse(view, args=arguments))
        except NoReverseMatch:
            return ""
