"""Lists and items of any kind, as text straight from the wire's rows.

A row holds finished JSON, so an answer is joined, not built: its cost is one query and the copying
of bytes, whatever the items hold and however many there are.
"""

import json
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Site

from newsroom.addresses import content_languages
from newsroom.models import Kind, WireItem
from newsroom.wire import keys as names
from newsroom.wire.readers import as_read, fresh, site_for, still_in
from newsroom.wire.visibility import EXPIRED

from . import cursor as cursors
from .cursor import Position
from .errors import Gone, problem, respond
from .listing import Listing
from .params import ListParams
from .responses import Answer, json_response

# What a list needs of a row besides its text; reading the other columns takes longer than the text.
COLUMNS = ("pk", "uid", "page_id", "locale", "valid_until", "expires_at", "composition")
TEXTS = {"card": "card", "full": "document"}
NO_SUCH_ITEM = "There is no such item."


def list_response(request: HttpRequest, kind: Kind, params: ListParams) -> HttpResponse:
    """One page of a list, read with one query."""
    site = site_for(request)
    listing = Listing(site.pk, kind, params)
    position = None
    if params.cursor:
        position = cursors.decode(params.cursor, listing.binding, params.ordering)
    rows = listing.rows(position, params.ordering).only(
        *COLUMNS, params.ordering.field, *listing.facets, TEXTS[params.fields]
    )
    if params.count:
        rows = rows.annotate(in_all=Subquery(listing.counted()))
    # One more than asked for tells whether there is a next page.
    found = list(rows[: params.limit + 1])
    shown = found[: params.limit]
    following = None
    if len(found) > params.limit:
        last = Position.of(shown[-1], params.ordering)
        following = next_url(request, site, cursor=cursors.encode(last, listing.binding))
    page: dict[str, Any] = {"next": following}
    if params.count:
        page["count"] = vars(found[0])["in_all"] if found else listing.total()
    return page_response(still_in(listing.facets, shown), kind, params, page)


def next_url(request: HttpRequest, site: Site, **changed: str) -> str:
    """The address that was asked for, with one parameter changed."""
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return f"{site.root_url}{request.path}?{query.urlencode()}"


def page_response(
    rows: list[WireItem], kind: Kind, params: ListParams, page: dict[str, Any]
) -> HttpResponse:
    column = TEXTS[params.fields]
    texts = (as_read(getattr(row, column), row.locale, params.language) for row in rows)
    rest = json.dumps(page, ensure_ascii=False)
    languages = params.languages or content_languages()
    answer = json_response(
        f'{{"items":[{",".join(texts)}],{rest[1:]}',
        rows,
        keys=[names.of_list(kind, code) for code in languages],
    )
    if page["next"]:
        answer["Link"] = f'<{page["next"]}>; rel="next"'
    return answer


def as_json(row: WireItem) -> Answer:
    return json_response(as_read(row.document, row.locale, None), [row])


def item_response(
    request: HttpRequest,
    kind: Kind,
    uid: UUID,
    write: Callable[[WireItem], HttpResponse] = as_json,
) -> HttpResponse:
    """One whole document as ``write`` puts it; its tombstone if it was withdrawn; else 404."""
    site = site_for(request)
    columns = (
        *COLUMNS, "document", "changed", "kind", "hidden", "withdrawn_at", "reason",
        "public_reason",
    )  # fmt: skip
    row = WireItem.objects.filter(site_id=site.pk, kind=kind, uid=uid).only(*columns).first()
    shown = fresh([row]) if row and row.is_public() else []
    if not shown:
        return tombstone_response(row)
    response = write(shown[0])
    if isinstance(response, Answer):
        response.changed = shown[0].changed
    response["Content-Language"] = shown[0].locale
    if links := alternates(request, shown[0]):
        response["Link"] = ", ".join(links)
    return response


def alternates(request: HttpRequest, row: WireItem) -> list[str]:
    """The same item in other languages, for ``Link`` (RFC 8288)."""
    site = site_for(request)
    parent = request.path.removesuffix(f"{row.uid}/")
    return [
        f'<{site.root_url}{parent}{item["id"]}/>; rel="alternate"; hreflang="{item["locale"]}"'
        for item in json.loads(row.document)["translations"]
    ]


def missing_response(site: Site, kind: Kind, uid: UUID) -> HttpResponse:
    return tombstone_response(WireItem.objects.filter(site_id=site.pk, kind=kind, uid=uid).first())


def tombstone_response(row: WireItem | None) -> HttpResponse:
    """What a row that readers cannot see (any more) is to them: 410, or 404 as if it never was."""
    when, reason = withdrawal(row) if row else (None, "")
    if row is None or when is None:
        return problem(HTTPStatus.NOT_FOUND, NO_SUCH_ITEM)
    return respond(
        Gone(
            title=HTTPStatus.GONE.phrase,
            status=HTTPStatus.GONE,
            detail="This item is no longer public.",
            id=row.uid,
            kind=Kind(row.kind).value,
            locale=row.locale,
            withdrawn_at=when,
            reason=reason,
            public_reason=row.public_reason,
        )
    )


def withdrawal(row: WireItem) -> tuple[datetime | None, str]:
    """When and why an item went; no date while it is only hidden, for it may come back."""
    if row.withdrawn_at is not None:
        return row.withdrawn_at, row.reason
    if row.expires_at is not None and row.expires_at <= timezone.now():
        return row.expires_at, EXPIRED
    return None, ""
