"""What one composition looks at: every object is asked for here, so that nothing is forgotten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page

from galleries import renditions
from galleries.consents.standing import Standing, standings
from galleries.documents import PhotoDocument, RenditionDocument
from newsroom.addresses import Address, AddressBook, media_url
from newsroom.models import uid_for

from .clean import clean_rich_text, safe_url
from .documents import Reference
from .visibility import collection_is_public, withheld_because


def whole_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


@dataclass
class Look:
    """Finds what a page in one language embeds, and notes it, whether it is public or not."""

    language: str
    address: Address
    book: AddressBook
    now: datetime = field(default_factory=timezone.now)
    keys: set[str] = field(default_factory=set)
    valid_until: datetime | None = None
    # Images that still lack some of their sizes.
    unfinished_images: set[int] = field(default_factory=set)
    _collections: dict[int, bool] = field(default_factory=dict)
    _standings: dict[int, Standing] = field(default_factory=dict)

    def until(self, expiry: datetime | None) -> None:
        """The composition holds no longer than what it embeds."""
        if expiry and expiry > self.now:
            self.valid_until = min(expiry, self.valid_until or expiry)

    def public_page(self, page: Page) -> Page | None:
        """The page if the public may see it now."""
        self.keys.add(f"page:{page.translation_key}")
        if withheld_because(page, self.book, self.now):
            return None
        self.until(page.expire_at)
        return page

    def localized_page(self, page_id: int | None) -> Page | None:
        """A chosen page in this language, else in its own; choosers keep the source's id."""
        page = Page.objects.select_related("locale").filter(pk=page_id).first()
        if page is None:
            return None
        page = self._source(page)
        if page.locale.language_code != self.language:
            own = (
                Page.objects.select_related("locale")
                .filter(translation_key=page.translation_key, locale__language_code=self.language)
                .first()
            )
            if own and (found := self.public_page(own)):
                return found
        return self.public_page(page)

    def _source(self, page: Page) -> Page:
        """The page, or what it is an alias of; it may cease to be one."""
        self.keys.add(f"page:{page.translation_key}")
        while page.alias_of_id:
            page = page.alias_of
            self.keys.add(f"page:{page.translation_key}")
        return page

    def url_of(self, page: Page) -> str:
        address = self.book.locate(page, page.locale.language_code)
        if address is None:
            return ""
        # It may be another site than the document's own.
        self.keys.add(f"site:{address.site_id}")
        return address.url

    def reference(self, page: Page | None) -> Reference | None:
        """A section or project, if it is public; an alias stands for its source."""
        if page is None or not (public := self.public_page(self._source(page))):
            return None
        return Reference(
            id=uid_for(public.translation_key, public.locale.language_code),
            translation_key=public.translation_key,
            slug=public.slug,
            title=public.title,
            url=self.url_of(public),
        )

    def file_is_public(self, item: Any, kind: str) -> bool:
        self.keys.add(f"{kind}:{item.pk}")
        return self._collection_is_public(item.collection)

    def _collection_is_public(self, collection: Collection) -> bool:
        if collection.pk not in self._collections:
            self.keys.update(
                f"collection:{pk}"
                for pk in collection.get_ancestors(inclusive=True).values_list("pk", flat=True)
            )
            self._collections[collection.pk] = collection_is_public(collection)
        return self._collections[collection.pk]

    def document(self, document_id: int | str | None) -> Any:
        """A public document by id, or None."""
        found = (
            get_document_model().objects.select_related("collection").filter(pk=document_id).first()
        )
        return found if found and self.file_is_public(found, "document") else None

    def expect(self, images: Iterable[Any]) -> None:
        """Learn of the consents for several images at once, before each is asked for."""
        unknown = [image for image in images if image and image.pk not in self._standings]
        self._standings |= standings(unknown)

    def image_is_public(self, image: Any) -> bool:
        """Whether its collection and the people in it allow everybody to see an image."""
        self.expect([image])
        standing = self._standings[image.pk]
        self.until(standing.ends)
        return self.file_is_public(image, "image") and not standing.bars(self.now)

    def absolute(self, url: str) -> str:
        return media_url(url, self.address.root_url)

    def photo(
        self, image: Any, identity: UUID, *, language: str = "", **words: Any
    ) -> PhotoDocument | None:
        """The public form of one use of an image, or None if there is nothing to show.

        ``language`` is that of the words, if it is not the page's own.
        """
        if image is None or not self.image_is_public(image):
            return None
        found = renditions.survey(image)
        if found.missing:
            self.unfinished_images.add(image.pk)
        jpegs = [item for item in found.files if item.type == "image/jpeg"]
        if not jpegs:
            return None
        main = next((item for item in jpegs if item.width >= renditions.FIRST_WIDTH), jpegs[-1])
        return PhotoDocument(
            id=identity,
            alt_locale=language or self.language,
            src=self.absolute(main.url),
            width=main.width,
            height=main.height,
            renditions=[
                RenditionDocument(
                    url=self.absolute(item.url),
                    width=item.width,
                    height=item.height,
                    type=item.type,
                    length=item.length,
                )
                for item in found.files
            ],
            **words,
        )

    def link(self, attributes: Mapping[str, str]) -> str | None:
        """The address a stored link leads to, or None if its target is not public."""
        match attributes.get("linktype"):
            case "page":
                page = self.localized_page(_number(attributes.get("id")))
                return self.url_of(page) if page else None
            case "document":
                document = self.document(_number(attributes.get("id")))
                return self.absolute(document.url) if document else None
            case None:
                return safe_url(attributes.get("href", ""), self.address.url)
        return None

    def html(self, source: str) -> str:
        return clean_rich_text(source, self.link)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None
