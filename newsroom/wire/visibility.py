"""Who may see what: decided here and nowhere else."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, Page, PageLogEntry, Revision

from galleries.consents.standing import is_barred
from newsroom.addresses import AddressBook

EXPIRED = "expired"
RESTRICTED = "restricted"
UNPUBLISHED = "unpublished"
ALIAS = "alias"
NO_SITE = "no_site"
# Told in the Site that a page has left for another.
OTHER_SITE = "other_site"
DELETED = "deleted"
# Unpublished by an editor who has told the public why.
WITHDRAWN = "withdrawn"


def withheld_because(page: Page, book: AddressBook, now: datetime) -> str:
    """Why the page is not public at this moment; an empty string if it is.

    An unpublished ancestor does not hide a page, as in Wagtail; a restricted one does, also when
    the restriction stands on the source of an ancestor that is an alias.
    """
    if not page.live:
        return UNPUBLISHED
    if page.expire_at and page.expire_at <= now:
        return EXPIRED
    if page.alias_of_id:
        return ALIAS
    if not was_published(page):
        return UNPUBLISHED
    if book.root_of(page.url_path) is None:
        return NO_SITE
    if page.get_view_restrictions().exists():
        return RESTRICTED
    return ""


def may_be_led_to(page: Page) -> bool:
    """Whether the public may see the page, or an alias may show what the public may see."""
    book, now = AddressBook(), timezone.now()
    reason = withheld_because(page, book, now)
    if reason != ALIAS:
        return not reason
    # What restricts an alias, or the pages above it, is decided after its being one.
    if page.get_view_restrictions().exists():
        return False
    return not withheld_because(source_of(page), book, now)


def source_of(page: Page) -> Page:
    """The page whose text a page shows: an alias shows that of another."""
    while page.alias_of_id:
        page = page.alias_of
    return page


def public_among(pages: Iterable[Page], book: AddressBook, now: datetime) -> list[Page]:
    """Those pages for which :func:`withheld_because` is empty, however many in a few queries."""
    found = [
        page
        for page in pages
        if page.live
        and not (page.expire_at and page.expire_at <= now)
        and not page.alias_of_id
        and book.root_of(page.url_path)
    ]
    if not found:
        return []
    own, converted, restricted = _own_revisions(found), _conversions(found), restricted_paths()
    return [
        page
        for page in found
        if (not page.live_revision_id or (page.live_revision_id, str(page.pk)) in own)
        and not _converted_since(page.last_published_at, converted.get(page.pk))
        and not page.path.startswith(restricted)
    ]


def _own_revisions(pages: list[Page]) -> set[tuple[int, str]]:
    """The live revisions with the pages whose text they hold."""
    revisions = Revision.objects.filter(pk__in={page.live_revision_id for page in pages})
    return set(revisions.values_list("pk", "object_id"))


def _conversions(pages: list[Page]) -> dict[int, datetime]:
    """When pages that once were aliases were last made pages of their own, by page id."""
    entries = PageLogEntry.objects.filter(page__in=pages, action="wagtail.convert_alias")
    return dict(entries.order_by().values_list("page_id").annotate(Max("timestamp")))


def _converted_since(published: datetime | None, conversion: datetime | None) -> bool:
    return conversion is not None and (published is None or conversion > published)


def restricted_paths() -> tuple[str, ...]:
    """The places in the tree below which nothing is public, with those of all their aliases."""
    pages = Page.objects.filter(view_restrictions__isnull=False, alias_of=None)
    paths = latest = dict(pages.values_list("pk", "path"))
    while latest:
        aliases = Page.objects.filter(alias_of__in=latest).exclude(pk__in=paths)
        latest = dict(aliases.values_list("pk", "path"))
        paths = paths | latest
    return tuple(paths.values())


def was_published(page: Page) -> bool:
    """False for a converted alias: it is live, with its source's text, but nobody published it."""
    if page.live_revision_id and not Revision.objects.filter(
        pk=page.live_revision_id, object_id=str(page.pk)
    ):
        return False
    conversions = PageLogEntry.objects.filter(page=page.pk, action="wagtail.convert_alias")
    if page.last_published_at:
        conversions = conversions.filter(timestamp__gt=page.last_published_at)
    return not conversions.exists()


def collection_is_public(collection: Collection) -> bool:
    return not collection.get_view_restrictions().exists()


def is_public_file(item: Any) -> bool:
    """Whether an image or a document may be shown.

    No restriction is on its collections, and the people in an image agree.
    """
    if isinstance(item, AbstractImage) and is_barred(item):
        return False
    return collection_is_public(item.collection)
