"""Audience: the subscribers that readers' services announce when they fetch a feed.

A service that polls for many says for how many in its User-Agent. Of that only its name and the
number are kept, never an address, an id or anything about the reader that stands behind it.
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from newsroom.conf import conf
from newsroom.models import FeedAudience
from newsroom.wire.readers import site_for

logger = logging.getLogger(__name__)

NOTED_EVERY = timedelta(days=1)
# Anybody can invent services: a feed remembers so many, and the worker forgets them in time.
MOST_SERVICES = 50
MOST_SUBSCRIBERS = 100_000_000
LONGEST_PATH = 255
LONGEST_AGENT = 500
MOST_WORDS = 4
LONGEST_NAME = 100
# A feed must not wait for an editor's transaction.
PATIENCE_MS = 50

ANNOUNCEMENT = re.compile(r"\b(\d{1,12})\s+(?:subscribers?|readers?)\b", re.IGNORECASE)
# Browsers' names stand before that of the service that takes their shape.
DISGUISE = re.compile(r"^Mozilla/[\d.]+\s*\((?:compatible;\s*)?", re.IGNORECASE)
END_OF_NAME = re.compile(r"[/(),;:=|]| - |\bfeed-?id\b", re.IGNORECASE)
# Neither addresses (dots, at signs) nor ids (many digits).
SCHEMES = {"http", "https", "mailto", "urn"}
WORD = re.compile(r"[A-Za-z][A-Za-z+'-]{0,23}\d{0,2}[A-Za-z+'-]{0,6}")


def note(request: HttpRequest) -> None:
    """Remember what the sender of a request for a feed says of its subscribers.

    Costs most requests nothing, others one look into the cache, and one a day a row. Whatever
    fails here is logged, for the feed must go out.
    """
    path = request.path
    announced = announcement(request.META.get("HTTP_USER_AGENT", ""))
    if announced is None or len(path) > LONGEST_PATH:
        return
    try:
        if _is_new(request.get_host(), path, announced[0]):
            _write(site_for(request).pk, path, *announced)
    # Databases and caches raise whatever they like.
    except Exception:
        logger.warning("The subscribers of %s could not be noted", path, exc_info=True)


def announcement(agent: str) -> tuple[str, int] | None:
    """The service and the number of subscribers in a User-Agent; None if there are none."""
    agent = agent[:LONGEST_AGENT]
    found = ANNOUNCEMENT.search(agent)
    name = service_name(agent)
    if found is None or not name:
        return None
    return name, min(int(found[1]), MOST_SUBSCRIBERS)


def service_name(agent: str) -> str:
    """The name before version, address and the rest; empty if nothing in it looks like one."""
    start = END_OF_NAME.split(DISGUISE.sub("", agent), maxsplit=1)[0]
    words = [word for word in start.split() if WORD.fullmatch(word) and word not in SCHEMES]
    return " ".join(words[:MOST_WORDS])[:LONGEST_NAME]


def _is_new(host: str, path: str, service: str) -> bool:
    """Whether it was not noted within a day, as far as the cache knows."""
    cache = caches[conf.answer_cache or "default"]
    # Some caches take neither long keys nor spaces in them.
    digest = hashlib.sha256(f"{host} {path} {service}".encode()).hexdigest()
    return bool(cache.add(f"newsroom-audience:{digest}", 1, NOTED_EVERY.total_seconds()))


def _write(site_id: int, path: str, service: str, subscribers: int) -> None:
    now = timezone.now()
    rows = FeedAudience.objects.filter(site_id=site_id, path=path)
    seen = dict(rows.values_list("service", "seen"))
    if service in seen and seen[service] > now - NOTED_EVERY:
        return
    if service not in seen and len(seen) >= MOST_SERVICES:
        return
    with _impatient(), transaction.atomic():
        FeedAudience.objects.update_or_create(
            site_id=site_id,
            path=path,
            service=service,
            defaults={"subscribers": subscribers, "seen": now},
        )


@contextmanager
def _impatient() -> Iterator[None]:
    """Give up at once where SQLite would wait for a lock; elsewhere rows are not in the way."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
