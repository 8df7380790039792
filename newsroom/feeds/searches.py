"""Searches as channels: what is new of what somebody looks for.

There is no list of them, and no row of the wire knows one; each is what its address says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode
from uuid import uuid5

from django.db.models import Exists, F, OuterRef
from django.http.request import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext

from newsroom.addresses import content_languages
from newsroom.conf import conf
from newsroom.models import Kind, Noun, WireTag
from newsroom.models.wire import UID_NAMESPACE
from newsroom.search.finding import found
from newsroom.search.queries import LONGEST, parse
from newsroom.wire import keys
from newsroom.wire.channels import ENTRY_COLUMNS, Channel
from newsroom.wire.feed_options import Options
from newsroom.wire.readers import items
from newsroom.wire.text import one_line

NAME = "search"
MOST_TAGS = 10
SLUG = re.compile(r"[\w-]{1,255}")


@dataclass(frozen=True)
class Question:
    """What is looked for, as somebody has typed it, and what the items are narrowed to."""

    q: str = ""
    kind: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What says so in addresses, always in the same order."""
        tags = (("tag", slug) for slug in self.tags)
        named = [("q", self.q), ("kind", self.kind), ("section", self.section), *tags]
        return [(name, value) for name, value in named if value]

    @property
    def query_string(self) -> str:
        return urlencode(self.parameters)

    @classmethod
    def asked(cls, query: QueryDict) -> Self | None:
        """What an address asks for; None if it narrows to what there cannot be."""
        kind, section = query.get("kind", ""), query.get("section", "")
        tags = tuple(dict.fromkeys(filter(None, query.getlist("tag"))))
        slugs = [section, *tags] if section else tags
        if kind not in ("", *Kind.values) or len(tags) > MOST_TAGS:
            return None
        if not all(SLUG.fullmatch(slug) for slug in slugs):
            return None
        return cls(typed(query), kind, section, tags)


def typed(query: Mapping[str, str]) -> str:
    """The words in an address, in one line and no longer than they are read."""
    return one_line(query.get("q", "")[:LONGEST])


@dataclass(frozen=True)
class SearchChannel(Channel):
    """The newest items of one language that say what is looked for."""

    question: Question = field(default_factory=Question)

    @cached_property
    def id(self) -> str:
        root = self.site.root_page.translation_key
        name = f"{NAME}?{self.question.query_string}"
        return uuid5(UID_NAMESPACE, f"feed:{root}:{self.language}:{name}").urn

    @cached_property
    def subject(self) -> str:
        question = self.question
        with translation.override(self.language):
            kind = str(Kind(question.kind).label) if question.kind else ""
            words = [question.q, kind, question.section, *question.tags]
            return gettext("Search: %(words)s") % {"words": " · ".join(filter(None, words))}

    @cached_property
    def description(self) -> str:
        words = {"words": self.question.q, "name": self.options.newsroom(self.language)}
        with translation.override(self.language):
            return gettext("What is new on “%(words)s”, from %(name)s.") % words

    @property
    def cache_keys(self) -> list[str]:
        # Whatever comes or goes in the language may be found by these words.
        return [*keys.of_lists(self.language), keys.of_feeds(self.site.pk)]

    def path(self, extension: str, month: str = "") -> str:
        address = reverse("newsroom_feeds:search", args=(self.language, NAME, extension))
        return f"{address}?{self.question.query_string}"

    @cached_property
    def home_url(self) -> str:
        """The project's page of this search, if it has one."""
        with translation.override(self.language):
            try:
                page = reverse(conf.search_page) if conf.search_page else ""
            except NoReverseMatch:
                page = ""
        if page:
            return f"{self.site.root_url}{page}?{self.question.query_string}"
        return Channel(self.options, self.language, Noun.NEWS).home_url

    def items(self) -> list[Any]:
        question = self.question
        rows: Any = items(self.site.pk, question.kind, self.language).filter(in_feeds=True)
        if question.section:
            rows = rows.filter(section_slug=question.section)
        for slug in question.tags:
            rows = rows.filter(Exists(WireTag.objects.filter(item=OuterRef("pk"), slug=slug)))
        rows = found(rows, parse(question.q, [self.language]))
        rows = rows.annotate(date=F("published"), row=F("pk"))
        return [rows.order_by("-date", "-row").only(*ENTRY_COLUMNS)]

    @property
    def facets(self) -> list[str]:
        return ["section_key"] if self.question.section else []


def channel_of(options: Options, language: str, question: Question | None) -> SearchChannel | None:
    """The channel of a search; None if it looks for nothing."""
    if question is None or language not in content_languages():
        return None
    if not parse(question.q, [language]):
        return None
    # The hub is told of channels that have changed, and nobody knows which searches have.
    return SearchChannel(replace(options, hub=""), language, NAME, question=question)
