"""Scopes: sets of items that have feeds and lists of their own, and when they last changed.

A scope steps in the transaction that puts or withdraws one of its items, also the one that an item
leaves. So a reader knows from one row whether anything in it is new, however large it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from newsroom.models import Kind, NewsTag, Noun, WireItem, WireScope, WireSequence, WireTag
from newsroom.models.wire import WireItemQuerySet, tag_key_for

from .compose import Composition
from .documents import GalleryDocument, ProjectDocument

# The kind of the items in the scopes of a noun.
KINDS = {noun: Kind.GALLERY if noun == Noun.GALLERIES else Kind.ARTICLE for noun in Noun}
# Those that there are in every language, also before anything is in them.
ALWAYS = (Noun.NEWS, Noun.GALLERIES)


@dataclass(frozen=True)
class Place:
    """What a scope is called in addresses: ``sections/culture`` in a language of a Site."""

    site_id: int
    locale: str
    noun: str
    slug: str = ""


def around(item: WireItem) -> set[Place]:
    """The scopes that a stored item stands in."""
    if item.kind == Kind.GALLERY:
        return {Place(item.site_id, item.locale, Noun.GALLERIES)}
    if item.kind == Kind.PROJECT:
        return {Place(item.site_id, item.locale, Noun.PROJECTS, item.slug)}
    slugs = WireTag.objects.filter(item=item).values_list("slug", flat=True)
    names = [(Noun.NEWS, ""), *((Noun.TAGS, slug) for slug in slugs)]
    if item.section_slug:
        names.append((Noun.SECTIONS, item.section_slug))
    if item.project_slug:
        names.append((Noun.PROJECTS, item.project_slug))
    return {Place(item.site_id, item.locale, noun, slug) for noun, slug in names}


def of(composition: Composition) -> list[WireScope]:
    """The scopes that a composition stands in, with the words it has for them."""
    document = composition.document
    found: list[tuple[Noun, str, UUID | None, str, str]] = []
    if isinstance(document, GalleryDocument):
        found.append((Noun.GALLERIES, "", None, "", ""))
    elif isinstance(document, ProjectDocument):
        key = document.translation_key
        found.append((Noun.PROJECTS, composition.slug, key, document.title, document.url))
    else:
        found.append((Noun.NEWS, "", None, "", ""))
        keys = _tag_keys([tag.slug for tag in document.tags])
        for tag in document.tags:
            found.append((Noun.TAGS, tag.slug, keys.get(tag.slug), tag.label, ""))
        references = ((Noun.SECTIONS, document.section), (Noun.PROJECTS, document.project))
        for noun, about in references:
            if about:
                found.append((noun, about.slug, about.translation_key, about.title, about.url))
    return [
        WireScope(
            site_id=composition.site_id,
            locale=document.locale,
            noun=noun,
            slug=slug,
            key=key,
            title=title,
            url=url,
        )
        for noun, slug, key, title, url in found
    ]


def step(
    sequence: WireSequence, at: datetime, left: Iterable[Place], entered: list[WireScope]
) -> None:
    """Note that these scopes have changed; the counter must be locked, and have stepped."""
    # Both numbers only grow, and one of them just has.
    stamp = sequence.value + sequence.version
    for scope in entered:
        scope.stamp, scope.changed = stamp, at
    WireScope.objects.bulk_create(
        entered,
        update_conflicts=True,
        unique_fields=["site_id", "locale", "noun", "slug"],
        update_fields=["key", "former", "title", "url", "stamp", "changed"],
    )
    names = {Place(one.site_id, one.locale, one.noun, one.slug) for one in entered}
    gone, former = Q(pk=None), Q(pk=None)
    for place in set(left) - names:
        gone |= Q(**vars(place))
    for one in entered:
        if one.key:
            same = Q(site_id=one.site_id, locale=one.locale, noun=one.noun, key=one.key)
            former |= same & ~Q(slug=one.slug)
    WireScope.objects.filter(gone).update(stamp=stamp, changed=at)
    WireScope.objects.filter(former, former=False).update(former=True)


def _tag_keys(slugs: list[str]) -> dict[str, UUID]:
    """What subjects are under any slug."""
    tags = NewsTag.objects.filter(slug__in=slugs).values_list("slug", "pk")
    return {slug: tag_key_for(pk) for slug, pk in tags}


def items_of(site_id: Any, locale: Any, noun: str, slug: Any) -> WireItemQuerySet:
    """The public items of a scope that are in feeds, in no order."""
    public = WireItem.objects.public().filter(in_feeds=True)
    return within(public, site_id, locale, noun, slug)


def within(
    rows: WireItemQuerySet, site_id: Any, locale: Any, noun: str, slug: Any
) -> WireItemQuerySet:
    """Those of the rows that are in a scope."""
    place = {"site_id": site_id, "kind": KINDS[Noun(noun)], "locale": locale}
    match noun:
        case Noun.SECTIONS:
            return rows.filter(**place, section_slug=slug)
        case Noun.PROJECTS:
            return rows.filter(**place, project_slug=slug)
        case Noun.TAGS:
            tag = {f"tags__{name}": value for name, value in place.items()}
            return rows.filter(**place, **tag, tags__slug=slug)
    return rows.filter(**place)


def alive(site_id: int, noun: str) -> Exists | Q:
    """Whether anything public is in the scope of a row."""
    locale, slug = OuterRef("locale"), OuterRef("slug")
    if noun in ALWAYS:
        return Exists(items_of(site_id, locale, noun, ""))
    if noun == Noun.PROJECTS:
        # An item itself, hidden at once when it is withdrawn. Where it is in another language
        # only, items name that one, by its slug.
        projects = WireItem.objects.filter(
            site_id=site_id, kind=Kind.PROJECT, translation_key=OuterRef("key"), slug=slug
        )
        own = projects.filter(locale=locale, withdrawn_at=None)
        return Exists(own.public()) | (~Exists(own) & Exists(projects.public()))
    return Exists(items_of(site_id, locale, noun, slug))
