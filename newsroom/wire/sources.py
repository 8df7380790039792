"""What a translation may take from the pages that it is a translation of."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wagtail.models import Page

from galleries.documents import PhotoDocument, xml_text
from newsroom.addresses import content_languages

from .look import Look


@dataclass
class Sources:
    """A page in its other languages, looked for when something is missing from it.

    What is not public lends nothing: a text must not be read in a translation before, or after,
    its own page may be.
    """

    page: Page
    look: Look

    @cached_property
    def pages(self) -> list[Page]:
        """The public pages in other languages, that in the site's default language first."""
        order = {code: position for position, code in enumerate(content_languages())}
        others = Page.objects.filter(translation_key=self.page.translation_key)
        others = others.exclude(pk=self.page.pk).select_related("locale")
        public = [page for page in others if self.look.public_page(page)]
        public.sort(key=lambda page: order.get(page.locale.language_code, len(order)))
        return [page.specific for page in public]

    @cached_property
    def rows(self) -> list[tuple[Page, Any]]:
        """The photo rows of these pages."""
        return [(page, row) for page in self.pages for row in page.photos.all()]

    def lend_to_row(self, photo: PhotoDocument, row: Any) -> PhotoDocument:
        """The photo with an alternative text, if only a source's row of the same photo has one."""
        return self._lend(photo, self._of_rows(row)) if lacks_alt(photo) else photo

    def lend_to_block(self, photo: PhotoDocument, block: Any) -> PhotoDocument:
        """The same for a picture in the body: its block has the same id in every language."""
        return self._lend(photo, self._of_blocks(block)) if lacks_alt(photo) else photo

    def _lend(self, photo: PhotoDocument, found: Iterator[tuple[Page, str]]) -> PhotoDocument:
        for page, alt in found:
            if alt:
                language = page.locale.language_code
                return photo.model_copy(update={"alt": xml_text(alt), "alt_locale": language})
        return photo

    def _of_rows(self, row: Any) -> Iterator[tuple[Page, str]]:
        for page, other in self.rows:
            # Another picture may have been chosen in one of the languages.
            same = other.translation_key == row.translation_key
            if same and other.image_id == row.image_id and not other.decorative:
                yield page, other.alt_text.strip()

    def _of_blocks(self, block: Any) -> Iterator[tuple[Page, str]]:
        for page in self.pages:
            for other in page.body:
                if not block.id or other.id != block.id or other.block_type != block.block_type:
                    continue
                image = other.value["image"]
                if image and image.pk == block.value["image"].pk and not image.decorative:
                    yield page, (image.contextual_alt_text or "").strip()


def lacks_alt(photo: PhotoDocument) -> bool:
    return not photo.alt and not photo.decorative
