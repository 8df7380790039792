"""The images between the paragraphs: they owe an alternative text like all others."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
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
            place=format_lazy(_("Image {number} in the text"), number=number),
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
        block["id"]: block["value"]["image"]["alt_text"] or ""
        for block in (body.raw_data if body else ())
        if block["type"] == "image" and not block["value"]["image"]["decorative"]
    }


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

    def source_texts(self) -> dict[str, str]:
        return {**super().source_texts(), **source_texts(self)}

    def pictures_to_describe(self) -> Iterator[Picture]:
        yield from super().pictures_to_describe()
        yield from pictures_in(self.body, self)
