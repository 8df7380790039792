"""What one request for a web page looks up, so that it asks once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone, translation
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, Site

from newsroom.addresses import Address, AddressBook, content_languages
from newsroom.conf import conf
from newsroom.models.wire import WireItemQuerySet
from newsroom.wire import keys
from newsroom.wire.compose import kind_of
from newsroom.wire.documents import Card, ItemDocument
from newsroom.wire.look import Look
from newsroom.wire.readers import first_end, fresh, shown_at, site_for
from newsroom.wire.visibility import public_among

from .lists import Listing, cards_of, listing


@dataclass(frozen=True)
class Place:
    """What stands at an address: its language, its canonical address, and its translations.

    ``alternates`` are the public addresses by language, with its own; all are absolute.
    """

    language: str
    url: str
    alternates: dict[str, str]


class Visit:
    """One request for a web page. Only the address chooses the language."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.is_preview = bool(getattr(request, "is_preview", False))
        self._documents: dict[int, ItemDocument] = {}
        self._is_public: dict[int, bool] = {}
        self._places: dict[int, Place] = {}
        self._listings: dict[str, Listing] = {}
        # For caches: the names of what was shown, when it ends, what else was looked at.
        self.keys: set[str] = set()
        self.ends: list[datetime | None] = []
        self.looks: list[Look] = []
        self.shows_anything = False

    @cached_property
    def site(self) -> Site:
        return site_for(self.request)

    @cached_property
    def book(self) -> AddressBook:
        return AddressBook()

    @cached_property
    def language(self) -> str:
        """The content language in force; 404 if there is none."""
        try:
            code: str = get_supported_content_language_variant(
                translation.get_language() or settings.LANGUAGE_CODE
            )
        except LookupError as error:
            raise Http404 from error
        return code

    def publisher(self, language: str) -> str:
        """Who publishes here: unless set for all languages, the title of the first page."""
        if conf.publisher:
            return conf.publisher
        home = self.home(language)
        return str(home.title if home else self.site.site_name or settings.WAGTAIL_SITE_NAME)

    def look(self, language: str) -> Look:
        look = Look(language, Address(self.site.pk, self.site.root_url, "/"), self.book)
        self.looks.append(look)
        return look

    def public(self, pages: Iterable[Page]) -> list[Page]:
        """Those pages that the public may see; nothing is asked twice about one."""
        pages = list(pages)
        unknown = [page for page in pages if page.pk not in self._is_public]
        public = {page.pk for page in public_among(unknown, self.book, timezone.now())}
        self._is_public |= {page.pk: page.pk in public for page in unknown}
        self.ends += [page.expire_at for page in unknown]
        return [page for page in pages if self._is_public[page.pk]]

    def url_of(self, page: Page) -> str:
        """The page's address in its own language; absolute, empty if no site holds it."""
        address = self.book.locate(page, page.locale.language_code)
        return address.url if address else ""

    def document(self, page: Page) -> ItemDocument:
        """The public document of an article, gallery or project; 404 if it has none."""
        if id(page) not in self._documents:
            shown = shown_at(page, preview=self.is_preview)
            if shown is None:
                raise Http404
            self._documents[id(page)] = shown.document
            self.ends += [shown.until, page.expire_at]
            self.keys |= keys_of(page, shown.document)
        return self._documents[id(page)]

    @property
    def has_item(self) -> bool:
        """Whether the page is an item's."""
        return bool(self._documents)

    def place(self, page: Page) -> Place:
        if id(page) not in self._places:
            self._places[id(page)] = (
                place_of_document(self.document(page))
                if kind_of(page)
                else self._place_of_source(source_of(page))
            )
        return self._places[id(page)]

    def _place_of_source(self, page: Page) -> Place:
        language = page.locale.language_code
        url = self.url_of(page)
        self.ends.append(page.expire_at)
        siblings = self.public_translations(page)
        return Place(language, url, {language: url} | siblings)

    def public_translations(self, page: Page) -> dict[str, str]:
        """The addresses of a page's other languages, by language."""
        siblings = Page.objects.filter(translation_key=page.translation_key)
        return {
            sibling.locale.language_code: self.url_of(sibling)
            for sibling in self.public(siblings.exclude(pk=page.pk).select_related("locale"))
        }

    def listing(self, rows: WireItemQuerySet, url: str, language: str) -> Listing:
        """The asked-for page of the list that stands at an address, of items of one language."""
        if url not in self._listings:
            self._listings[url] = listing(self.request, rows, url)
            self.ends.append(self._listings[url].until)
            self.keys.update(keys.of_lists(language))
        return self._listings[url]

    def newest(self, rows: WireItemQuerySet) -> list[Card]:
        """The cards of rows on a page that shows more than one list."""
        self.shows_anything = True
        shown = fresh(rows)
        self.ends.append(first_end(shown))
        return cards_of(shown)

    @cached_property
    def homes(self) -> dict[str, Page]:
        """The site's public first pages by language."""
        pages = Page.objects.filter(
            translation_key=self.site.root_page.translation_key
        ).select_related("locale")
        return {page.locale.language_code: page for page in self.public(pages)}

    @property
    def languages(self) -> set[str]:
        """The languages of the site: those whose first page is public, or the only one there is."""
        configured = content_languages()
        return set(self.homes) & set(configured) if len(configured) > 1 else set(configured)

    def home(self, language: str) -> Page | None:
        return self.homes.get(language)


def visit_of(request: HttpRequest) -> Visit:
    found: Visit | None = getattr(request, "newsroom_visit", None)
    if found is None:
        found = Visit(request)
        request.newsroom_visit = found  # type: ignore[attr-defined]
    return found


def source_of(page: Page) -> Page:
    """The page whose text an alias shows, or the page itself."""
    while page.alias_of_id:
        page = page.alias_of
    return page.specific


def keys_of(page: Page, document: ItemDocument) -> set[str]:
    """The names for caches of a page that shows an item."""
    found = {keys.of_item(document.id)}
    if document.project:
        # What it says to machines tells of the project as well.
        found.add(keys.of_item(document.project.id))
    if page.alias_of_id:
        found.add(keys.of_page(page.translation_key))
    return found


def place_of_document(document: ItemDocument) -> Place:
    alternates = {item.locale: item.url for item in document.translations}
    return Place(document.locale, document.url, {document.locale: document.url} | alternates)


def in_order(alternates: dict[str, str]) -> dict[str, str]:
    """The addresses by language, in the order of the settings' languages."""
    order = {code: position for position, code in enumerate(content_languages())}
    return dict(sorted(alternates.items(), key=lambda item: (order.get(item[0], 99), item[0])))
