"""The pages of a Site that are no items: its first pages, sections, and all other page types."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import unquote

from django.contrib.contenttypes.models import ContentType
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils import translation
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet

from newsroom.addresses import content_languages
from newsroom.web.visit import Visit
from newsroom.wire.compose import ITEM_MODELS
from newsroom.wire.text import uri

from .addresses import PublicAddress, Span, by_key

# What visibility and addresses are decided by.
COLUMNS = (
    "path", "url_path", "translation_key", "locale__language_code", "live", "expire_at",
    "alias_of_id", "live_revision_id", "last_published_at",
)  # fmt: skip
PAGES_AT_ONCE = 5_000


@dataclass(frozen=True)
class ListedPage:
    pk: int
    address: PublicAddress
    expires: datetime | None


def other_pages() -> PageQuerySet:
    """The pages that can never be on the wire, of types that are still installed."""
    kinds = tuple(ITEM_MODELS.values())
    models = [model for model in get_page_models() if not issubclass(model, kinds)]
    types = ContentType.objects.get_for_models(*models).values()
    return Page.objects.filter(
        content_type__in=types,
        live=True,
        alias_of=None,
        locale__language_code__in=content_languages(),
    )


def pages(visit: Visit, span: Span | None = None) -> list[ListedPage]:
    """Those with these ids, or all, that the public may see on the Site.

    A few queries for every ``PAGES_AT_ONCE`` pages that are no items, which few sites have.
    """
    found = other_pages()
    if span:
        wanted = found.filter(pk__range=span).values("translation_key")
        found = found.filter(translation_key__in=wanted)
    found = found.select_related("locale").only(*COLUMNS).order_by("pk")
    public = [page for some in _batches(found.iterator()) for page in visit.public(some)]
    here = [(page, url) for page in public if (url := url_on(visit, page))]
    alternates = by_key(
        (page.translation_key, page.locale.language_code, url) for page, url in here
    )
    return [
        ListedPage(
            page.pk,
            PublicAddress(
                uri(url), page.last_published_at, alternates.get(page.translation_key, {})
            ),
            page.expire_at,
        )
        for page, url in here
        if span is None or span.first <= page.pk <= span.last
    ]


def url_on(visit: Visit, page: Page) -> str:
    """The page's address; empty if it is on another Site, or something else answers there."""
    language = page.locale.language_code
    address = visit.book.locate(page, language)
    if address is None or address.site_id != visit.site.pk:
        return ""
    # A page "projects" may stand where the list of all projects is.
    return address.url if _answers_at(address.path, language) == "wagtail_serve" else ""


def _answers_at(path: str, language: str) -> str | None:
    """The name of what answers there."""
    inner = unquote(path).removeprefix(get_script_prefix())
    with translation.override(language):
        try:
            return resolve(f"/{inner}").url_name
        except Resolver404:
            return None


def _batches(pages: Iterable[Page]) -> Iterator[list[Page]]:
    # Databases limit how many ids one query may name.
    left = iter(pages)
    while some := list(islice(left, PAGES_AT_ONCE)):
        yield some
