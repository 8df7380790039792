"""Sitemaps over HTTP: the same bytes for everybody, remembered as long as nothing changes."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from itertools import chain

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from wagtail.models import Site

from newsroom.addresses import content_languages
from newsroom.conf import conf
from newsroom.feeds.views import cache_control, to_everybody
from newsroom.http.anonymous import for_everybody
from newsroom.http.conditional import not_modified, validate
from newsroom.http.memory import Head, Memory
from newsroom.models import WireMark
from newsroom.web.visit import Visit, visit_of
from newsroom.wire import keys
from newsroom.wire.compose import fingerprint
from newsroom.wire.state import Snapshot
from newsroom.wire.text import uri

from . import writing
from .news import stories
from .parts import Inventory

# Addresses in a part of a large Site: it is written in a moment, and small enough to be remembered.
PART = 5_000
# Raise it when the same addresses come out differently.
VERSION = 1


@dataclass(frozen=True)
class Sheet:
    """A finished document, and when it ceases to be true though nobody changes anything."""

    content: bytes
    until: datetime | None = None


@for_everybody
@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """All addresses of the Site, or an index of its parts if they are too many for one file."""
    return _answer(request, whole)


@for_everybody
@require_safe
def sitemap_part(request: HttpRequest, name: str) -> HttpResponseBase:
    return _answer(request, lambda visit: part(visit, name))


@for_everybody
@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponseBase:
    return _answer(request, news)


def sitemaps_of(site: Site) -> Iterator[str]:
    """The addresses of a Site's sitemaps, as robots.txt names them."""
    for name in ("newsroom_sitemap", "newsroom_news_sitemap"):
        yield uri(site.root_url + reverse(name))


def whole(visit: Visit) -> Sheet:
    most = conf.sitemap_addresses
    inventory = Inventory(visit, min(PART, most))
    parts = inventory.parts()
    size = sum(part.size for part in parts)
    if size <= most:
        return Sheet(writing.urlset(inventory.every(), size), inventory.until)
    root = visit.site.root_url
    addresses = (
        (uri(root + reverse("newsroom_sitemap_part", args=(part.name,))), part.changed)
        for part in parts
    )
    return Sheet(writing.index(addresses), inventory.until)


def part(visit: Visit, name: str) -> Sheet | None:
    """One part; None if there is nothing in it."""
    inventory = Inventory(visit, min(PART, conf.sitemap_addresses))
    addresses = inventory.part(name)
    first = next(addresses, None)
    if first is None:
        return None
    content = writing.urlset(chain([first], addresses), inventory.width)
    return Sheet(content, inventory.until)


def news(visit: Visit) -> Sheet:
    found, until = stories(visit, timezone.now())
    return Sheet(writing.news(found), until)


def _answer(request: HttpRequest, write: Callable[[Visit], Sheet | None]) -> HttpResponseBase:
    """What is remembered of this state of the wire and of the pages, else written now."""
    # Before anything else is read: what changes in between belongs to the next state.
    snapshot = Snapshot(request)
    key = _key(snapshot.name, request.path)
    until = snapshot.state.expires
    memory = Memory(lambda: until)
    head = memory.head(key)
    if head and _holds(head) and (known := _recall(request, memory, head)):
        return to_everybody(request, known)
    snapshot.site()  # remembered with the request
    sheet = write(visit_of(request))
    if sheet is None:
        return to_everybody(request, _nothing_here())
    until = min(filter(None, (until, sheet.until)), default=None)
    response = HttpResponse(sheet.content, content_type="application/xml")
    response["Cache-Control"] = cache_control(until)
    response["Content-Length"] = str(len(sheet.content))
    # Undated: when a page that is no item was withdrawn, nobody has written down.
    keys.bear(response, [keys.SITEMAP])
    validate(response, hashlib.sha256(sheet.content).hexdigest()[:32], None)
    memory.keep_packed(key, sheet.content)
    memory.keep(key, Head.of(response, until, None, key))
    return to_everybody(request, not_modified(request, response) or response)


def _key(state: str, path: str) -> str:
    # A page that is no item is not hidden at once; its mark tells of it until that is expanded,
    # which makes another state of the wire.
    marked = WireMark.objects.filter(expanded=None).aggregate(last=Max("pk"))["last"]
    settings = (fingerprint(), *content_languages(), conf.publisher, conf.sitemap_addresses)
    text = "\n".join(map(str, (VERSION, *settings, state, marked, path)))
    return "newsroom-sitemap:" + hashlib.sha256(text.encode()).hexdigest()


def _holds(head: Head) -> bool:
    # The clock of a cache may be another one.
    return head.until is None or head.until > timezone.now()


def _recall(request: HttpRequest, memory: Memory, head: Head) -> HttpResponse | None:
    return memory.recall(request, head, cache_control(head.until))


def _nothing_here() -> HttpResponse:
    text = gettext("There is no sitemap at this address.")
    response = HttpResponse(
        f"{text}\n", content_type="text/plain; charset=utf-8", status=HTTPStatus.NOT_FOUND
    )
    keys.bear(response, [keys.MISSING])
    return response
