"""Answers remembered: each is built once for a state of the wire, whichever process builds it.

The state is asked for with every request, so an answer is right in the request after any change;
and without a cache, or while it is down, everything is the same, only slower.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.core.cache import BaseCache, caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.models import Site

from newsroom.conditional import not_modified, validate
from newsroom.conf import conf
from newsroom.wire.compose import fingerprint
from newsroom.wire.state import State, site_and_state

from . import encodings
from .responses import Answer, View, cache_control

logger = logging.getLogger(__name__)

# Older states are never asked for again; this is when a cache may forget them at the latest.
KEPT_FOR = timedelta(hours=1)
LARGEST = 4_000_000  # bytes
# Raise it when an answer of the same documents comes out differently.
VERSION = 1


@dataclass(frozen=True)
class Head:
    """All of an answer but its body: enough for a 304."""

    headers: dict[str, str]
    until: datetime | None

    def response(self) -> HttpResponse:
        response = HttpResponse(headers=self.headers)
        response["Cache-Control"] = cache_control(self.until)
        return response


@dataclass
class Memory:
    """What is remembered of one request's answer in one state of the wire."""

    key: str
    expires: datetime | None
    cache: BaseCache | None = field(default_factory=lambda: _cache())

    def head(self) -> Head | None:
        found = self._tried(lambda cache: cache.get(self.key))
        return found if isinstance(found, Head) else None

    def body(self, encoding: str = "") -> bytes | None:
        found = self._tried(lambda cache: cache.get(self.key + encoding + "."))
        return found if isinstance(found, bytes) else None

    def keep(self, answer: Answer) -> None:
        if len(answer.content) > LARGEST:
            return
        self.keep_body(answer.content)
        headers = {name: value for name, value in answer.items() if name != "Cache-Control"}
        head = Head(headers, answer.until)
        self._tried(lambda cache: cache.set(self.key, head, self._seconds()))

    def keep_body(self, content: bytes, encoding: str = "") -> None:
        key = self.key + encoding + "."
        self._tried(lambda cache: cache.set(key, content, self._seconds()))

    def _seconds(self) -> float:
        left = self.expires - timezone.now() if self.expires else KEPT_FOR
        return max(0.0, min(left, KEPT_FOR).total_seconds())

    def _tried(self, use: Callable[[BaseCache], Any]) -> Any:
        if self.cache is None:
            return None
        try:
            return use(self.cache)
        # Caches raise whatever their clients do; readers get their answer all the same.
        except Exception:
            logger.exception("The cache of answers does not answer")
            self.cache = None
            return None


def _cache() -> BaseCache | None:
    return caches[conf.answer_cache] if conf.answer_cache else None


def remembered(view: View) -> View:
    """Answer from memory as long as the wire stays the same; 304 where the reader knows it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Before the rows are read: what changes in between belongs to the next state.
        site, state = site_and_state(request)
        memory = Memory(_key(request, site, state), state.expires)
        if (head := memory.head()) and (response := _recalled(request, memory, head)):
            return response
        answer = view(request, *args, **kwargs)
        if not isinstance(answer, Answer):
            return answer
        seal(answer, state)
        if answer.lasting:
            memory.keep(answer)
        return not_modified(request, answer) or answer

    return wrapped


def seal(answer: Answer, state: State) -> None:
    """Give a new answer its validators and its names for caches."""
    # Nobody knows when something changed that is not on the wire.
    changed = state.modified if answer.lasting else None
    if answer.changed:
        changed = max(filter(None, (answer.changed, state.expired)))
    validate(answer, hashlib.sha256(answer.content).hexdigest()[:32], changed)
    answer["Cache-Tag"] = ",".join(answer.keys)
    answer["Surrogate-Key"] = " ".join(answer.keys)


def _recalled(request: HttpRequest, memory: Memory, head: Head) -> HttpResponse | None:
    response = head.response()
    if short := not_modified(request, response):
        return short
    encoding = encodings.chosen(request.headers.get("Accept-Encoding", ""))
    body = memory.body(encoding)
    if body is None and encoding and (plain := memory.body()) is not None:
        if len(plain) < encodings.SMALLEST:
            body, encoding = plain, ""
        else:
            body = encodings.compress(plain, encoding)
            memory.keep_body(body, encoding)
    if body is None:
        return None
    response.content = body
    if encoding:
        response["Content-Encoding"] = encoding
    return response


def _key(request: HttpRequest, site: Site, state: State) -> str:
    parts = (
        VERSION,
        fingerprint(site.root_url),
        site.pk,
        state.name,
        request.path,
        request.META.get("QUERY_STRING", ""),
    )
    return "newsroom:" + hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
