"""The photo rows of all pages at once, for looks at the whole archive."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .alt_text import Picture

COLUMNS = (
    "pk", "page_id", "locale_id", "translation_key", "image_id", "alt_text", "decorative",
    "caption", "shows_together",
)  # fmt: skip


def pictures_in_rows(model: Any) -> Iterator[tuple[int, Picture]]:
    """The photos of a model, by page id and in order; one query."""
    rows = model._default_manager.order_by("page_id", "sort_order", "pk").values_list(*COLUMNS)
    numbers: dict[int, int] = defaultdict(int)
    # The page that was there first is the one that was translated: see source_texts.py.
    first: dict[UUID, tuple[int, str]] = {}
    for pk, page_id, locale_id, key, image_id, alt, decorative, caption, together in rows:
        numbers[page_id] += 1
        if not decorative:
            first.setdefault(key, (locale_id, alt))
        source_locale, source_alt = first.get(key, (locale_id, ""))
        yield (
            page_id,
            Picture(
                alt=alt,
                decorative=decorative,
                caption=caption,
                image=image_id,
                shows_together=together,
                source_alt=source_alt if source_locale != locale_id else "",
                place=place(numbers[page_id]),
                field=str(pk),
            ),
        )


def place(number: int) -> str | Promise:
    words: str | Promise = format_lazy(_("Photo {number}"), number=number)
    return words
