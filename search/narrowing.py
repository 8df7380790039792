"""Narrowing: the links by which a reader chooses among what was found, and takes that back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from newsroom.api.search_schemas import Facets
from newsroom.api.sections import COLUMNS
from newsroom.models import Kind, NewsTag
from newsroom.web.lists import cards_of
from newsroom.web.visit import Visit
from newsroom.wire.readers import fresh, items

from .questions import Question

# Of one group; the most frequent ones.
MOST = 12


@dataclass(frozen=True)
class Choice:
    """A link that narrows by one thing more, or takes one away; ``count`` is what it leads to."""

    label: str
    href: str
    count: int = 0


@dataclass(frozen=True)
class Group:
    heading: str
    choices: list[Choice]


def known(visit: Visit, question: Question) -> tuple[Question, dict[str, str]]:
    """The question without sections and subjects that nothing public has; labels of the others."""
    rows = items(visit.site.pk, locale=visit.language).order_by()
    labels: dict[str, str] = {}
    if question.section:
        row = rows.filter(section_slug=question.section).only(*COLUMNS, "card").first()
        # Where the section has expired, an item composed anew is not in it any more.
        cards = cards_of(fresh([row] if row else []))
        if cards and cards[0].section:
            labels[question.section] = cards[0].section.title
        else:
            question = replace(question, section="")
    if question.tags:
        borne = rows.filter(tags__slug__in=question.tags).values("tags__slug")
        tags = NewsTag.objects.filter(slug__in=borne).prefetch_related("labels__locale")
        names = {tag.slug: tag.label(visit.language) for tag in tags}
        question = replace(question, tags=tuple(slug for slug in question.tags if slug in names))
        labels |= {f"#{slug}": name for slug, name in names.items()}
    return question, labels


def chosen(question: Question, labels: dict[str, str]) -> Iterator[Choice]:
    """What the question is narrowed to; each link takes one away."""
    if question.kind:
        yield Choice(kind_name(question.kind), replace(question, kind="").href())
    if question.section:
        yield Choice(labels[question.section], replace(question, section="").href())
    for slug in question.tags:
        yield Choice(labels[f"#{slug}"], question.without(slug).href())
    if question.year:
        yield Choice(question.year, replace(question, year="").href())


def groups(question: Question, facets: Facets) -> list[Group]:
    """What the items found can be narrowed to, but for what was chosen."""
    kinds = [
        Choice(kind_name(one.kind), replace(question, kind=one.kind).href(), one.count)
        for one in facets.kinds
        if not question.kind
    ]
    sections = [
        Choice(one.title, replace(question, section=one.slug).href(), one.count)
        for one in facets.sections
        if not question.section
    ]
    tags = [
        Choice(one.label, question.with_tag(one.slug).href(), one.count)
        for one in facets.tags
        if one.slug not in question.tags
    ]
    years = [
        Choice(str(one.year), replace(question, year=str(one.year)).href(), one.count)
        for one in facets.years
        if not question.year
    ]
    found = [
        Group(gettext("Kind"), kinds),
        Group(gettext("Sections"), sections[:MOST]),
        Group(gettext("Subjects"), tags[:MOST]),
        Group(gettext("Year"), years),
    ]
    return [group for group in found if group.choices]


def kind_name(kind: str) -> str:
    """What several items of a kind are called."""
    names = {
        Kind.ARTICLE: gettext("Articles"),
        Kind.GALLERY: gettext("Galleries"),
        Kind.PROJECT: gettext("Projects"),
    }
    return names[Kind(kind)]
