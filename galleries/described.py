"""Pages whose pictures have to be described before anybody sees them."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext
from wagtail.models import Page

from .alt_text import Finding, Picture, Surroundings
from .examinations import Examined, examine_page
from .forms import PhotosPageForm, sentences
from .rows import pictures_in_rows, place
from .source_texts import source_texts


class AltTextMissing(ValidationError):
    """A page is not published because some of its pictures lack a text alternative."""

    def __init__(self, page: Page, problems: list[str]) -> None:
        super().__init__({NON_FIELD_ERRORS: problems})
        self.page = page


class AltTextRequiredMixin(models.Model):
    """What lacks a text alternative is not published.

    Wagtail saves a page as live on every path to publication (the editor, bulk actions,
    schedules, translations, ``revision.publish()``), so this is where the rule holds for all.
    """

    live: bool
    title: str
    locale: Any

    class Meta:
        abstract = True

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        if clean and self.live and (problems := list(self.alt_text_problems())):
            raise AltTextMissing(self, problems)
        save: Any = super().save
        return save(clean=clean, **kwargs)

    def pictures_to_describe(self) -> Iterator[Picture]:
        """Every picture of the page that owes an alternative text, in reading order."""
        yield from ()

    @classmethod
    def archived_pictures(cls) -> Iterator[tuple[int, Picture]]:
        """The pictures of all pages of this type, live or not, by page id.

        The same as ``pictures_to_describe`` of each of them, in a constant number of queries;
        ``field`` is the id of the picture's row or block.
        """
        yield from ()

    def source_texts(self) -> dict[str, str]:
        """The texts this page is a translation of, by the ids of rows and blocks."""
        return {}

    def examined_pictures(self) -> list[Examined]:
        surroundings = Surroundings(
            language=self.locale.language_code,
            headline=self.title,
            lead=getattr(self, "lead", ""),
        )
        return examine_page(self.pictures_to_describe(), surroundings)

    def alt_text_errors(self) -> Iterator[tuple[Picture, Finding]]:
        """The mistakes that keep this page from being published."""
        for examined in self.examined_pictures():
            for finding in examined.errors:
                yield examined.picture, finding

    def alt_text_problems(self) -> Iterator[str]:
        """A sentence for each of them."""
        for picture, finding in self.alt_text_errors():
            yield gettext("%(place)s: %(problem)s") % {
                "place": picture.place,
                "problem": sentences(finding),
            }


class PhotosPageMixin(AltTextRequiredMixin):
    """For pages with a child relation ``photos``."""

    photos: Any

    base_form_class = PhotosPageForm

    class Meta:
        abstract = True

    @classmethod
    def archived_pictures(cls) -> Iterator[tuple[int, Picture]]:
        yield from super().archived_pictures()
        yield from pictures_in_rows(cls.photos.rel.related_model)

    def source_texts(self) -> dict[str, str]:
        photos = self.photos.all()
        sources = source_texts(self, photos)
        rows = {str(photo.pk): sources.get(photo.translation_key, "") for photo in photos}
        return {**super().source_texts(), **rows}

    def pictures_to_describe(self) -> Iterator[Picture]:
        yield from super().pictures_to_describe()
        photos = self.photos.all()
        sources = source_texts(self, photos)
        for number, photo in enumerate(photos, start=1):
            yield Picture(
                alt=photo.alt_text,
                decorative=photo.decorative,
                caption=photo.caption,
                image=photo.image_id,
                shows_together=photo.shows_together,
                source_alt=sources.get(photo.translation_key, ""),
                place=place(number),
            )
