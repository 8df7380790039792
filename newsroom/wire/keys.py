"""Keys: the names by which caches can be told to forget public answers.

Every public answer bears some, in ``Surrogate-Key`` (by spaces) and ``Cache-Tag`` (by commas). They
are short, for an answer may show a hundred items, and of small letters, digits and dashes.
"""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.http.response import HttpResponseBase

from newsroom.models import Kind

from .scopes import Place

# All that is public bears it.
EVERYTHING = "news"
# Answers that there is nothing, or that it is elsewhere: they may be outdated by any change.
MISSING = "missing"
# Counts and directories, the sitemaps, the log of changes: they also show something of every item.
OVERVIEW = "overview"
SITEMAP = "sitemap"
CHANGES = "changes"
AT_EVERY_CHANGE = (MISSING, OVERVIEW, SITEMAP, CHANGES)
# Web pages, and those among them that are no items: these show what is never on the wire.
PAGES = "pages"
OTHER_PAGES = "other-pages"

HEADERS = {"Surrogate-Key": " ", "Cache-Tag": ","}


def of_item(uid: UUID) -> str:
    return uid.hex[:12]


def of_list(kind: str, locale: str) -> str:
    """The name of all lists that items of this kind and language stand in."""
    return f"{kind}-{locale}".lower()


def of_lists(locale: str) -> list[str]:
    """The names of all lists of a language."""
    return [of_list(kind, locale) for kind in Kind.values]


def of_page(translation_key: UUID | str) -> str:
    """The name of a page that shows an item without being one: its aliases."""
    return f"page-{UUID(str(translation_key)).hex[:12]}"


def of_feed(place: Place, key: UUID | None) -> str:
    """The name of a scope's feeds: one in all languages, for they link to each other."""
    name = key or f"{place.locale}/{place.slug}"
    text = f"{place.site_id}/{place.noun}/{name}"
    return "feed-" + hashlib.sha256(text.encode()).hexdigest()[:12]


def of_feeds(site_id: int) -> str:
    """The name of all feeds of a Site."""
    return f"feeds-{site_id}"


def bear(response: HttpResponseBase, keys: Iterable[str]) -> None:
    """Give an answer its names, and that of everything."""
    names = list(dict.fromkeys((EVERYTHING, *keys)))
    for header, separator in HEADERS.items():
        response[header] = separator.join(names)
