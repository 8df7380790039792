"""From an address, present or former, to the item that is meant by it."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, NamedTuple

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field
from wagtail.models import Page, Site

from newsroom.models import WireItem
from newsroom.wire.compose import uid_of
from newsroom.wire.documents import Document
from newsroom.wire.keys import OTHER_PAGES, of_page
from newsroom.wire.places import WebAddress, is_of, page_at, rows_of, spellings
from newsroom.wire.readers import as_read, fresh, site_for
from newsroom.wire.redirects import public_redirect
from newsroom.wire.visibility import may_be_led_to, source_of

from .errors import Gone, ParameterProblem, Problem, problem
from .items import tombstone_response, withdrawal
from .params import of_length
from .responses import json_response
from .schemas import ArticleCard, GalleryCard, ProjectCard

router = Router(tags=["resolve"])

LONGEST = 2000
# Among them what is needed to see whether the row still holds.
COLUMNS = (
    "pk", "uid", "page_id", "kind", "locale", "url", "card", "composition",
    "valid_until", "expires_at", "hidden", "withdrawn_at", "reason", "public_reason",
)  # fmt: skip
NOTHING_KNOWN = "No item is, or was, at this address."
ELSEWHERE = "This is not an address of this site."


def web_address(value: str) -> str:
    try:
        WebAddress.parse(value)
    except ValueError:
        raise ValueError(
            "Use an absolute address (http or https), or a path that starts with a slash."
        ) from None
    return value


class ResolveParams(Schema):
    url: Annotated[
        str,
        Field(min_length=1, max_length=LONGEST),
        of_length(LONGEST, "an address"),
        AfterValidator(web_address),
    ] = Field(
        description="An absolute address of this site, or a path. Scheme, last slash, fragment "
        "and, where no redirect needs it, query make no difference."
    )


class Resolution(Document):
    """What an address leads to."""

    url: str = Field(description="The address to use instead: where the item is now.")
    moved: bool = Field(description="Whether that is another address than the one asked for.")
    item: ArticleCard | GalleryCard | ProjectCard | None = Field(
        description="The item, as in lists; null where a redirect leads to something else."
    )
    redirect: str | None = Field(
        description="Where an editor's redirect leads; null if the address is an item's own."
    )


class Found(NamedTuple):
    """What there is at an address. ``through`` is the alias or redirect's page that led there."""

    row: WireItem | None
    through: Page | None = None
    redirect: str | None = None


@router.get(
    "/",
    operation_id="resolveAddress",
    summary="Resolve an address",
    response={200: Resolution, 400: ParameterProblem, 404: Problem, 410: Gone},
)
def resolve(request: HttpRequest, params: Query[ResolveParams]) -> HttpResponse:
    """The item at an address, also one that has moved. Withdrawn items answer 410."""
    site, address = site_for(request), WebAddress.parse(params.url)
    urls = spellings(site, address)
    rows = list(rows_of(site, urls).only(*COLUMNS))
    # Items keep the addresses that they had under other host names of their site.
    found = first(row for row in rows if row.url in urls)
    if is_of(site, address) and not found:
        found = shown_by_alias(site, address)
    found = found or first(rows)
    if is_of(site, address) and not found:
        found = redirected(request, site, address)
    if found:
        return resolution(found, urls)
    gone = next((row for row in rows if withdrawal(row)[0]), None)
    if gone:
        return tombstone_response(gone)
    return problem(HTTPStatus.NOT_FOUND, NOTHING_KNOWN if is_of(site, address) else ELSEWHERE)


def first(rows: Iterable[WireItem]) -> Found | None:
    """The first item that is public now."""
    shown = (row for stored in rows if stored.is_public() for row in fresh([stored]))
    row = next(shown, None)
    return Found(row) if row else None


def shown_by_alias(site: Site, address: WebAddress) -> Found | None:
    page = page_at(site, address.path)
    if page is None or not page.alias_of_id or not may_be_led_to(page):
        return None
    found = shown_by(site, page)
    return found and found._replace(through=page)


def shown_by(site: Site, page: Page) -> Found | None:
    """The item that a page shows, its own or that of which it is an alias."""
    uid = uid_of(source_of(page))
    return first(WireItem.objects.filter(site_id=site.pk, uid=uid).only(*COLUMNS))


def redirected(request: HttpRequest, site: Site, address: WebAddress) -> Found | None:
    full = f"{address.path}?{address.query}" if address.query else address.path
    target = public_redirect(request, full)
    if target is None:
        return None
    found = shown_by(site, target.page) if target.page else None
    return Found(found and found.row, through=target.page, redirect=target.url)


def resolution(found: Found, urls: list[str]) -> HttpResponse:
    row, redirect = found.row, found.redirect
    url = json.loads(row.card)["url"] if row else redirect
    parts = {
        "url": json.dumps(url),
        "moved": json.dumps(url not in urls),
        "item": as_read(row.card, row.locale, None) if row else "null",
        "redirect": json.dumps(redirect),
    }
    text = ",".join(f'"{name}":{value}' for name, value in parts.items())
    through = found.through
    answer = json_response(
        f"{{{text}}}",
        [row] if row else [],
        keys=[OTHER_PAGES, *([of_page(through.translation_key)] if through else [])],
        ends=[through.expire_at] if through else [],
    )
    if url not in urls:
        # Aliases and redirects are not on the wire.
        answer.lasting = False
    if row:
        answer["Content-Language"] = row.locale
    return answer
