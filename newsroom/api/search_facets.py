"""What the items found can be narrowed by, counted in a fixed number of queries."""

import json
from collections import Counter
from uuid import UUID

from django.db.models import Count

from newsroom.addresses import content_languages
from newsroom.models import WireItem
from newsroom.search.finding import found
from newsroom.search.queries import Query, parse
from newsroom.search.survey import Survey
from newsroom.wire.readers import fresh

from .listing import Listing
from .params import ALL, default_language
from .search_schemas import (
    MOST_VALUES,
    Facets,
    KindFacet,
    LanguageFacet,
    SectionFacet,
    TagFacet,
    YearFacet,
)
from .sections import COLUMNS
from .tags import labels_of

# That are looked up for their labels: far more than are shown, for some may not be there any more.
MOST_TAGS = 10 * MOST_VALUES


class Counted:
    """The numbers of a search's items by kind, section, year, language and tag."""

    def __init__(self, seen: Survey) -> None:
        self.kinds: Counter[str] = Counter()
        self.years: Counter[int] = Counter()
        self.languages: Counter[str] = Counter()
        self.sections: Counter[UUID] = Counter()
        self.samples: dict[UUID, int] = {}
        self.tags = seen.tags
        for group in seen.groups:
            self.kinds[group.kind] += group.number
            self.languages[group.locale] += group.number
            self.years[group.year] += group.number
            if group.section:
                self.sections[group.section] += group.number
                self.samples[group.section] = group.sample
        self.ends = [group.ends for group in seen.groups]

    @property
    def total(self) -> int:
        return self.kinds.total()


def facets(listing: Listing, query: Query, counted: Counted, text: str) -> Facets:
    return Facets(
        tags=_tags(listing, counted.tags),
        sections=_sections(counted),
        kinds=[KindFacet(kind=kind, count=n) for kind, n in counted.kinds.most_common()],
        languages=_languages(listing, query, counted, text),
        years=[YearFacet(year=year, count=n) for year, n in sorted(counted.years.items())[::-1]],
    )


def _tags(listing: Listing, numbers: Counter[str]) -> list[TagFacet]:
    language = listing.params.language or default_language()
    # Of these only: to know all tags that are in use the whole wire would have to be read.
    most = [slug for slug, _ in numbers.most_common(MOST_TAGS)]
    labels = labels_of(most, language) if most else {}
    # A tag that was renamed or deleted is still on the wire until its items are composed anew.
    found_tags = [
        TagFacet(slug=slug, label=labels[slug], count=number)
        for slug, number in numbers.items()
        if slug in labels
    ]
    return sorted(found_tags, key=lambda tag: (-tag.count, tag.label))[:MOST_VALUES]


def _sections(counted: Counted) -> list[SectionFacet]:
    most = counted.sections.most_common(MOST_VALUES)
    rows = WireItem.objects.public().filter(pk__in=[counted.samples[uid] for uid, _ in most])
    # Where the section has expired, an item composed anew is not in it any more.
    shown = [json.loads(row.card)["section"] for row in fresh(rows.only(*COLUMNS, "card"))]
    known = {UUID(section["id"]): section for section in shown if section}
    return [
        SectionFacet(id=uid, slug=known[uid]["slug"], title=known[uid]["title"], count=number)
        for uid, number in most
        if uid in known
    ]


def _languages(listing: Listing, query: Query, counted: Counted, text: str) -> list[LanguageFacet]:
    """What each language's own search would find: what says nothing in one may tell in another."""
    codes = content_languages()
    own = {code: parse(text, [code]) for code in codes}
    anywhere = listing.params.model_copy(update={"locale": ALL, "fallback": ""})
    rows = Listing(listing.site_id, listing.kind, anywhere).everything()
    # Of one language, or of all without fallbacks, these have been counted already.
    is_counted = listing.params.locale == ALL or len(listing.params.languages) == 1
    numbers = {
        code: counted.languages[code]
        for code in listing.params.languages or codes
        if is_counted and own[code].typed == query.typed
    }
    others = [
        found(rows.filter(locale=code), own[code]).values_list("locale").annotate(Count("pk"))
        for code in codes
        if code not in numbers
    ]
    if others:
        numbers |= dict(others[0].union(*others[1:], all=True))
    return [LanguageFacet(locale=code, count=numbers[code]) for code in codes if numbers.get(code)]
