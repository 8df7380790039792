"""What readers find where a page was that has been withdrawn."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from newsroom.models import WireItem
from newsroom.wire.places import WebAddress, rows_of, spellings
from newsroom.wire.readers import site_for
from newsroom.wire.text import language_tag

from .visit import Place


def withdrawn_page(request: HttpRequest) -> HttpResponse | None:
    """Why the page at the request's address was withdrawn; None if nobody has said so."""
    match = request.resolver_match
    if match is None or match.url_name != "wagtail_serve" or request.method not in ("GET", "HEAD"):
        return None
    row = withdrawn_at(request)
    if row is None:
        return None
    context = {
        "place": Place(row.locale, row.url, {}),
        "reason": row.public_reason,
        "withdrawn_at": row.withdrawn_at,
    }
    with translation.override(row.locale):
        response = render(request, "newsroom/withdrawn.html", context, status=HTTPStatus.GONE)
    response["Content-Language"] = language_tag(row.locale)
    return response


def withdrawn_at(request: HttpRequest) -> WireItem | None:
    """The item that was at the request's address, if it was withdrawn and not put there again."""
    try:
        address = WebAddress.parse(request.path)
    except ValueError:
        return None
    site = site_for(request)
    urls = spellings(site, address)
    rows = rows_of(site, urls).only("url", "locale", "public_reason", "withdrawn_at")
    # Who stood there last goes before who had moved on.
    found = sorted(rows, key=lambda row: row.url not in urls)
    return next((row for row in found if row.public_reason), None)
