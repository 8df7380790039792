"""WebSub: hubs are told which feeds have changed, and tell the feeds' subscribers.

The recommendation leaves to hub and publisher how that is said (WebSub, section 7). All hubs
understand the ping of PubSubHubbub: ``hub.mode=publish`` and ``hub.url``, one feed at a time, since
some read only the last of several.
"""

import logging
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from newsroom.http.outbound import Refused, Unreachable, post
from newsroom.models import FeedSettings, HubPing
from newsroom.wire import channels
from newsroom.wire.feed_options import Options
from newsroom.wire.text import uri

from .followers import follow, newest_stamp

logger = logging.getLogger(__name__)

FOLLOWER = "hubs"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
RETRY_AFTER = [timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600, 10800)]
# A hub fetches the feed later; all it has to do now is to say yes.
SECONDS = 5.0
# After it, a hub with more to be told waits until what else is new has been written down.
TURN = 2.0
MOST_IN_A_TURN = 100
HUBS_AT_ONCE = 8
LONGEST_TOPIC = 2000  # characters, as in the table
# A hub that asks a cache too early gets the old feed, and passes that on.
CACHES_FORGET_WITHIN = timedelta(seconds=5)


def ping_hubs() -> int:
    """Tell each Site's hub of its feeds that have changed; returns how many pings were tried.

    One worker at a time may do it. A ping that fails is tried again six times in four hours.
    """
    follow(FOLLOWER, newest_stamp, note_feeds)
    if not _due().exists():
        return 0
    hubs = {options.site.pk: options.hub for options in _sites_with_hubs()}
    # Without a hub there is nobody to tell any more.
    HubPing.objects.exclude(site_id__in=hubs).delete()
    work = [
        (hub, list(_due().filter(site_id=site).order_by("not_before", "pk")[:MOST_IN_A_TURN]))
        for site, hub in hubs.items()
    ]
    # Nothing is read or written there: only here is a connection to the database.
    with ThreadPoolExecutor(HUBS_AT_ONCE, thread_name_prefix="hubs") as pool:
        turns = list(pool.map(_ping, *zip(*work, strict=True))) if work else []
    for turn in turns:
        _note(turn)
    return sum(len(turn.told) + len(turn.failed) for turn in turns)


def note_feeds(after: int, up_to: int) -> None:
    """Write down which feeds have changed between two stamps, for Sites that have a hub."""
    not_before = timezone.now()
    if getattr(settings, "WAGTAILFRONTENDCACHE", None):
        not_before += CACHES_FORGET_WITHIN
    for options in _sites_with_hubs():
        found = channels.announced(channels.stepped(options, after, up_to))
        topics = [uri(channel.url(extension)) for channel, extension in found]
        HubPing.objects.bulk_create(
            [
                HubPing(site_id=options.site.pk, topic=topic, not_before=not_before)
                for topic in topics
                if len(topic) <= LONGEST_TOPIC
            ],
            # What waits already has its own time.
            ignore_conflicts=True,
        )


def _sites_with_hubs() -> list[Options]:
    sites = Site.objects.filter(pk__in=FeedSettings.objects.exclude(hub="").values("site"))
    return [Options.of(site) for site in sites.order_by("pk")]


def _due() -> QuerySet[HubPing]:
    return HubPing.objects.filter(not_before__lte=timezone.now())


@dataclass
class Turn:
    """What came of a hub's pings; of a failed one why, and how long the hub wants to be left."""

    hub: str
    told: list[HubPing] = field(default_factory=list)
    failed: list[tuple[HubPing, str, timedelta]] = field(default_factory=list)

    def fail(self, pings: Iterable[HubPing], why: str, wait: float | None = None) -> None:
        longest = RETRY_AFTER[-1].total_seconds()
        asked = timedelta(seconds=min(wait or 0.0, longest))
        self.failed += [(ping, why, asked) for ping in pings]


def _ping(hub: str, pings: list[HubPing]) -> Turn:
    """Ping one hub until all is said, the turn is over, or the hub fails."""
    turn = Turn(hub)
    ends = time.monotonic() + TURN
    for position, ping in enumerate(pings):
        if position and time.monotonic() > ends:
            break
        body = urlencode({"hub.mode": "publish", "hub.url": ping.topic}).encode()
        try:
            reply = post(hub, body, FORM, seconds=SECONDS)
        except (Refused, Unreachable) as error:
            turn.fail(pings[position:], str(error))
            break
        if 200 <= reply.status < 300:
            turn.told.append(ping)
        elif _is_about_the_feed(reply.status):
            turn.fail([ping], f"HTTP {reply.status}")
        else:
            turn.fail(pings[position:], f"HTTP {reply.status}", reply.retry_after)
            break
    return turn


def _is_about_the_feed(status: int) -> bool:
    """Whether an answer refuses one ping, and says nothing of the others."""
    of_the_hub = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
    return 400 <= status < 500 and status not in of_the_hub


def _note(turn: Turn) -> None:
    """Forget what the hub was told, and keep the rest for later."""
    now = timezone.now()
    if turn.told:
        HubPing.objects.filter(pk__in=[ping.pk for ping in turn.told]).delete()
        # The hub works: what waits because it did not need not wait any longer.
        waiting = HubPing.objects.filter(site_id=turn.told[0].site_id, attempts__gt=0)
        waiting.filter(not_before__gt=now).update(not_before=now)
    for ping, why, asked in turn.failed:
        if ping.attempts >= len(RETRY_AFTER):
            logger.error("The hub %s could not be told of %s: %s", turn.hub, ping.topic, why)
            ping.delete()
            continue
        ping.not_before = now + max(asked, RETRY_AFTER[ping.attempts])
        ping.attempts += 1
        ping.error = why[:2000]
        ping.save()
