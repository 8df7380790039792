"""Finished answers kept in a cache, plain and compressed, until something they show expires.

Without a cache, or while it is down, nothing is remembered and everything is the same, only slower.
"""

import gzip
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import BaseCache, caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from newsroom.conf import conf

from . import encodings
from .conditional import is_known, not_modified, set_date

logger = logging.getLogger(__name__)

# Older states are never asked for again; this is when a cache may forget them at the latest.
KEPT_FOR = timedelta(hours=1)
LARGEST = 4_000_000  # bytes
# How bodies are kept that are kept in one form only: every crawler reads it.
PACKED = "gzip"
# What a 304 repeats (RFC 9110, 15.4.5).
OF_THE_SAME = ("ETag", "Content-Location", "Expires", "Vary")
# What an answer says depends on when it is given.
OF_THE_MOMENT = ("Cache-Control", "Last-Modified")


@dataclass(frozen=True)
class Head:
    """All of an answer but its body, enough for a 304, and the key under which the body is kept.

    ``until``: when the first thing in it expires. ``changed``: when it last changed.
    """

    headers: dict[str, str]
    until: datetime | None
    changed: datetime | None
    body: str

    @classmethod
    def of(
        cls, answer: HttpResponse, until: datetime | None, changed: datetime | None, body: str
    ) -> "Head":
        headers = {name: value for name, value in answer.items() if name not in OF_THE_MOMENT}
        return cls(headers, until, changed, body)


def _cache() -> BaseCache | None:
    return caches[conf.answer_cache] if conf.answer_cache else None


class Remembered(HttpResponse):
    """An answer that was not made anew."""


@dataclass
class Memory:
    """What is remembered in one state of the wire, which ends at the moment ``expires`` gives."""

    expires: Callable[[], datetime | None]
    cache: BaseCache | None = field(default_factory=_cache)

    def head(self, key: str) -> Head | None:
        found = self._tried(lambda cache: cache.get(key))
        return found if isinstance(found, Head) else None

    def keep(self, key: str, head: Head) -> None:
        self._tried(lambda cache: cache.set(key, head, self._seconds()))

    def keep_body(self, key: str, content: bytes, encoding: str = "") -> None:
        if len(content) <= LARGEST:
            name = _body(key, encoding)
            self._tried(lambda cache: cache.set(name, content, self._seconds()))

    def keep_packed(self, key: str, content: bytes) -> None:
        """Keep a body compressed only, which is much less of it: for large answers."""
        if len(content) < encodings.SMALLEST:
            self.keep_body(key, content)
        else:
            self.keep_body(key, encodings.compress(content, PACKED), PACKED)

    def recall(self, request: HttpRequest, head: Head, cache_control: str) -> HttpResponse | None:
        """The answer to a request, 304 where the reader knows it; None if its body is forgotten."""
        encoding = encodings.chosen(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if is_known(request, head.headers["ETag"]):
            return _known(head, cache_control, encoding)
        response = Remembered(headers=head.headers)
        response["Cache-Control"] = cache_control
        set_date(response, head.changed)
        if encoding:
            del response["Content-Length"]
        if short := not_modified(request, response):
            return short
        content = self._content(head.body, encoding)
        if content is None and encoding and (plain := self._content(head.body)) is not None:
            if len(plain) < encodings.SMALLEST:
                content, encoding = plain, ""
            else:
                content = encodings.compress(plain, encoding)
                self.keep_body(head.body, content, encoding)
        if content is None and (packed := self._content(head.body, PACKED)) is not None:
            readable = encodings.accepts(request.META.get("HTTP_ACCEPT_ENCODING", ""), PACKED)
            content, encoding = (packed, PACKED) if readable else (gzip.decompress(packed), "")
        if content is None:
            return None
        response.content = content
        response["Content-Length"] = str(len(content))
        if encoding:
            response["Content-Encoding"] = encoding
        return response

    def _content(self, key: str, encoding: str = "") -> bytes | None:
        found = self._tried(lambda cache: cache.get(_body(key, encoding)))
        return found if isinstance(found, bytes) else None

    def _seconds(self) -> float:
        expires = self.expires()
        left = expires - timezone.now() if expires else KEPT_FOR
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


def _known(head: Head, cache_control: str, encoding: str) -> HttpResponse:
    """The 304 for a reader who has the answer by its ETag; of the rest it says nothing new."""
    told = {name: head.headers[name] for name in OF_THE_SAME if name in head.headers}
    # The type is none of it, and Django would take its time to find one.
    response = HttpResponseNotModified(headers=told, content_type="")
    response["Cache-Control"] = cache_control
    if not encoding and "Content-Length" in head.headers:
        response["Content-Length"] = head.headers["Content-Length"]
    return response


def _body(key: str, encoding: str) -> str:
    return f"{key}.{encoding}."
