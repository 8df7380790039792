"""From a web address to what is, or was, there."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.encoding import punycode
from django.utils.http import RFC3986_SUBDELIMS
from django.utils.translation import get_language_from_path
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, Site

from newsroom.models import WireAddress, WireItem
from newsroom.models.wire import WireItemQuerySet

CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")
# What Django leaves as it is in the paths that it writes.
UNQUOTED = RFC3986_SUBDELIMS + "/~:@"
DEFAULT_PORTS = {80, 443}


@dataclass(frozen=True)
class WebAddress:
    """An address in the form in which addresses are compared.

    ``host`` is in lower case and Punycode, empty where only a path was given; ``port`` is None for
    the usual ones; ``path`` is percent-encoded as Django does it.
    """

    host: str
    port: int | None
    path: str
    query: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """An absolute address (http, https) or one that starts with a slash; else ``ValueError``.

        Fragment and user name are left out.
        """
        parts = urlsplit(text)
        if not text.startswith("/") and parts.scheme not in {"http", "https"}:
            raise ValueError("neither absolute nor a path")
        if not text.startswith("/") and not parts.hostname:
            raise ValueError("no host")
        path = unquote(parts.path)
        if CONTROL_CHARACTERS.search(path):
            raise ValueError("control characters")
        return cls(
            host=punycode(parts.hostname or ""),
            port=None if parts.port in DEFAULT_PORTS else parts.port,
            path=quote(path or "/", safe=UNQUOTED),
            query=parts.query,
        )


def is_of(site: Site, address: WebAddress) -> bool:
    """Whether the address is one of this Site's present ones; http and https are not told apart."""
    own = WebAddress.parse(site.root_url)
    return not address.host or (address.host, address.port) == (own.host, own.port)


def spellings(site: Site, address: WebAddress) -> list[str]:
    """The absolute addresses that mean the same: either scheme, with or without a last slash."""
    if is_of(site, address):
        place = urlsplit(site.root_url).netloc
    else:
        host = f"[{address.host}]" if ":" in address.host else address.host
        place = f"{host}:{address.port}" if address.port else host
    path = address.path.removesuffix("/")
    return [
        f"{scheme}://{place}{path}{slash}" for scheme in ("https", "http") for slash in ("/", "")
    ]


def rows_of(site: Site, urls: list[str]) -> WireItemQuerySet:
    """The rows of a Site, public or not, that are or were at one of these addresses; one query.

    Among those that were there, who left last goes first.
    """
    present = WireItem.objects.filter(url__in=urls).values("pk")
    former = WireAddress.objects.filter(url__in=urls)
    left = former.filter(item=OuterRef("pk")).order_by("-since").values("since")[:1]
    # A union, for no database uses the indexes of two tables at both sides of an "or".
    rows = WireItem.objects.filter(pk__in=present.union(former.values("item")), site_id=site.pk)
    return rows.order_by(Subquery(left).desc(nulls_last=True), "-changed")


def page_at(site: Site, path: str) -> Page | None:
    """The page, public or not, that Wagtail would serve at a percent-encoded path; one query."""
    language = get_language_from_path(unquote(path)) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(unquote(path).removesuffix("/") + "/")
        except Resolver404:
            return None
    if match.url_name != "wagtail_serve":
        return None
    (rest,) = match.args
    pages = Page.objects.filter(url_path__in=_roots(site, language, rest))
    if rest:
        # Wagtail has an index of slugs, but none of paths.
        pages = pages.filter(slug=rest.strip("/").rpartition("/")[2])
    return pages.select_related("locale").first()


def _roots(site: Site, language: str, rest: str) -> QuerySet[Page]:
    """The ``url_path`` of what is at a path below the Site's root page in a language."""
    roots = Page.objects.filter(pk=site.root_page_id)
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        roots = Page.objects.filter(
            translation_key=site.root_page.translation_key,
            locale__language_code=get_supported_content_language_variant(language),
        )
    whole = Concat("url_path", Value(rest), output_field=TextField())
    found: QuerySet[Page] = roots.annotate(whole=whole).values("whole")
    return found
