"""The other editions: translations made with wagtail-localize, the way translators make them."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from .edition import Entry
from .texts import is_translated, phrase_book


class MissingPhrase(Exception):
    """A string of a page has no translation in the demo's texts."""


def translate_all(entries: Iterable[Entry], language: str, translator: Any) -> None:
    locale = Locale.objects.get(language_code=language)
    for entry in entries:
        if is_translated(entry.texts):
            translate(entry, locale, translator)


def translate(entry: Entry, locale: Locale, translator: Any) -> None:
    """Submit a page for translation, fill in every string, and publish what comes out."""
    source, _ = TranslationSource.get_or_create_from_instance(entry.page)
    translation = Translation.objects.create(source=source, target_locale=locale)
    fill_in(translation, phrase_book(entry.texts, locale.language_code), translator)
    # Published by hand: wagtail-localize publishes after the commit, when it is too late to fail.
    translation.save_target(user=translator, publish=False)
    target = translation.get_target_instance()
    Page.objects.filter(pk=target.pk).update(first_published_at=entry.published)
    target.get_latest_revision().publish(user=translator)


def fill_in(translation: Translation, phrases: Mapping[str, str], translator: Any) -> None:
    segments = translation.source.stringsegment_set.select_related("string", "context")
    for segment in segments:
        if segment.string.data not in phrases:
            raise MissingPhrase(f"{segment.context.path}: {segment.string.data}")
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                data=phrases[segment.string.data],
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                last_translated_by=translator,
            )
            for segment in segments
        ],
        ignore_conflicts=True,  # a string may stand twice in one text
    )
