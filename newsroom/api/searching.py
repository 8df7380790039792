"""A search: what was asked for, and what was found."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Annotated, Any, ClassVar, Literal

from django.db.models import F
from pydantic import BeforeValidator, Field
from wagtail.models import Site

from newsroom.addresses import content_languages
from newsroom.models import Kind, WireItem
from newsroom.search.queries import parse
from newsroom.search.snippets import Marker
from newsroom.search.suggestions import meant
from newsroom.search.survey import survey
from newsroom.wire.readers import still_in

from .items import COLUMNS
from .listing import Listing
from .params import Selection, any_text, may_be_left_out, true_or_false
from .search_facets import Counted, facets
from .search_schemas import Facets, Highlights


class SearchParams(Selection):
    SHOWN: ClassVar[frozenset[str]] = frozenset({"facets"})

    q: str = Field(
        "",
        description="What to look for, as somebody has typed it. Words are found in every form, "
        'with or without diacritics, all of them together. `"…"` finds words just so, `-` before '
        "a word or phrase leaves out items with it, `*` behind a word finds all that begin so. "
        "Any text is legal; the first 1,000 characters and 16 words count.",
        json_schema_extra=any_text,
    )
    kind: Literal["article", "gallery", "project"] = may_be_left_out("Only items of this kind.")
    order: Literal["relevance", "-published", "published"] = Field(
        "relevance", description="Best first, or newest or oldest first."
    )
    facets: Annotated[bool, BeforeValidator(true_or_false)] = Field(
        True, description="Whether to count what was found by what it can be narrowed by."
    )

    @property
    def searched(self) -> list[str]:
        """The languages in whose forms words are looked for."""
        return self.languages or list(content_languages())


@dataclass(frozen=True)
class Hit:
    """An item that was found, and why."""

    row: WireItem
    score: float
    highlights: Highlights


@dataclass(frozen=True)
class Found:
    """A part of what was found. ``ends``: when items expire that were only counted."""

    hits: list[Hit]
    count: int
    has_more: bool
    did_you_mean: str | None
    facets: Facets | None
    ends: list[datetime | None]


class Search:
    """What a request looks for in a Site."""

    def __init__(self, site: Site, params: SearchParams) -> None:
        self.params = params
        self.listing = Listing(site.pk, Kind(params.kind) if params.kind else None, params)
        self.query = parse(params.q, params.searched)
        self.rows = self.listing.everything()
        # One of each language for all hits: it remembers which forms fit.
        self.marker = cache(partial(Marker, self.query))

    def results(self, start: int = 0) -> Found:
        """The items from a number on, as many as ``limit`` says, and what is told of all."""
        params, query = self.params, self.query
        # One more than asked for tells whether there is a next page.
        seen = survey(self.rows, query, params.order, start, params.limit + 1, tags=params.facets)
        counted = Counted(seen)
        nothing = bool(query) and not counted.total
        return Found(
            hits=self._hits(dict(list(seen.scores.items())[: params.limit])),
            count=counted.total,
            has_more=len(seen.scores) > params.limit,
            did_you_mean=meant(self.rows, params.q, params.searched) if nothing else None,
            facets=facets(self.listing, query, counted, params.q) if params.facets else None,
            ends=counted.ends,
        )

    def _hits(self, scores: dict[int, float]) -> list[Hit]:
        """The rows of these numbers in their order, as they are true now."""
        facets = self.listing.facets
        wanted: Any = WireItem.objects.public().only(*COLUMNS, *facets, "card")
        rows = wanted.annotate(text=F("search_entry__text")).in_bulk(list(scores))
        shown: list[Any] = still_in(facets, [rows[pk] for pk in scores if pk in rows])
        return [Hit(row, scores[row.pk], self._highlights(row, row.text or "")) for row in shown]

    def _highlights(self, row: WireItem, text: str) -> Highlights:
        marker = self.marker(row.locale)
        title = json.loads(row.card)["title"]
        return Highlights(title=marker.marked(title), text=marker.snippet(text))
