"""The images between the paragraphs: they owe an alternative text like all others."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlockValidationError, StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from galleries.alt_text import Finding, Picture
from galleries.described import AltTextRequiredMixin
from galleries.forms import PhotosPageForm, sentences

FIELD = "body"


def pictures_in(body: StreamValue, page: Page) -> Iterator[Picture]:
    figures = [
        (position, block)
        for position, block in enumerate(body)
        if block.block_type == "image" and block.value["image"] is not None
    ]
    sources = source_texts(page) if figures else {}
    for number, (position, block) in enumerate(figures, start=1):
        image = block.value["image"]
        yield Picture(
            alt=image.contextual_alt_text or "",
            decorative=bool(image.decorative),
            caption=block.value["caption"] or "",
            image=image.pk,
            source_alt=sources.get(block.id, ""),
            place=place_in_text(number),
            field=f"{FIELD}-{position}",
        )


def source_texts(page: Page) -> dict[str, str]:
    """By the blocks' ids, the texts in the page that this one is a translation of."""
    if not page.pk:
        return {}
    pages = type(page)._default_manager.filter(translation_key=page.translation_key, pk__lt=page.pk)
    pages = pages.exclude(locale_id=page.locale_id).order_by("pk")
    body = pages.values_list(FIELD, flat=True).first()
    return {
        picture.field: picture.alt
        for picture in stored_pictures(body.raw_data if body else ())
        if not picture.decorative
    }


def pictures_in_bodies(model: Any) -> Iterator[tuple[int, Picture]]:
    """The images of all pages of a type, by page id; one query."""
    pages = model._default_manager.annotate(stored=Cast(FIELD, models.TextField()))
    pages = pages.filter(stored__contains='"image"').order_by("pk")
    # The page that was there first is the one that was translated.
    first: dict[str, tuple[int, str]] = {}
    for page_id, locale_id, stored in pages.values_list("pk", "locale_id", "stored"):
        for picture in stored_pictures(json.loads(stored)):
            if not picture.decorative:
                first.setdefault(picture.field, (locale_id, picture.alt))
            source_locale, source_alt = first.get(picture.field, (locale_id, ""))
            translated = source_locale != locale_id
            yield page_id, replace(picture, source_alt=source_alt if translated else "")


def stored_pictures(blocks: Iterable[Any]) -> Iterator[Picture]:
    """The images among stored blocks; ``field`` is the block's id."""
    figures = [block for block in blocks if block["type"] == "image"]
    for number, block in enumerate(figures, start=1):
        image = block["value"]["image"]
        yield Picture(
            alt=image["alt_text"] or "",
            decorative=bool(image["decorative"]),
            caption=block["value"].get("caption") or "",
            image=image["image"],
            place=place_in_text(number),
            field=block.get("id") or "",
        )


def place_in_text(number: int) -> Any:
    return format_lazy(_("Image {number} in the text"), number=number)


class BodyImagesForm(PhotosPageForm):
    """Shows what is wrong with an image's text at its block."""

    def pictures_to_describe(self) -> Iterator[Picture]:
        yield from super().pictures_to_describe()
        # What a block itself has found wrong stands there already.
        if body := self.cleaned_data.get(FIELD):
            yield from pictures_in(body, self.instance)

    def refuse(self, picture: Picture, errors: list[Finding]) -> None:
        field, _dash, position = picture.field.rpartition("-")
        if field != FIELD:
            super().refuse(picture, errors)
            return
        said = ValidationError([sentences(error) for error in errors])
        in_image = StructBlockValidationError(block_errors={"alt_text": said})
        in_figure = StructBlockValidationError(block_errors={"image": in_image})
        self.refused_blocks[int(position)] = in_figure

    def is_valid(self) -> bool:
        self.refused_blocks: dict[int, ValidationError] = {}
        valid = super().is_valid()
        if self.refused_blocks:
            self.add_error(FIELD, StreamBlockValidationError(block_errors=self.refused_blocks))
        return valid


class BodyImagesMixin(AltTextRequiredMixin):
    """For pages with a ``body``."""

    body: Any

    base_form_class = BodyImagesForm

    class Meta:
        abstract = True

    @classmethod
    def archived_pictures(cls) -> Iterator[tuple[int, Picture]]:
        yield from super().archived_pictures()
        yield from pictures_in_bodies(cls)

    def source_texts(self) -> dict[str, str]:
        return {**super().source_texts(), **source_texts(self)}

    def pictures_to_describe(self) -> Iterator[Picture]:
        yield from super().pictures_to_describe()
        yield from pictures_in(self.body, self)
