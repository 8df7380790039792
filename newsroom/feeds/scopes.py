"""What feeds there are: a scope is a set of items that has feeds of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import uuid5

from django.conf import settings
from django.db.models import Max
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Site

from newsroom.addresses import content_languages
from newsroom.conf import conf
from newsroom.models import Kind, WireItem
from newsroom.models.wire import UID_NAMESPACE
from newsroom.wire import readers

from .text import one_line, uri

FORMATS = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
FORMAT_NAMES = {"rss": "RSS", "atom": "Atom"}


@dataclass(frozen=True)
class Scope:
    """A set of public items in one language.

    ``name`` is its place in addresses (``/feeds/<language>/<name>.rss``), ``key`` its identity,
    which must not change with a slug.
    """

    language: str
    name: str
    key: str
    kind: Kind
    # Gives the title in the active language.
    heading: Callable[[], str]

    def rows(self, site: Site) -> list[WireItem]:
        """The newest public items, ready to be shown."""
        rows = readers.items(site.pk, self.kind, self.language)
        return readers.fresh(rows[: conf.feed_items])

    def changed(self, site: Site, now: datetime) -> datetime | None:
        """When the feed last may have changed; withdrawals and expiries are changes as well."""
        # Tombstones are not public items, so this looks at the rows themselves.
        rows = WireItem.objects.filter(site_id=site.pk, kind=self.kind, locale=self.language)
        latest = rows.order_by("-changed").values_list("changed", flat=True).first()
        if latest is None:
            return None
        expired = rows.filter(valid_until__gt=latest, valid_until__lte=now)
        return expired.aggregate(latest=Max("valid_until"))["latest"] or latest

    def id(self, site: Site) -> str:
        """The feed's permanent identity: the same under any host name and protocol."""
        root = site.root_page.translation_key
        return uuid5(UID_NAMESPACE, f"feed:{root}:{self.language}:{self.key}").urn

    def title(self, site: Site) -> str:
        with translation.override(self.language):
            return f"{self.heading()} – {site_name(site)}"

    def url(self, site: Site, extension: str) -> str:
        path = reverse("newsroom_feeds:feed", args=(self.language, self.name, extension))
        return uri(site.root_url + path)

    def home_url(self, site: Site) -> str:
        """The web page that shows the same items: the home page lists the newest news."""
        with translation.override(self.language):
            try:
                return uri(site.root_url + reverse("wagtail_serve", args=("",)))
            except NoReverseMatch:
                return uri(site.root_url + "/")

    def in_other_languages(self) -> list["Scope"]:
        """The same scope in each other language of the site."""
        others = (find(code, self.name) for code in content_languages() if code != self.language)
        return [scope for scope in others if scope]


def find(language: str, name: str) -> Scope | None:
    """The scope at an address, or None if there is none."""
    if language in content_languages() and name == "news":
        return Scope(language, name, "news", Kind.ARTICLE, lambda: gettext("News"))
    return None


def site_name(site: Site) -> str:
    return one_line(site.site_name or getattr(settings, "WAGTAIL_SITE_NAME", "") or site.hostname)


def publisher(site: Site) -> str:
    return one_line(conf.publisher) or site_name(site)


class Discovery(NamedTuple):
    url: str
    media_type: str
    title: str


def discovery(site: Site, language: str) -> list[Discovery]:
    """The feeds that a web page in this language announces, the preferred one first."""
    scope = find(language, "news")
    if scope is None:
        return []
    title = scope.title(site)
    try:
        return [
            Discovery(
                scope.url(site, extension), media_type, f"{title} ({FORMAT_NAMES[extension]})"
            )
            for extension, media_type in FORMATS.items()
        ]
    except NoReverseMatch:  # the project serves no feeds
        return []
