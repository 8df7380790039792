"""Reading the wire: the only way from the public side. Nothing here asks who is reading."""

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from pydantic import ValidationError
from wagtail.models import Page, Site

from newsroom.addresses import AddressBook
from newsroom.models import WireItem
from newsroom.models.wire import WireItemQuerySet

from .compose import Withheld, compose, is_of_this_version, kind_of, uid_of
from .documents import Card, ItemDocument, parse
from .entries import Entry
from .visibility import RESTRICTED, source_of, withheld_because

logger = logging.getLogger(__name__)


# In SQL, for every request asks this: building the query would take far longer than answering it.
SITE_COLUMNS = ("id", "hostname", "port", "site_name", "root_page_id", "is_default_site")
SITES = """
    SELECT translation_key, site.id, hostname, port, site_name, root_page_id, is_default_site
    FROM wagtailcore_site site JOIN wagtailcore_page page ON page.id = root_page_id
    WHERE hostname = %s OR is_default_site ORDER BY site.id
"""


def site_for(request: HttpRequest) -> Site:
    """The Site the Host header names, else the default one; a host not allowed is a 400.

    The rules are those of ``Site.find_for_request``, in a query that does not load the whole
    root page; both remember what they found with the request.
    """
    remembered: Site | None = getattr(request, "_wagtail_site", None)
    if remembered is not None:
        return remembered
    with connection.cursor() as cursor:
        cursor.execute(SITES, [hostname_of(request)])
        return choose_site(request, cursor.fetchall())


def hostname_of(request: HttpRequest) -> str:
    return split_domain_port(request.get_host())[0]


def choose_site(request: HttpRequest, rows: Sequence[Sequence[Any]]) -> Site:
    """The Site of a request among the rows of ``SITES``, remembered with it."""
    sites = [_site(key, row) for key, *row in rows]
    named = [site for site in sites if site.hostname == hostname_of(request)]
    default = next((site for site in sites if site.is_default_site), None)
    port = request.get_port()
    site = next((site for site in named if str(site.port) == port), None)
    if site is None:
        site = default if default in named or len(named) != 1 else named[0]
    if site is None:
        raise Http404("There is neither a Site of this host nor a default one.")
    request._wagtail_site = site  # type: ignore[attr-defined]
    return site


def _site(root_key: UUID | str, row: list[Any]) -> Site:
    """A Site; its root page, of which only the keys are loaded, is made when it is asked for.

    Few answers need it, and making a page takes longer than the query.
    """
    # SQLite keeps keys as text, and knows no booleans.
    *_, root, is_default = row
    key = root_key if isinstance(root_key, UUID) else UUID(root_key)
    site = Site.from_db(connection.alias, SITE_COLUMNS, [*row[:-1], bool(is_default)])
    site._state.fields_cache["root_page"] = SimpleLazyObject(
        partial(Page.from_db, connection.alias, ("id", "translation_key"), (root, key))
    )
    return site


def items(site_id: int, kind: str | None = None, locale: str | None = None) -> WireItemQuerySet:
    """Public rows, newest first. Pass what you fetched through :func:`fresh`."""
    rows = WireItem.objects.public().filter(site_id=site_id)
    if kind:
        rows = rows.filter(kind=kind)
    if locale:
        rows = rows.filter(locale=locale)
    return rows.newest_first()


def fresh(rows: Iterable[WireItem]) -> list[WireItem]:
    """The rows as they are true now.

    A row past ``valid_until`` (something it embeds has expired) or of another version of the code
    is composed anew in memory until the worker has been there, or dropped if it is not public.
    """
    now = timezone.now()
    found = []
    for row in rows:
        holds = row.valid_until is None or row.valid_until > now
        if holds and (is_of_this_version(row.composition) or _still_fits(row)):
            found.append(row)
        elif (recomposed := _recomposed(row)) is not None:
            found.append(recomposed)
    return found


def as_read(text: str, locale: str, requested: str | None) -> str:
    """A stored document with what is only known when it is read: the language asked for."""
    is_fallback = json.dumps(requested is not None and requested != locale)
    return f'{text[:-1]},"requested_locale":{json.dumps(requested)},"is_fallback":{is_fallback}}}'


def first_end(rows: Iterable[WireItem]) -> datetime | None:
    """When the first of these rows, or of what they show, expires."""
    ends = [end for row in rows for end in (row.valid_until, row.expires_at) if end is not None]
    return min(ends, default=None)


def still_in(facets: list[str], rows: list[WireItem]) -> list[WireItem]:
    """The rows as they are true now, without those that have left their section or project.

    ``facets`` are the columns by which the rows belong to what is shown: ``section_key``.
    """
    before = {row.pk: [getattr(row, name) for name in facets] for row in rows}
    return [row for row in fresh(rows) if [getattr(row, name) for name in facets] == before[row.pk]]


def _still_fits(row: WireItem) -> bool:
    """Whether the texts of another version are what this one would read."""
    loaded = {"card", "document", "entry"} - row.get_deferred_fields()
    try:
        if "document" in loaded:
            parse(row.kind, row.document)
        if "card" in loaded:
            Card.model_validate_json(row.card)
        if "entry" in loaded:
            Entry.model_validate_json(row.entry)
    except ValidationError:
        return False
    return True


def _recomposed(row: WireItem) -> WireItem | None:
    page = Page.objects.filter(pk=row.page_id).first()
    if page is None:
        return None
    try:
        composition = compose(page.specific)
    except Withheld:
        return None
    except Exception:
        # One page that cannot be composed must not take a whole list along.
        logger.exception("Page %s could not be composed for a reader", row.page_id)
        return None
    section, project = composition.document.section, composition.document.project
    row.card, row.document = composition.card_json, composition.document_json
    row.entry = composition.entry_json
    row.updated, row.valid_until = composition.document.updated_at, composition.valid_until
    row.section_key = section.translation_key if section else None
    row.project_key = project.translation_key if project else None
    return row


class Shown(NamedTuple):
    """What a page's own address shows, and until when it may."""

    document: ItemDocument
    until: datetime | None


def shown_at(page: Page, *, preview: bool = False) -> Shown | None:
    """What a page's own address shows; None if it is in no site or is no item.

    The wire's document, else (a preview, a restricted page whose visitor was let in, a page that
    is not settled yet) one composed on the spot. An alias shows its source's document, as long as
    everybody may see that: who was let in to the alias was not let in to the source.
    """
    source = source_of(page)
    may_be = ("", RESTRICTED) if source is page else ("",)
    page = source if preview else source.specific
    if kind_of(page) is None:
        return None
    if not preview:
        rows = fresh(WireItem.objects.public().filter(uid=uid_of(page)))
        if rows:
            ends = filter(None, (page.expire_at, rows[0].valid_until))
            return Shown(parse(rows[0].kind, rows[0].document), min(ends, default=None))
        # A converted alias is live, but nobody has published it.
        if withheld_because(page, AddressBook(), timezone.now()) not in may_be:
            return None
    try:
        composition = compose(page, ignore_visibility=True)
    except Withheld:
        return None
    return Shown(composition.document, composition.valid_until)
