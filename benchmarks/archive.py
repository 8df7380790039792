"""Rows on the wire by the hundred thousand, written directly: no pages stand behind them.

The same numbers give the same rows. What stands in no answer is left out: old addresses, and,
unless asked for, dependencies.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from django.db import connection, transaction
from wagtail.models import Site

from galleries.documents import PhotoDocument, RenditionDocument
from newsroom.models import (
    Noun,
    WireAction,
    WireChange,
    WireDependency,
    WireItem,
    WireScope,
    WireSequence,
    WireTag,
    uid_for,
)
from newsroom.wire.compose import fingerprint
from newsroom.wire.documents import (
    DOCUMENTS,
    ItemDocument,
    Reference,
    RichTextBlock,
    Tag,
    Translation,
    card_of,
)
from newsroom.wire.entries import entry_of
from newsroom.wire.visibility import UNPUBLISHED

from .words import WORDS

NAMESPACE = uuid.UUID("0f7c3b52-51a4-5c0e-9d15-2f1c8a6e7b11")
NEWEST = datetime(2026, 6, 1, 12, tzinfo=UTC)
# Of ten rows six are Polish, three English and one Ukrainian, and all translate a Polish one.
IN_ENGLISH, IN_UKRAINIAN = 2, 6
STORIES_IN_TEN_ROWS = 6
# Which stories are galleries, or withdrawn, or expire one day.
GALLERY, WITHDRAWN, EXPIRING = 20, 50, 100
SECTIONS, PROJECTS, SUBJECTS = 5, 3, 30
COMMON_TAG, RARE_TAG = "komunikaty", "jubileusz"
RARE = 20  # Polish articles that bear the rare tag: just one page of a list
WIDTHS = (400, 800, 1600)
PARAGRAPHS = 3
FAR_AWAY = datetime(2126, 6, 1, 12, tzinfo=UTC)
ROWS_AT_ONCE = 1000
FIRST_PAGE = 10**9  # higher than the ids of pages that there are


@dataclass(frozen=True)
class Story:
    """What is said of something in one language or several; the lower the number, the newer."""

    number: int
    is_rare: bool = False

    @property
    def key(self) -> uuid.UUID:
        return key_of("story", self.number)

    @property
    def kind(self) -> str:
        return "gallery" if self.number % GALLERY == GALLERY - 1 else "article"

    @property
    def withdrawn(self) -> bool:
        return self.number % WITHDRAWN == WITHDRAWN - 1

    @property
    def languages(self) -> list[str]:
        english, ukrainian = self.number % IN_ENGLISH == 0, self.number % IN_UKRAINIAN == 0
        return ["pl", *["en"] * english, *["uk"] * ukrainian]

    @property
    def published(self) -> datetime:
        return NEWEST - timedelta(minutes=40 * self.number)

    @property
    def random(self) -> Random:
        return Random(self.key.int)

    @property
    def tags(self) -> list[str]:
        subject = f"temat-{self.random.randrange(SUBJECTS)}"
        return [COMMON_TAG, subject, *[RARE_TAG] * self.is_rare]


def key_of(*parts: object) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, "/".join(map(str, parts)))


def stories(rows: int) -> Iterator[Story]:
    """The stories whose texts in all languages make up this many rows."""
    number = rows * STORIES_IN_TEN_ROWS // 10
    tellable = [
        story
        for story in map(Story, range(number))
        if story.kind == "article" and not story.withdrawn
    ]
    step = max(1, len(tellable) // RARE)
    rare = {story.number for story in tellable[step // 2 :: step][:RARE]}
    for story in map(Story, range(number)):
        yield replace(story, is_rare=story.number in rare)


def fill(
    rows: int,
    *,
    hostname: str = "news.example",
    port: int = 443,
    dependencies: bool = False,
) -> None:
    """Put this many rows, and the changes that brought them, beside those that are there."""
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port = hostname, port
    site.save()
    before = WireSequence.objects.values_list("value", flat=True).first() or 0
    # The oldest is written first, as in life.
    texts = [
        (story, language) for story in reversed(list(stories(rows))) for language in story.languages
    ]
    with transaction.atomic():
        for start in range(0, len(texts), ROWS_AT_ONCE):
            some = [_item(*text, site) for text in texts[start : start + ROWS_AT_ONCE]]
            _write(some, before + start)
            if dependencies:
                _write_dependencies(item for item, _ in some)
        WireSequence.objects.update_or_create(pk=1, defaults={"value": before + len(texts)})
        WireScope.objects.bulk_create(_scopes(site.pk), ignore_conflicts=True)
    if connection.vendor == "postgresql":  # which does so itself, but later
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _write(rows: list[tuple[WireItem, list[str]]], sequence: int) -> None:
    items = WireItem.objects.bulk_create([item for item, _ in rows])
    WireTag.objects.bulk_create(
        WireTag(
            item=item,
            slug=slug,
            **{name: getattr(item, name) for name in ("site_id", "kind", "locale", "published")},
        )
        for item, (_, slugs) in zip(items, rows, strict=True)
        for slug in slugs
    )
    WireChange.objects.bulk_create(
        WireChange(
            sequence=number,
            item=item,
            site_id=item.site_id,
            action=WireAction.WITHDRAWN if item.withdrawn_at else WireAction.PUT,
            at=item.changed,
        )
        for number, item in enumerate(items, start=sequence + 1)
    )


def _write_dependencies(items: Iterable[WireItem]) -> None:
    """What each of them looked at: itself, its section and project, its photo and the site."""
    WireDependency.objects.bulk_create(
        WireDependency(item=item, key=key)
        for item in items
        if not item.withdrawn_at
        for key in (
            f"page:{item.translation_key}",
            f"page:{item.section_key}",
            f"page:{item.project_key}",
            f"image:{FIRST_PAGE + item.page_id}",
            "collection:1",
            f"site:{item.site_id}",
        )
    )


def _scopes(site_id: int) -> Iterator[WireScope]:
    """The sets of articles that have feeds."""
    articles = WireItem.objects.public().filter(kind="article").order_by()
    tags = WireTag.objects.filter(kind="article").order_by()
    found: set[tuple[str, Noun, str]] = {
        *((locale, Noun.NEWS, "") for locale in articles.values_list("locale", flat=True)),
        *((locale, Noun.TAGS, slug) for locale, slug in tags.values_list("locale", "slug")),
    }
    for noun, column in ((Noun.SECTIONS, "section_slug"), (Noun.PROJECTS, "project_slug")):
        slugs = articles.exclude(**{column: ""}).values_list("locale", column)
        found |= {(locale, noun, slug) for locale, slug in slugs.distinct()}
    for locale, noun, slug in sorted(found):
        yield WireScope(
            site_id=site_id,
            locale=locale,
            noun=noun,
            slug=slug,
            key=key_of(noun, slug) if slug else None,
            title=slug,
            stamp=1,
            changed=NEWEST,
        )


def _item(story: Story, language: str, site: Site) -> tuple[WireItem, list[str]]:
    """A row that is not stored yet, and its tags."""
    document = describe(story, language, site.root_url)
    gone = story.withdrawn
    expires = FAR_AWAY if story.number % EXPIRING == EXPIRING - 2 and not gone else None
    item = WireItem(
        uid=document.id,
        translation_key=story.key,
        page_id=FIRST_PAGE + story.number * len(WORDS) + list(WORDS).index(language),
        site_id=site.pk,
        kind=story.kind,
        locale=language,
        url=document.url,
        slug=f"wpis-{story.number}",
        published=document.published_at,
        updated=document.updated_at,
        changed=document.updated_at,
        expires_at=expires,
        valid_until=expires,
        withdrawn_at=document.updated_at if gone else None,
        reason=UNPUBLISHED if gone else "",
        card="" if gone else card_of(document).model_dump_json(),
        document="" if gone else document.model_dump_json(),
        entry="" if gone else entry_of(document).model_dump_json(),
        url_path=f"/home/wpis-{story.number}/",
        composition=fingerprint(site.root_url),
        **_facets("section", document.section),
        **_facets("project", document.project),
    )
    return item, [] if gone else story.tags


def _facets(what: str, reference: Reference | None) -> dict[str, Any]:
    if reference is None:
        return {}
    return {
        f"{what}_uid": reference.id,
        f"{what}_key": reference.translation_key,
        f"{what}_slug": reference.slug,
    }


def describe(story: Story, language: str, root_url: str) -> ItemDocument:
    """What a story says in a language: some kilobytes."""
    words, random = WORDS[language], story.random
    paragraphs = [f"<p>{words.paragraph(random)}</p>" for _ in range(PARAGRAPHS)]
    photo = _photo(story, language, root_url)
    others = [code for code in story.languages if code != language]
    document: ItemDocument = DOCUMENTS[story.kind](
        id=uid_for(story.key, language),
        translation_key=story.key,
        locale=language,
        url=_address(root_url, language, story.number),
        title=words.headline(random),
        lead=words.sentence(random),
        published_at=story.published,
        updated_at=story.published + timedelta(days=story.number % 3),
        tags=[Tag(slug=slug, label=slug.capitalize()) for slug in story.tags],
        section=_reference("section", story.number % SECTIONS, language, root_url),
        project=_reference("project", story.number % PROJECTS, language, root_url),
        lead_photo=photo,
        translations=[
            Translation(
                id=uid_for(story.key, code),
                locale=code,
                url=_address(root_url, code, story.number),
                title=WORDS[code].headline(story.random),
            )
            for code in others
        ],
        body_html="".join(paragraphs),
        body=[RichTextBlock(html=html) for html in paragraphs],
        photos=[photo],
    )
    return document


def _address(root_url: str, language: str, name: object) -> str:
    return f"{root_url}/{language}/wpis-{name}/"


@cache
def _reference(what: str, number: int, language: str, root_url: str) -> Reference:
    key = key_of(what, number)
    return Reference(
        id=uid_for(key, language),
        translation_key=key,
        slug=f"{what}-{number}",
        title=WORDS[language].headline(Random(key.int)),
        url=_address(root_url, language, f"{what}-{number}"),
    )


def _photo(story: Story, language: str, root_url: str) -> PhotoDocument:
    words, random = WORDS[language], story.random
    folder = f"{root_url}/media/images/{story.number}"
    renditions = [
        RenditionDocument(
            url=f"{folder}.width-{width}.{ending}",
            width=width,
            height=width * 2 // 3,
            type=f"image/{ending}",
            length=width * 90,
        )
        for ending in ("jpeg", "webp")
        for width in WIDTHS
    ]
    return PhotoDocument(
        id=uid_for(key_of("photo", story.number), language),
        alt=words.picture(random),
        alt_locale=language,
        decorative=False,
        caption=words.sentence(random),
        credit="Biuro Prasowe",
        licence="CC-BY-4.0",
        src=renditions[len(WIDTHS) - 1].url,
        width=WIDTHS[-1],
        height=WIDTHS[-1] * 2 // 3,
        renditions=renditions,
    )
