"""What a webhook wants to be told of, and what of it can be chosen."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages

from newsroom.addresses import AddressBook, content_languages
from newsroom.models import Kind, NewsIndexPage, WebhookEndpoint

GONE = _("a section that is no longer there")


def sections_by_site() -> dict[int, dict[str, str]]:
    """The live sections of each Site: one title for all languages, by translation key."""
    book, found = AddressBook(), dict[int, dict[str, str]]()
    for key, title, url_path in _sections(live=True):
        if root := book.root_of(url_path):
            found.setdefault(root.site_id, {}).setdefault(key, title)
    return found


def titles_of(keys: Iterable[str]) -> dict[str, str]:
    """The titles of sections, also of those that are not live, by translation key."""
    titles: dict[str, str] = {}
    for key, title, _path in _sections(translation_key__in=set(keys)):
        titles.setdefault(key, title)
    return titles


def _sections(**filters: Any) -> list[tuple[str, str, str]]:
    """Translation key, title and path, those in the default language first."""
    pages = NewsIndexPage.objects.filter(**filters).order_by("title", "pk")
    rows = pages.values_list("translation_key", "title", "url_path", "locale__language_code")
    order = {code: number for number, code in enumerate(content_languages())}
    ranked = sorted(rows, key=lambda row: order.get(row[3], len(order)))
    return [(str(key), title, url_path) for key, title, url_path, _code in ranked]


def kind_names(kinds: Iterable[str]) -> list[str]:
    labels = dict(Kind.choices)
    return [str(labels.get(kind, kind)) for kind in kinds]


def language_names(codes: Iterable[str]) -> list[str]:
    labels = get_content_languages()
    return [str(labels.get(code, code)) for code in codes]


class Wishes:
    """In words, for any number of webhooks with one query."""

    def __init__(self, endpoints: Iterable[WebhookEndpoint]) -> None:
        self.endpoints = list(endpoints)

    @cached_property
    def titles(self) -> dict[str, str]:
        keys = {key for endpoint in self.endpoints for key in endpoint.sections}
        return titles_of(keys) if keys else {}

    def of(self, endpoint: WebhookEndpoint) -> list[tuple[str, str]]:
        """What it is told of, and of it what; an empty list means everything."""
        sections = [self.titles.get(key, str(GONE)) for key in endpoint.sections]
        wishes = [
            (gettext("Kinds"), kind_names(endpoint.kinds)),
            (gettext("Languages"), language_names(endpoint.languages)),
            (gettext("Sections"), sections),
        ]
        return [(label, ", ".join(names)) for label, names in wishes if names]
