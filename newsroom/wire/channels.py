"""Channels: the feeds of a Site, as readers find them; each is a scope with its words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from django.db.models import F, Max, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import Site

from newsroom.addresses import AddressBook, content_languages
from newsroom.models import (
    NewsIndexPage,
    NewsTag,
    Noun,
    WireItem,
    WireScope,
    uid_for,
)
from newsroom.models.wire import UID_NAMESPACE

from . import keys
from .feed_options import Options
from .scopes import ALWAYS, Place, alive, items_of, within
from .visibility import withheld_because

FORMATS = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
FORMAT_NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What feeds read of an item; documents stay where they are.
ENTRY_COLUMNS = (
    "uid", "page_id", "published", "updated", "changed", "valid_until", "composition",
    "section_key", "project_key", "entry",
)  # fmt: skip


class Position(NamedTuple):
    """A place in a channel: behind the item with this date and row."""

    published: datetime
    pk: int


@dataclass(frozen=True)
class Channel:
    """One scope of a Site as feeds show it; ``others`` are those of the other languages."""

    options: Options
    language: str
    noun: str
    slug: str = ""
    key: UUID | None = None
    heading: str = ""
    page_url: str = ""
    stamp: int = 0
    changed: datetime | None = None
    others: "tuple[Channel, ...]" = ()

    @property
    def site(self) -> Site:
        return self.options.site

    @property
    def name(self) -> str:
        """Its place in addresses, without language and format."""
        return f"{self.noun}/{self.slug}" if self.slug else self.noun

    @cached_property
    def id(self) -> str:
        """The permanent identity: the same under any slug, host name and protocol."""
        root = self.site.root_page.translation_key
        name = f"{self.noun}/{self.key or self.slug}" if self.slug else self.noun
        return uuid5(UID_NAMESPACE, f"feed:{root}:{self.language}:{name}").urn

    @cached_property
    def subject(self) -> str:
        """What it is of, in its language."""
        with translation.override(self.language):
            words = {Noun.NEWS: gettext("News"), Noun.GALLERIES: gettext("Galleries")}
        return words.get(Noun(self.noun)) or self.heading or self.slug

    @property
    def title(self) -> str:
        return f"{self.subject} – {self.options.newsroom(self.language)}"

    @cached_property
    def description(self) -> str:
        words = {"name": self.options.newsroom(self.language), "subject": self.heading or self.slug}
        with translation.override(self.language):
            match self.noun:
                case Noun.NEWS:
                    own = self.options.words_in(self.language).description
                    return own or gettext("The newest articles of %(name)s.") % words
                case Noun.GALLERIES:
                    return gettext("The newest photo galleries of %(name)s.") % words
                case Noun.SECTIONS:
                    return gettext("The newest articles in “%(subject)s”, from %(name)s.") % words
                case Noun.TAGS:
                    return gettext("The newest articles on “%(subject)s”, from %(name)s.") % words
        with translation.override(self.language):
            return gettext("News of the project “%(subject)s”, from %(name)s.") % words

    @property
    def cache_keys(self) -> list[str]:
        """The names of its feeds for caches."""
        place = Place(self.site.pk, self.language, self.noun, self.slug)
        return [keys.of_feed(place, self.key), keys.of_feeds(self.site.pk)]

    def path(self, extension: str, month: str = "") -> str:
        """Its address on the Site; ``month`` names one archive (``2026-11``)."""
        name = f"{self.name}/{month}" if month else self.name
        found: str = reverse("newsroom_feeds:feed", args=(self.language, name, extension))
        return found

    def url(self, extension: str, month: str = "") -> str:
        root: str = self.site.root_url
        return root + self.path(extension, month)

    @cached_property
    def home_url(self) -> str:
        """The web page that shows the same items."""
        root: str = self.site.root_url
        if self.page_url:
            return self.page_url
        found = {Noun.TAGS: ("newsroom_web:tag", (self.slug,)), Noun.GALLERIES: GALLERIES}
        with translation.override(self.language):
            for view, arguments in (found.get(Noun(self.noun), HOME), HOME):
                try:
                    return root + str(reverse(view, args=arguments))
                except NoReverseMatch:
                    continue
        return root + "/"

    def items(self) -> list[Any]:
        """Queries of the public items, newest first; those of more than one are to be merged.

        They are ordered by ``date`` and ``row``.
        """
        rows: Any = items_of(self.site.pk, self.language, self.noun, self.slug)
        if self.noun == Noun.TAGS:
            # An index of the tags' table holds them in this order. Named once: each condition on
            # a relation of its own would join all tags of an item.
            rows = rows.annotate(date=F("tags__published"), row=F("tags__item"))
        else:
            rows = rows.annotate(date=F("published"), row=F("pk"))
        found = [rows.order_by("-date", "-row")]
        if self.noun == Noun.PROJECTS and self.key:
            # The project opens its own feed.
            project: Any = WireItem.objects.public().filter(uid=uid_for(self.key, self.language))
            project = project.filter(site_id=self.site.pk, in_feeds=True)
            found.append(project.annotate(date=F("published"), row=F("pk")))
        return [rows.only(*ENTRY_COLUMNS) for rows in found]

    @property
    def facets(self) -> list[str]:
        """The columns by which rows belong to it, as far as an expiry may change them."""
        columns = {Noun.SECTIONS: "section_key", Noun.PROJECTS: "project_key"}
        return [column for noun, column in columns.items() if noun == self.noun]

    def rows(
        self, limit: int, after: Position | None = None, since: datetime | None = None
    ) -> list[WireItem]:
        """The newest items behind a position, none of them published before ``since``."""
        found: list[WireItem] = []
        for rows in self.items():
            wanted = rows
            if after:
                behind = Q(date__lt=after.published) | Q(date=after.published, row__lt=after.pk)
                # The first condition is what an index is searched by.
                wanted = wanted.filter(date__lte=after.published).filter(behind)
            if since:
                wanted = wanted.filter(date__gte=since)
            found += wanted[:limit]
        return sorted(found, key=lambda row: (row.published, row.pk), reverse=True)[:limit]

    def tombstones(self, since: datetime, limit: int) -> list[WireItem]:
        """The items withdrawn from it since, the last one first."""
        # The withdrawal is an item's last change, and by that an index finds it.
        withdrawn = WireItem.objects.filter(
            withdrawn_at__isnull=False, changed__gte=since, in_feeds=True
        )
        own = within(withdrawn, self.site.pk, self.language, self.noun, self.slug)
        return list(
            own.order_by("-changed", "-pk").only("uid", "locale", "withdrawn_at", "public_reason")[
                :limit
            ]
        )

    def expired(self, now: datetime) -> datetime | None:
        """When something in it last expired that is not settled yet."""
        rows = WireItem.objects.filter(withdrawn_at=None, valid_until__lte=now)
        own = within(rows, self.site.pk, self.language, self.noun, self.slug)
        latest: datetime | None = own.aggregate(latest=Max("valid_until"))["latest"]
        return latest


HOME = ("wagtail_serve", ("",))
GALLERIES: tuple[str, tuple[str, ...]] = ("newsroom_web:galleries", ())


@dataclass(frozen=True)
class Moved:
    """A channel under the name it had before."""

    channel: Channel


class Gone(Exception):
    """What the channel was of is no longer public."""


def find(options: Options, language: str, noun: str, slug: str = "") -> Channel | Moved | None:
    """The channel at an address, in one query; None if there never was one.

    Raises ``Gone`` if its section, subject or project is no longer public.
    """
    site = options.site
    if language not in content_languages() or noun not in Noun.values:
        return None
    if (noun in ALWAYS) == bool(slug):
        return None
    rows = WireScope.objects.filter(site_id=site.pk, noun=noun)
    if slug:
        keys = rows.filter(locale=language, slug=slug).values("key")
        rows = rows.filter(Q(key__in=keys) | Q(locale=language, slug=slug))
    found = list(rows.annotate(alive=alive(site.pk, noun)).order_by("pk"))
    own = next((row for row in found if (row.locale, row.slug) == (language, slug)), None)
    if noun in ALWAYS:
        channels = {row.locale: _channel(options, row) for row in found}
        every = [channels.get(code) or Channel(options, code, noun) for code in content_languages()]
        return _among(every, language)
    is_living = own is not None and own.alive and not own.former
    if noun == Noun.SECTIONS and not is_living:
        section = _section_of(options, language, slug=slug)
        if section:
            return section
    return _behind(options, own, found) if own else None


def _behind(options: Options, own: Any, found: list[Any]) -> Channel | Moved:
    """What a row leads to, among those of the same thing in all languages, under any slug.

    The rows know whether they are ``alive``.
    """
    current = {row.locale: _channel(options, row) for row in found if not row.former and row.alive}
    if own.former:
        new = current.get(own.locale) or _without_items(options, own, found)
        if new is None:
            raise Gone
        return Moved(new)
    if not own.alive:
        empty = _without_items(options, own, [own])
        if empty is None:
            raise Gone
        if empty.slug != own.slug:
            return Moved(empty)
    current[own.locale] = _channel(options, own)
    return _among(list(current.values()), own.locale)


def every(options: Options, languages: Iterable[str] = ()) -> list[Channel]:
    """All channels of a Site that have anything public in them, and those there always are.

    They are of all languages, or of those that are given.
    """
    site_id = options.site.pk
    living = Q(noun__in=ALWAYS)
    for noun in (Noun.SECTIONS, Noun.TAGS, Noun.PROJECTS):
        living |= Q(noun=noun) & Q(alive(site_id, noun))
    wanted = list(languages) or content_languages()
    rows = WireScope.objects.filter(living, site_id=site_id, former=False, locale__in=wanted)
    order = {code: place for place, code in enumerate(wanted)}
    nouns = {str(noun): place for place, noun in enumerate(Noun)}
    found = {(row.locale, row.noun, row.slug): _channel(options, row) for row in rows}
    for code in order:
        for noun in ALWAYS:
            found.setdefault((code, noun, ""), Channel(options, code, noun))
    return sorted(
        found.values(),
        key=lambda one: (order[one.language], nouns[one.noun], one.heading, one.slug),
    )


def near(
    options: Options, language: str, noun: str, key: UUID | str | None = None, slug: str = ""
) -> Channel | None:
    """The channel of what has this key or slug, if it has any items; in one query."""
    named = {"key": key} if key else {"slug": slug}
    rows = WireScope.objects.filter(
        Q(alive(options.site.pk, noun)),
        **named,
        site_id=options.site.pk,
        locale=language,
        noun=noun,
        former=False,
    )
    row = rows.first()
    return _channel(options, row) if row else None


def changed(site: Site, languages: Iterable[str]) -> datetime | None:
    """When anything in the channels of these languages last changed, withdrawals included."""
    rows = WireScope.objects.filter(site_id=site.pk, locale__in=languages)
    latest: datetime | None = rows.aggregate(latest=Max("changed"))["latest"]
    return latest


def stepped(options: Options, after: int, up_to: int) -> list[Channel]:
    """The channels of a Site that have changed after one stamp, up to another."""
    rows = WireScope.objects.filter(
        site_id=options.site.pk,
        locale__in=content_languages(),
        former=False,
        stamp__gt=after,
        stamp__lte=up_to,
    )
    return [_channel(options, row) for row in rows.order_by("pk")]


def _among(channels: list[Channel], language: str) -> Channel:
    own = next(channel for channel in channels if channel.language == language)
    order = content_languages()
    others = [one for one in channels if one is not own and one.language in order]
    return replace(own, others=tuple(sorted(others, key=lambda one: order.index(one.language))))


def _channel(options: Options, row: WireScope) -> Channel:
    return Channel(
        options,
        row.locale,
        row.noun,
        row.slug,
        key=row.key,
        heading=row.title,
        page_url=row.url,
        stamp=row.stamp,
        changed=row.changed,
    )


def _without_items(options: Options, own: WireScope, rows: Iterable[WireScope]) -> Channel | None:
    """The channel of what still is there, only without any items, under the name it has now."""
    if own.noun == Noun.SECTIONS:
        return _section_of(options, own.locale, translation_key=own.key)
    if own.noun == Noun.TAGS:
        named = {row.slug: row for row in rows if row.locale == own.locale and not row.former}
        tag = NewsTag.objects.filter(slug__in=named).first()
        return _channel(options, named[tag.slug]) if tag else None
    return None


def _section_of(options: Options, language: str, **named: Any) -> Channel | None:
    """The channel of a public section that has no items, as the page says; never remembered."""
    book, now = AddressBook(), timezone.now()
    pages = NewsIndexPage.objects.filter(locale__language_code=language, live=True, **named)
    for page in pages.order_by("pk"):
        address = book.locate(page, language)
        if address is None or address.site_id != options.site.pk:
            continue
        if not withheld_because(page, book, now):
            return Channel(
                options,
                language,
                Noun.SECTIONS,
                page.slug,
                key=page.translation_key,
                heading=page.title,
                page_url=address.url,
            )
    return None


def served() -> bool:
    """Whether the project serves feeds at all."""
    try:
        reverse("newsroom_feeds:feed", args=("pl", "news", "rss"))
    except NoReverseMatch:
        return False
    return True


def announced(channels: list[Channel]) -> Iterator[tuple[Channel, str]]:
    """Each channel with each format's extension; nothing where no feeds are served."""
    if served():
        for channel in channels:
            for extension in FORMATS:
                yield channel, extension
