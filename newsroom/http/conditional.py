"""Conditional requests (RFC 9110, section 13), the same for the API and the feeds."""

from datetime import datetime, timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

# HTTP dates have whole seconds: a younger state may yet change within the second of its date.
SETTLED_AFTER = timedelta(seconds=2)


def validate(response: HttpResponse, etag: str, changed: datetime | None) -> None:
    """Give an answer its validators.

    The entity tag is weak: the same answer goes out compressed and not.
    """
    response["ETag"] = f'W/"{etag}"'
    set_date(response, changed)


def set_date(response: HttpResponse, changed: datetime | None) -> None:
    """Say when the answer last changed, as soon as nothing can change within that second."""
    if changed and changed <= timezone.now() - SETTLED_AFTER:
        response["Last-Modified"] = http_date(int(changed.timestamp()))


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the reader asks for this answer only if it is another one.

    What most readers do that ask again, known without taking the fields apart; everything else is
    for :func:`not_modified`.
    """
    fields = request.META
    is_plain = "HTTP_IF_MATCH" not in fields and "HTTP_IF_UNMODIFIED_SINCE" not in fields
    return is_plain and fields.get("HTTP_IF_NONE_MATCH") == etag


def not_modified(request: HttpRequest, full: HttpResponse) -> HttpResponse | None:
    """The 304 (or 412) that a conditional request gets instead of an answer with validators."""
    modified = parse_http_date_safe(full.headers.get("Last-Modified", ""))
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    if since and since > timezone.now().timestamp():  # not a date this site ever sent
        modified = None
    short = get_conditional_response(request, full["ETag"], modified, full)
    if short is full or short is None:
        return None
    if short.status_code == HTTPStatus.NOT_MODIFIED and full.has_header("Content-Length"):
        # Django would state the length of the empty answer instead (RFC 9110, 8.6).
        short["Content-Length"] = full["Content-Length"]
    return short
