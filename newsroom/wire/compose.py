"""Composing: from a page to its finished public document.

A composition holds everything it says, and names everything it looked at. It makes no renditions
and calls no network, and it must not run inside a transaction that holds locks.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from wagtail.models import Page, Site

from galleries.documents import PhotoDocument
from galleries.models import GalleryPage
from newsroom.addresses import Address, AddressBook, content_languages
from newsroom.funding.statements import EMBLEM, statement_for
from newsroom.models import (
    ArticlePage,
    Kind,
    NewsIndexPage,
    ProjectPage,
    WireAddress,
    WireItem,
    uid_for,
)

from .body import blocks_of, html_of, photos_of
from .documents import (
    ArticleDocument,
    Block,
    Correction,
    Emblem,
    Funding,
    GalleryDocument,
    ItemDocument,
    ProjectDocument,
    Reference,
    Tag,
    Translation,
    card_of,
)
from .entries import Entry, entry_of
from .look import Look, whole_seconds
from .visibility import NO_SITE, withheld_because

# Raise it when a composition of the same page comes out differently: reconcile then finds all rows.
VERSION = 3

ITEM_MODELS: dict[Kind, type[Page]] = {
    Kind.ARTICLE: ArticlePage,
    Kind.GALLERY: GalleryPage,
    Kind.PROJECT: ProjectPage,
}


class Withheld(Exception):
    """The page is not public; ``reason`` is one of the words of ``visibility``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Composition:
    """A finished document and what the store keeps along with it."""

    document: ItemDocument
    page_id: int
    site_id: int
    slug: str
    url_path: str
    revision_id: int | None
    composition: str
    expires_at: datetime | None
    valid_until: datetime | None
    dependencies: frozenset[str]
    unfinished_images: frozenset[int]
    in_feeds: bool
    entry: Entry

    @property
    def card_json(self) -> str:
        return card_of(self.document).model_dump_json()

    @property
    def document_json(self) -> str:
        return self.document.model_dump_json()

    @property
    def entry_json(self) -> str:
        return self.entry.model_dump_json()


def kind_of(page: Page) -> Kind | None:
    """The kind of item a page is, or None for a page that is never an item."""
    return next((kind for kind, model in ITEM_MODELS.items() if isinstance(page, model)), None)


def fingerprint(root_url: str = "") -> str:
    """What a composition depends on besides the content: version, settings, the site's address."""
    parts = [
        settings.MEDIA_URL,
        settings.STATIC_URL or "",
        settings.LANGUAGE_CODE,
        *content_languages(),
        root_url,
    ]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"{VERSION}:{digest[:40]}"


def is_of_this_version(composition: str) -> bool:
    """Whether a row with this fingerprint was composed by this version of the code."""
    return composition.startswith(f"{VERSION}:")


def is_of_newer_version(composition: str) -> bool:
    """Whether it was composed by code that this process is yet to be replaced with."""
    return int(composition.partition(":")[0]) > VERSION


def compose(
    page: Page, *, now: datetime | None = None, ignore_visibility: bool = False
) -> Composition:
    """The public document of a specific page; raises ``Withheld`` if it is not public.

    ``ignore_visibility`` composes for somebody who was let in: the preview of a draft, a visitor
    of a restricted page. What the page embeds passes the same test as ever.
    """
    now = now or timezone.now()
    book = AddressBook()
    language = page.locale.language_code
    if not ignore_visibility and (reason := withheld_because(page, book, now)):
        raise Withheld(reason)
    address = book.locate(page, language)
    if address is None:
        raise Withheld(NO_SITE)
    look = Look(language, address, book, now)
    look.keys.update({f"page:{page.translation_key}", f"site:{address.site_id}"})
    look.until(page.expire_at)
    with translation.override(language):
        document = _document(page, look)
        entry = entry_of(document, getattr(page, "feed_summary", ""))
    return Composition(
        document=document,
        page_id=page.pk,
        site_id=address.site_id,
        slug=page.slug,
        url_path=page.url_path,
        revision_id=page.live_revision_id,
        composition=fingerprint(address.root_url),
        expires_at=page.expire_at,
        valid_until=look.valid_until,
        dependencies=frozenset(look.keys),
        unfinished_images=frozenset(look.unfinished_images),
        in_feeds=getattr(page, "in_feeds", True),
        entry=entry,
    )


def body_blocks(page: Page, looks: list[Look] | None = None) -> list[Block]:
    """The public blocks of any page with a ``body``, also of one that is never an item.

    What was looked at is added to ``looks``.
    """
    book = AddressBook()
    language = page.locale.language_code
    site = Site.objects.filter(is_default_site=True).first()
    address = book.locate(page, language) or Address(0, site.root_url if site else "", "/")
    look = Look(language, address, book)
    if looks is not None:
        looks.append(look)
    with translation.override(language):
        return blocks_of(page, look)


def _document(page: Page, look: Look) -> ItemDocument:
    photos = photos_of(page, look)
    match kind_of(page):
        case Kind.ARTICLE:
            return ArticleDocument(**_common(page, look, photos), **_article(page))
        case Kind.GALLERY:
            return GalleryDocument(**_common(page, look, photos), date=page.date, place=page.place)
        case Kind.PROJECT:
            return ProjectDocument(**_common(page, look, photos), **_project(page, look))
    raise TypeError(f"{type(page).__name__} is never on the wire")


def _common(page: Page, look: Look, photos: list[tuple[Any, PhotoDocument]]) -> dict[str, Any]:
    uid = uid_for(page.translation_key, look.language)
    row = WireItem.objects.filter(uid=uid).first()
    published = _published(page, row, look.now)
    corrections = [item.date for item in page.corrections.all()] if _is_article(page) else []
    blocks = blocks_of(page, look) if hasattr(page, "body") else []
    lead = next((photo for use, photo in photos if getattr(use, "is_lead", False)), None)
    return {
        "id": uid,
        "translation_key": page.translation_key,
        "locale": look.language,
        "url": look.address.url,
        "title": page.title,
        "lead": page.lead,
        "published_at": published,
        "updated_at": max([published, *map(whole_seconds, corrections)]),
        "tags": _tags(page, look),
        "section": _section(page, look),
        "project": _project_of(page, look),
        "lead_photo": lead or next((photo for _, photo in photos), None),
        "translations": _translations(page, look),
        "body": blocks,
        "body_html": html_of(blocks),
        "photos": [photo for _, photo in photos],
        "seo_title": page.seo_title,
        "seo_description": page.search_description,
        "former_urls": _former_urls(row, look.address.url),
    }


def _article(page: ArticlePage) -> dict[str, Any]:
    return {
        "byline": page.byline,
        "event_start": page.event_start,
        "event_end": page.event_end,
        "corrections": [
            Correction(date=whole_seconds(item.date), text=item.text)
            for item in page.corrections.all()
        ],
    }


def _project(page: ProjectPage, look: Look) -> dict[str, Any]:
    names = (
        "official_title", "project_number", "programming_period", "programme", "fund",
        "priority_axis", "measure", "sub_measure", "implementer", "start", "end",
        "total_value", "eu_contribution", "website", "contact", "status",
    )  # fmt: skip
    has_amount = page.total_value is not None or page.eu_contribution is not None
    return {name: getattr(page, name) for name in names} | {
        "partners": [line.strip() for line in page.partners.splitlines() if line.strip()],
        "currency": page.currency if has_amount else "",
        "funding": _funding(page, look),
        "aims": look.html(page.aims),
        "results": look.html(page.results),
        "target_groups": look.html(page.target_groups),
    }


def _funding(page: ProjectPage, look: Look) -> Funding | None:
    statement = statement_for(page.programming_period, page.fund, look.language)
    if statement is None:
        return None
    # Not by the name that the storage gives it: another one may be deployed tomorrow.
    url = look.absolute(settings.STATIC_URL + EMBLEM) if settings.STATIC_URL else None
    return Funding(
        statement=statement.text,
        locale=statement.language,
        emblem=Emblem(url=url, alt=statement.emblem),
        fund=page.fund,
        programme=page.programme,
        period=page.programming_period,
    )


def _is_article(page: Page) -> bool:
    return isinstance(page, ArticlePage)


def _published(page: Page, row: WireItem | None, now: datetime) -> datetime:
    """The editors' date, else the first publication; never later than that this is said."""
    editorial = page.publication_date if _is_article(page) else None
    known = editorial or page.first_published_at or (row.published if row else None)
    return whole_seconds(known or now)


def _tags(page: Page, look: Look) -> list[Tag]:
    if not hasattr(page, "tags"):
        return []
    tags = sorted(set(page.tags.all()), key=lambda tag: tag.slug)
    look.keys.update(f"tag:{tag.pk}" for tag in tags)
    return [Tag(slug=tag.slug, label=tag.label(look.language)) for tag in tags]


def _section(page: Page, look: Look) -> Reference | None:
    parent = page.get_parent() if page.path else None
    if parent is None or not issubclass(parent.specific_class or Page, NewsIndexPage):
        return None
    return look.reference(parent)


def _project_of(page: Page, look: Look) -> Reference | None:
    if not _is_article(page) or page.project_id is None:
        return None
    return look.reference(look.localized_page(page.project_id))


def _translations(page: Page, look: Look) -> list[Translation]:
    order = {code: position for position, code in enumerate(content_languages())}
    siblings = (
        Page.objects.filter(translation_key=page.translation_key)
        .exclude(pk=page.pk)
        .select_related("locale")
    )
    found = [
        Translation(
            id=uid_for(sibling.translation_key, sibling.locale.language_code),
            locale=sibling.locale.language_code,
            url=look.url_of(sibling),
            title=sibling.title,
        )
        for sibling in siblings
        if look.public_page(sibling)
    ]
    return sorted(found, key=lambda item: (order.get(item.locale, len(order)), item.locale))


def _former_urls(row: WireItem | None, url: str) -> list[str]:
    if row is None:
        return []
    former = set(WireAddress.objects.filter(item=row).values_list("url", flat=True))
    return sorted((former | {row.url}) - {url})


def uid_of(page: Page) -> UUID:
    return uid_for(page.translation_key, page.locale.language_code)
