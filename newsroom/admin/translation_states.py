"""How far pages are in each language, for many pages in a few queries."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, Max, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, PageLogEntry, Revision

from newsroom.addresses import content_languages
from newsroom.delivery.localize import texts_of
from newsroom.models import ReleasedPage

NEVER = datetime.min.replace(tzinfo=UTC)


class Condition(TextChoices):
    """What has become of a page in a language."""

    MISSING = "missing", _("Missing")
    DRAFT = "draft", _("Draft")
    LIVE = "live", _("Live")
    CHANGED = "changed", _("Live, with unpublished changes")
    SCHEDULED = "scheduled", _("Scheduled")
    UNPUBLISHED = "unpublished", _("Unpublished")


@dataclass(frozen=True)
class State:
    """How far a page is in one language.

    An alias is no page of its own: readers see its source's text there, nobody has translated it.
    """

    language: str
    page: Page | None = None
    alias: Page | None = None
    is_source: bool = False
    condition: Condition = Condition.MISSING
    # When it goes live, if it is scheduled.
    at: datetime | None = None
    # The source has been changed since its texts were taken over.
    behind: bool = False
    # The texts it is written from (wagtail-localize's TranslationSource).
    texts_id: int | None = None
    # Texts that readers would see in the source's language.
    untranslated: int = 0
    alts_missing: int = 0

    @property
    def language_name(self) -> str:
        return str(get_content_languages().get(self.language, self.language))

    @property
    def waits(self) -> bool:
        """Whether there is something to publish."""
        return self.page is not None and self.condition != Condition.LIVE

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do before it is published."""
        lacks = self.behind or self.untranslated or self.alts_missing
        return self.page is not None and not lacks

    @property
    def awaits_translation(self) -> bool:
        return not self.is_source and (self.page is None or self.behind or bool(self.untranslated))


States = dict[str, State]


def states_of(pages: Iterable[Page]) -> dict[UUID, States]:
    """The states of pages by translation key and language, the languages in their order.

    As many queries for one page as for thousands, and for any number of languages.
    """
    keys: Any = (
        pages.order_by().values("translation_key")
        if isinstance(pages, QuerySet)
        else {page.translation_key for page in pages}
    )
    facts = Facts(keys)
    return {key: Group(found, facts).states() for key, found in facts.groups.items()}


class Facts:
    """What must be known of all pages with these translation keys, one query for each thing."""

    def __init__(self, keys: Any) -> None:
        self.languages = content_languages()
        found = Page.objects.filter(translation_key__in=keys).select_related("locale")
        # Of a revision no more is read than this; its content is large.
        self.pages = found.annotate(
            live_written=F("live_revision__created_at"),
            live_object=F("live_revision__object_id"),
        ).order_by("pk")
        self.groups: dict[UUID, list[Page]] = defaultdict(list)
        for page in self.pages:
            self.groups[page.translation_key].append(page)
        self.texts = texts_of(keys)
        self.schedules = _schedules()
        entries = PageLogEntry.objects.filter(
            page__translation_key__in=keys, action="wagtail.convert_alias"
        )
        converted = entries.order_by().values_list("page_id").annotate(Max("timestamp"))
        self.converted: dict[int, datetime] = dict(converted)
        self.alts_missing = _alts_missing(self.pages)

    def is_published(self, page: Any) -> bool:
        """False for a converted alias as well: it is live, but nobody has published it."""
        if not page.live or (page.live_object and page.live_object != str(page.pk)):
            return False
        converted = self.converted.get(page.pk)
        published = page.last_published_at
        return converted is None or (published is not None and published >= converted)


def _schedules() -> dict[int, datetime]:
    """When pages go live, by Wagtail's schedule or as a part of a release."""
    revisions = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    found = {int(pk): at for pk, at in revisions.values_list("object_id", "approved_go_live_at")}
    planned = ReleasedPage.objects.filter(release__refused=None)
    return found | dict(planned.values_list("page_id", "release__at"))


def _alts_missing(pages: Iterable[Page]) -> Counter[int]:
    """How many pictures lack a text in what is not published; a live page lacks none."""
    drafts = [
        page.latest_revision_id
        for page in pages
        if not page.alias_of_id and (page.has_unpublished_changes or not page.live)
    ]
    counts: Counter[int] = Counter()
    contents = Revision.objects.filter(pk__in=drafts).values_list("object_id", "content")
    for pk, content in contents.iterator() if drafts else ():
        counts[int(pk)] = sum(
            not (picture.get("decorative") or (picture.get("alt_text") or "").strip())
            for picture in _pictures(content)
        )
    return counts


def _pictures(content: dict[str, Any]) -> Iterable[dict[str, Any]]:
    yield from content.get("photos") or ()
    body = content.get("body")
    for block in json.loads(body) if isinstance(body, str) and body else ():
        picture = block["value"].get("image") if block["type"] == "image" else None
        if isinstance(picture, dict) and picture.get("image"):
            yield picture


class Group:
    """The pages of one translation key."""

    def __init__(self, pages: list[Page], facts: Facts) -> None:
        self.facts = facts
        self.own = {page.locale_id: page for page in pages if not page.alias_of_id}
        self.by_language = {page.locale.language_code: page for page in pages}

    def states(self) -> States:
        return {language: self._state(language) for language in self.facts.languages}

    @cached_property
    def source(self) -> Page | None:
        """The page that the others are translations of.

        The one whose texts are translated; else that in the default language; else the oldest.
        """
        key = next(iter(self.own.values())).translation_key if self.own else None
        for target in self.own:
            texts = self.facts.texts.get((key, target)) if key else None
            if texts and texts.source_locale_id in self.own:
                return self.own[texts.source_locale_id]
        default = self.by_language.get(self.facts.languages[0])
        if default and not default.alias_of_id:
            return default
        return next(iter(self.own.values()), None)

    def _state(self, language: str) -> State:
        page: Any = self.by_language.get(language)
        if page is None or page.alias_of_id:
            return State(language, alias=page)
        texts = self.facts.texts.get((page.translation_key, page.locale_id))
        source = self.own.get(texts.source_locale_id) if texts else self.source
        changed = page.has_unpublished_changes
        behind, untranslated = False, 0
        if texts:
            changed = changed or texts.newer_than(page.latest_revision_created_at)
            behind = source is not None and _written(source) > texts.synchronised
            untranslated = texts.untranslated
        elif source is not None and source.pk != page.pk and page.latest_revision_created_at:
            behind = _written(source) > page.latest_revision_created_at
        at = self.facts.schedules.get(page.pk)
        return State(
            language,
            page=page,
            is_source=page is self.source,
            condition=self._condition(page, at, changed),
            at=at,
            behind=behind,
            texts_id=texts.source_id if texts else None,
            untranslated=untranslated,
            alts_missing=self.facts.alts_missing[page.pk],
        )

    def _condition(self, page: Page, at: datetime | None, changed: bool) -> Condition:
        if at:
            return Condition.SCHEDULED
        if self.facts.is_published(page):
            return Condition.CHANGED if changed else Condition.LIVE
        if not page.live and page.first_published_at:
            return Condition.UNPUBLISHED
        return Condition.DRAFT


def _written(page: Any) -> datetime:
    """When the texts that may be translated were written.

    Those of a live page are what its live revision holds, whenever that was published; a page that
    is not live is translated as it was last saved.
    """
    if page.live:
        moment = page.live_written or page.last_published_at
    else:
        moment = page.latest_revision_created_at
    return moment or page.first_published_at or NEVER
