"""Feeds over HTTP: the same bytes for everybody, and 304 whenever nothing has changed.

A feed is written once for what is in it: under the key of the channel's own state, which stays the
same while other channels change. Under the state of the whole wire, which one query asks for, there
is a pointer to it, so that an unchanged wire costs nothing more.
"""

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from newsroom.conf import conf
from newsroom.http.anonymous import for_everybody
from newsroom.http.conditional import not_modified, validate
from newsroom.http.encodings import compressed
from newsroom.http.limits import seconds_to_wait
from newsroom.http.memory import Head, Memory
from newsroom.wire import channels, keys, logos
from newsroom.wire.channels import FORMATS, Channel, Moved
from newsroom.wire.compose import fingerprint
from newsroom.wire.feed_options import Options
from newsroom.wire.logos import Logo
from newsroom.wire.scopes import ALWAYS
from newsroom.wire.state import Snapshot, State
from newsroom.wire.text import language_tag, uri

from . import audience
from .editions import MONTH, Edition, NoSuchEdition, edition_of, newest
from .formats import render
from .searches import Question, channel_of

MAX_AGE = timedelta(minutes=5)
KNOWN = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
NOT_HERE = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
# Raise it when a feed of the same items comes out differently.
VERSION = 2


@for_everybody
@require_safe
def feed(request: HttpRequest, language: str, name: str, extension: str) -> HttpResponseBase:
    response = _refusal(request) or _answer(request, language, name, extension)
    # An archive is read once; whoever subscribes does so to the feed.
    is_read = response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
    if is_read and not _parts(name)[2]:
        audience.note(request)
    if response.status_code in NOT_HERE:
        keys.bear(response, [keys.MISSING])
    return to_everybody(request, response)


@for_everybody
@require_safe
def search(request: HttpRequest, language: str, name: str, extension: str) -> HttpResponseBase:
    """What is new of what somebody looks for.

    It is written at each request: there are as many searches as people think of, and remembering
    them would take the place of everything else. So whoever asks for one is counted.
    """
    response = _too_many(request) or _found(request, language, extension)
    if response.status_code in NOT_HERE:
        keys.bear(response, [keys.MISSING])
    return to_everybody(request, response)


@for_everybody
@require_safe
def unknown(request: HttpRequest) -> HttpResponseBase:
    response = _nothing_here()
    keys.bear(response, [keys.MISSING])
    return to_everybody(request, response)


def _answer(request: HttpRequest, language: str, name: str, extension: str) -> HttpResponse:
    """A channel in one format: what is remembered of it, else written now."""
    # Before anything else is read: what changes in between belongs to the next state.
    snapshot = Snapshot(request)
    page = request.GET.get("page", "")
    outer = _key(snapshot.name, request.path, page)
    memory = Memory(lambda: snapshot.state.expires)
    if (head := memory.head(outer)) and (known := _recall(request, memory, head)):
        return known
    site, state = snapshot.site(), snapshot.state
    noun, slug, month = _parts(name)
    try:
        channel = channels.find(Options.of(site), language, noun, slug)
        if channel is None or (page and month):
            return _nothing_here()
        if isinstance(channel, Moved):
            return _moved(channel.channel.path(extension, month), page)
        logo = logos.find(channel.options.image_id, site.root_url)
        inner = _inner_key(channel, state, outer, channel.path(extension, month), page, logo)
        if (head := memory.head(inner)) and (known := _recall(request, memory, head)):
            memory.keep(outer, head)
            return known
        edition = edition_of(channel, page, month, logo)
    except NoSuchEdition:
        return _nothing_here()
    except channels.Gone:
        return _plain(gettext("This feed has ended."), HTTPStatus.GONE)
    changed = _changed(channel, state)
    response = _response(edition, extension, changed)
    # Without a stamp it is a section known by its page alone, which the wire's state knows not.
    if channel.stamp:
        memory.keep_body(inner, response.content)
        head = Head.of(response, edition.until(), changed, inner)
        for key in (inner, outer):
            memory.keep(key, head)
    return not_modified(request, response) or response


def _found(request: HttpRequest, language: str, extension: str) -> HttpResponse:
    """A search in one format."""
    snapshot = Snapshot(request)
    site, state = snapshot.site(), snapshot.state
    channel = channel_of(Options.of(site), language, Question.asked(request.GET))
    if channel is None:
        return _nothing_here()
    logo = logos.find(channel.options.image_id, site.root_url)
    # Any change of the wire may be one of this search; a search server learns of it later.
    moments = (state.modified, channel.options.changed)
    is_dated = not (state.hidden or conf.search_backend)
    changed = max(filter(None, moments), default=None) if is_dated else None
    response = _response(newest(channel, logo), extension, changed)
    return not_modified(request, response) or response


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """429 for an address that asks too often; who says what it knows already costs little."""
    if any(name in request.META for name in KNOWN):
        return None
    return _too_many(request)


def _too_many(request: HttpRequest) -> HttpResponse | None:
    wait = seconds_to_wait(request, conf.feed_rate, "newsroom_feeds")
    if not wait:
        return None
    response = _plain(gettext("Too many requests."), HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def to_everybody(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """The answer for readers of any origin."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Access-Control-Allow-Origin"] = "*"
    return compressed(request, response)


def _parts(name: str) -> tuple[str, str, str]:
    """Noun, slug and month of a name such as ``sections/culture/2026-11``."""
    noun, *rest = name.split("/")
    month = rest.pop() if rest and MONTH.fullmatch(rest[-1]) and _has_more(noun, rest) else ""
    return noun, "/".join(rest), month


def _has_more(noun: str, rest: list[str]) -> bool:
    """Whether the last part can be a month: a slug may look like one."""
    return len(rest) > (0 if noun in ALWAYS else 1)


def _response(edition: Edition, extension: str, changed: datetime | None) -> HttpResponse:
    channel = edition.channel
    content = render(edition, extension)
    response = HttpResponse(content, content_type=f"{FORMATS[extension]}; charset=utf-8")
    response["Content-Language"] = language_tag(channel.language)
    response["Link"] = ", ".join(_links(edition, extension))
    response["Cache-Control"] = cache_control(edition.until())
    response["Content-Length"] = str(len(content))
    keys.bear(response, channel.cache_keys)
    validate(response, hashlib.sha256(content).hexdigest()[:32], changed)
    return response


def _links(edition: Edition, extension: str) -> list[str]:
    """Where to subscribe (WebSub, section 4) and what tells of all feeds (RFC 8288)."""
    channel = edition.channel
    links = {"hub": channel.options.hub} if channel.options.hub else {}
    links["self"] = edition.url(extension)
    with suppress(NoReverseMatch):  # the project may serve feeds without that page
        page = reverse("newsroom_feeds_page", args=(channel.language,))
        links["describedby"] = channel.site.root_url + page
    return [f'<{uri(url)}>; rel="{relation}"' for relation, url in links.items()]


def _changed(channel: Channel, state: State) -> datetime | None:
    """When what the feed shows last changed, withdrawals, expiries and settings included.

    Nobody knows while a row is hidden: when it went is written when it is settled.
    """
    if state.hidden:
        return None
    expired = channel.expired(timezone.now()) if state.expired else None
    moments = (channel.changed, expired, channel.options.changed)
    return max(filter(None, moments), default=None)


def _inner_key(
    channel: Channel, state: State, outer: str, path: str, page: str, logo: Logo | None
) -> str:
    """What names the feed as long as its channel stays as it is."""
    if state.hidden or state.expired:
        # Something has left a channel without a step of its own; the state of the wire knows.
        return outer + "="
    others = [(one.language, one.slug, one.title) for one in channel.others]
    words = (channel.title, channel.description, channel.home_url)
    site = channel.site
    own = (site.pk, site.root_url, site.site_name, channel.stamp, *words, channel.options, logo)
    return _key(str(own), str(others), path, page)


def _key(*parts: str) -> str:
    text = "\n".join(map(str, (VERSION, fingerprint(), conf.publisher, conf.feed_items, *parts)))
    return "newsroom-feed:" + hashlib.sha256(text.encode()).hexdigest()


def _recall(request: HttpRequest, memory: Memory, head: Head) -> HttpResponse | None:
    return memory.recall(request, head, cache_control(head.until))


def cache_control(until: datetime | None) -> str:
    """How long caches may keep the feed: never past the next expiry of what it shows."""
    left = max(timedelta(0), until - timezone.now()) if until else MAX_AGE
    return f"public, max-age={int(min(MAX_AGE, left).total_seconds())}"


def _moved(path: str, page: str) -> HttpResponse:
    query = f"?{urlencode({'page': page})}" if page else ""
    response = HttpResponsePermanentRedirect(path + query)
    response["Cache-Control"] = f"public, max-age={int(MAX_AGE.total_seconds())}"
    return response


def _nothing_here() -> HttpResponse:
    return _plain(gettext("There is no feed at this address."), HTTPStatus.NOT_FOUND)


def _plain(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
