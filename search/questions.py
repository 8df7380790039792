"""Questions: what a reader looks for on the page, as its address says. Any address is legal."""

import re
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http.request import QueryDict

from newsroom.api.searching import SearchParams
from newsroom.conf import conf
from newsroom.feeds import searches
from newsroom.feeds.searches import MOST_TAGS, SLUG, typed
from newsroom.models import Kind

NEWEST = "newest"
YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
PAGE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True)
class Question(searches.Question):
    """What is looked for, what it is narrowed to, in which order it comes; the best first."""

    year: str = ""
    newest: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """What an address asks for; what is not understood is as if it were not there."""
        kind, section, year = (query.get(name, "") for name in ("kind", "section", "year"))
        tags = [slug for slug in dict.fromkeys(query.getlist("tag")) if SLUG.fullmatch(slug)]
        return cls(
            typed(query),
            kind if kind in Kind.values else "",
            section if SLUG.fullmatch(section) else "",
            tuple(tags[:MOST_TAGS]),
            year if YEAR.fullmatch(year) else "",
            query.get("order") == NEWEST,
        )

    @property
    def parameters(self) -> list[tuple[str, str]]:
        own = [("year", self.year), ("order", NEWEST if self.newest else "")]
        return [*super().parameters, *((name, value) for name, value in own if value)]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.section or self.tags or self.year)

    @property
    def plain(self) -> Self:
        """The same words, in everything there is."""
        return replace(self, kind="", section="", tags=(), year="")

    @property
    def feed(self) -> searches.Question:
        """What a feed can hold of it: whatever year it is, and always the newest first."""
        return searches.Question(self.q, self.kind, self.section, self.tags)

    def href(self, page: int = 1) -> str:
        """The address of its results, relative to any page of them."""
        number = [("page", str(page))] if page > 1 else []
        return "?" + urlencode([*self.parameters, *number])

    def without(self, tag: str) -> Self:
        return replace(self, tags=tuple(slug for slug in self.tags if slug != tag))

    def with_tag(self, tag: str) -> Self:
        return replace(self, tags=(*self.tags, tag))

    def params(self, language: str) -> SearchParams:
        """The same for the search of the API."""
        named: dict[str, Any] = {
            "q": self.q,
            "locale": language,
            "order": "-published" if self.newest else "relevance",
            "limit": min(conf.page_size, 100),
        }
        if self.year:
            named["published_after"] = f"{self.year}-01-01T00:00:00Z"
            named["published_before"] = f"{int(self.year) + 1}-01-01T00:00:00Z"
        named |= {"kind": self.kind} if self.kind else {}
        named |= {"section": self.section} if self.section else {}
        return SearchParams(tag=list(self.tags), **named)


def page_number(query: QueryDict) -> int:
    """The page asked for; the first one where it is none."""
    text = query.get("page", "")
    return int(text) if PAGE.fullmatch(text) else 1
