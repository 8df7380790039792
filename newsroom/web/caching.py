"""How long caches may keep a web page, and the names by which they are told to forget it.

A browser asks again each time; caches that many share keep a page for a moment, or, where the
worker purges them, for as long as the settings say.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import has_vary_header

from newsroom.addresses import content_languages
from newsroom.conf import conf
from newsroom.wire import keys

from .visit import visit_of

ELSEWHERE = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
}
VIEWS = {"wagtail_serve", "newsroom_feeds_page"}
LISTS = "newsroom_web"


def public_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a project's own view of items, so that caches are told of its answers as well.

    It notes with :func:`newsroom.web.visit.visit_of` what it shows: names (``keys``), and when
    something of it expires (``ends``).
    """
    vars(view)["is_public_page"] = True
    return view


def describe(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell caches what to do with the answer to a request for a web page.

    Answers that depend on who asks, or that already say how they may be kept, stay as they are.
    """
    if not _is_web_page(request) or response.has_header("Cache-Control"):
        return
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        response["Cache-Control"] = "private, no-cache"
    elif response.cookies or has_vary_header(response, "Cookie"):
        return
    elif response.status_code == HTTPStatus.OK:
        visit = visit_of(request)
        looked_at = (look.valid_until for look in visit.looks)
        response["Cache-Control"] = cache_control([*visit.ends, *looked_at])
        keys.bear(response, _names(request))
    elif response.status_code in ELSEWHERE:
        response["Cache-Control"] = cache_control()
        keys.bear(response, [keys.PAGES, keys.OTHER_PAGES, keys.MISSING])


def cache_control(ends: Iterable[datetime | None] = ()) -> str:
    """Never past the moment at which something that is shown expires."""
    now = timezone.now()
    left = [int((end - now).total_seconds()) for end in ends if end and end > now]
    return f"public, max-age=0, s-maxage={min([conf.page_max_age, *left])}"


def _is_web_page(request: HttpRequest) -> bool:
    match = request.resolver_match
    if request.method not in ("GET", "HEAD") or match is None:
        return False
    view: Any = match.func
    is_marked = getattr(view, "is_public_page", False)
    return is_marked or match.url_name in VIEWS or match.namespace == LISTS


def _names(request: HttpRequest) -> list[str]:
    visit = visit_of(request)
    found = {keys.PAGES, *visit.keys}
    if not visit.has_item:
        found.add(keys.OTHER_PAGES)
    if visit.shows_anything or visit.looks or not visit.keys:
        # It may show, or lead to, items of any kind and language.
        found.update(name for code in content_languages() for name in keys.of_lists(code))
    return sorted(found)
