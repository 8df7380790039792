"""The HTTP around every public answer: anonymous, readable from any origin, cacheable."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from newsroom.conf import conf
from newsroom.http.anonymous import forget_who_asks
from newsroom.http.encodings import compressed
from newsroom.http.limits import seconds_to_wait
from newsroom.models import WireItem
from newsroom.wire import keys as names
from newsroom.wire.readers import first_end

from .errors import problem

ALLOWED = "GET, HEAD, OPTIONS"
# What scripts of other origins may read of an answer besides the few headers browsers allow.
EXPOSED = "Content-Language, ETag, Last-Modified, Link, Retry-After"
NOTHING_HERE = "There is nothing at this address."
MISSING = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}

View = Callable[..., HttpResponseBase]


class Answer(HttpResponse):
    """Finished JSON of what is public, with what is known of how long it holds.

    ``until``: when the first thing in it expires. ``changed``: when it last changed, where one
    item is the whole answer. ``keys``: names by which caches can be told to forget it.
    ``lasting``: whether it stays the same as long as the wire does.
    """

    until: datetime | None = None
    changed: datetime | None = None
    keys: tuple[str, ...] = ()
    lasting: bool = True


def json_response(
    text: str,
    rows: Iterable[WireItem] = (),
    content_type: str = "application/json",
    keys: Iterable[str] = (),
    ends: Iterable[datetime | None] = (),
) -> Answer:
    """An answer that shows these rows.

    ``keys`` are those of the list it is a page of, ``ends`` when rows expire that it only counts.
    """
    rows = list(rows)
    answer = Answer(text.encode(), content_type=content_type)
    answer.until = min(filter(None, (*ends, first_end(rows))), default=None)
    answer.keys = (*keys, *(names.of_item(row.uid) for row in rows if row.uid))
    answer["Cache-Control"] = cache_control(answer.until)
    return answer


def cache_control(until: datetime | None) -> str:
    """How long an answer may be reused: never past the moment something shown in it expires."""
    left = max(0, int((until - timezone.now()).total_seconds())) if until else None
    max_age, stale = conf.api_max_age, conf.api_stale_while_revalidate
    if left is not None:
        max_age = min(max_age, left)
        stale = min(stale, left - max_age)
    return f"public, max-age={max_age}" + (f", stale-while-revalidate={stale}" if stale else "")


def public(view: View) -> View:
    """Answer readers of any origin, whoever they are, and let them only read.

    Not in a transaction, whatever ATOMIC_REQUESTS says: some of them wait.
    """

    @transaction.non_atomic_requests
    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        forget_who_asks(request)
        response = refusal(request) or answer(view, request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = default_cache_control(response.status_code)
            if response.status_code in MISSING:
                names.bear(response, [names.MISSING])
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        response["X-Content-Type-Options"] = "nosniff"
        return compressed(request, response)

    return wrapped


def refusal(request: HttpRequest) -> HttpResponse | None:
    """429 for an address that has asked too often."""
    wait = seconds_to_wait(request, conf.api_rate, "newsroom_api")
    if not wait:
        return None
    response = problem(
        HTTPStatus.TOO_MANY_REQUESTS, f"At most {conf.api_rate} requests are answered."
    )
    response["Retry-After"] = str(wait)
    return response


def answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    method = request.method
    if method == "OPTIONS":
        return options()
    if method not in {"GET", "HEAD"}:
        response = problem(HTTPStatus.METHOD_NOT_ALLOWED, f"Only {ALLOWED} are answered here.")
        response["Allow"] = ALLOWED
        return response
    # HEAD is GET; the server leaves the body out.
    request.method = "GET"
    try:
        return view(request, *args, **kwargs)
    except Http404:
        return problem(HTTPStatus.NOT_FOUND, NOTHING_HERE)
    except SuspiciousOperation as error:
        return problem(HTTPStatus.BAD_REQUEST, str(error))
    finally:
        request.method = method


def options() -> HttpResponse:
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response["Allow"] = ALLOWED
    response["Access-Control-Allow-Methods"] = ALLOWED
    response["Access-Control-Allow-Headers"] = "*"
    response["Access-Control-Max-Age"] = "86400"
    del response["Content-Type"]
    return response


def default_cache_control(status: int) -> str:
    if status == HTTPStatus.OK:
        return cache_control(None)
    return f"public, max-age={conf.api_max_age}" if status in MISSING else "no-store"


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer every other address under the API's, so that no page of the site does."""
    if not request.path.endswith("/"):
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return problem(HTTPStatus.NOT_FOUND, NOTHING_HERE)
