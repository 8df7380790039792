"""Feeds over HTTP: the same bytes for everybody, and 304 whenever nothing has changed."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from newsroom.http.conditional import not_modified, validate
from newsroom.models import WireItem
from newsroom.wire import readers

from . import builder, scopes
from .text import language_tag

MAX_AGE = timedelta(minutes=5)


@require_safe
def feed(request: HttpRequest, language: str, name: str, extension: str) -> HttpResponse:
    scope = scopes.find(language, name)
    if scope is None:
        return unknown(request)
    now = timezone.now()
    site = readers.site_for(request)
    # Read before the rows: what changes in between is in the body, and has a later date next time.
    changed = scope.changed(site, now)
    rows = scope.rows(site)
    response = HttpResponse(
        builder.render(scope, site, rows, changed, extension),
        content_type=f"{scopes.FORMATS[extension]}; charset=utf-8",
    )
    response["Content-Language"] = language_tag(language)
    response["Cache-Control"] = f"public, max-age={_lifetime(rows, now)}"
    return _conditional(request, response, changed)


@require_safe
def unknown(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(
        gettext("There is no feed at this address.") + "\n",
        content_type="text/plain; charset=utf-8",
        status=404,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _lifetime(rows: Iterable[WireItem], now: datetime) -> int:
    """Seconds for which caches may keep the feed: never past the next expiry of what it shows."""
    expiries = [row.valid_until - now for row in rows if row.valid_until]
    return max(0, int(min([MAX_AGE, *expiries]).total_seconds()))


def _conditional(
    request: HttpRequest, full: HttpResponse, changed: datetime | None
) -> HttpResponse:
    """The answer to a conditional request: the full one or 304."""
    validate(full, hashlib.sha256(full.content).hexdigest()[:32], changed)
    full["Content-Length"] = str(len(full.content))
    response = not_modified(request, full) or full
    response["Vary"] = "Accept-Encoding"
    response["X-Content-Type-Options"] = "nosniff"
    response["Access-Control-Allow-Origin"] = "*"
    return response
