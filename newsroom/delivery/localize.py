"""The texts of translations, where a project translates with wagtail-localize.

There a page of a translation is written from translated texts when it is published. Between a
translator's work and that, the page does not know what has been translated.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision

# Many translators leave it as it is, and no reader reads it.
SLUG = "slug"


@dataclass(frozen=True)
class Texts:
    """How far the texts of one page are in one language."""

    source_id: int
    source_locale_id: int
    untranslated: int
    # When the source's texts were last taken over, and a text was last translated.
    synchronised: datetime
    translated: datetime | None

    def newer_than(self, written: datetime | None) -> bool:
        """Whether a page written then lacks some of these texts."""
        newest = max(filter(None, [self.synchronised, self.translated]))
        return written is None or newest > written


def texts_of(keys: Iterable[UUID] | QuerySet[Any, Any]) -> dict[tuple[UUID, int], Texts]:
    """The texts by translation key and language (the id of its Locale), in one query."""
    if not apps.is_installed("wagtail_localize"):
        return {}
    found = _enabled().filter(source__object_id__in=keys)
    rows = found.annotate(
        untranslated=Coalesce(Subquery(_untranslated()), 0), translated=Subquery(_last_translated())
    )
    return {
        (key, target): Texts(*facts)
        for key, target, *facts in rows.values_list(
            "source__object_id",
            "target_locale_id",
            "source_id",
            "source__locale_id",
            "untranslated",
            "source__last_updated_at",
            "translated",
        )
    }


def _enabled() -> Any:
    from wagtail_localize.models import Translation

    # Never from a page to itself.
    return Translation.objects.filter(enabled=True).exclude(target_locale_id=F("source__locale_id"))


def _untranslated() -> Any:
    from wagtail_localize.models import StringSegment, StringTranslation

    done = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=OuterRef(OuterRef("target_locale_id")),
        has_error=False,
    )
    segments = StringSegment.objects.filter(~Exists(done), source_id=OuterRef("source_id"))
    counted = segments.exclude(context__path=SLUG).order_by().values("source_id")
    return counted.annotate(number=Count("pk")).values("number")


def _last_translated() -> Any:
    from wagtail_localize.models import StringSegment

    # By way of the segments, whose index leads to a page's own few texts.
    done = StringSegment.objects.filter(
        source_id=OuterRef("source_id"),
        string__translations__locale_id=OuterRef("target_locale_id"),
        string__translations__context_id=F("context_id"),
    )
    newest = done.order_by().values("source_id")
    return newest.annotate(at=Max("string__translations__updated_at")).values("at")


def texts_of_page(page: Page) -> Texts | None:
    return texts_of([page.translation_key]).get((page.translation_key, page.locale_id))


def written_from_texts(page: Page) -> Page:
    """The page as its texts are now; nothing is saved.

    wagtail-localize's own ``save_target`` would write it to the live page at once.
    """
    translation = _enabled().get(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    )
    written: Page = translation.source.get_ephemeral_translated_instance(page.locale, fallback=True)
    slug = slugify(written.slug) or page.slug
    written.slug = find_available_slug(page.get_parent(), slug, ignore_page_id=page.pk)
    return written


def newest_draft(page: Page) -> Page:
    """What would be published: the latest draft, or what the texts have made of the page since."""
    texts = texts_of_page(page)
    if texts and texts.newer_than(page.latest_revision_created_at):
        return written_from_texts(page)
    draft: Page = page.get_latest_revision_as_object()
    return draft


def newest_revision(page: Page, user: Any) -> Revision:
    """The same, saved as a revision."""
    texts = texts_of_page(page)
    if texts and texts.newer_than(page.latest_revision_created_at):
        return written_from_texts(page).save_revision(user=user)
    return page.get_latest_revision() or page.specific.save_revision(user=user)
