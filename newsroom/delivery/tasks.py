"""What the worker does: the list of it."""

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from newsroom.conf import conf
from newsroom.models import WireBeat
from newsroom.search.index import bring_up_to_date
from newsroom.wire.images import make_due
from newsroom.wire.logos import make_missing
from newsroom.wire.reconcile import request_repairs
from newsroom.wire.settle import settle

from .caches import purge_caches
from .courier import Courier
from .indexnow import tell_engines
from .schedule import Schedule, mark_outdated
from .search_server import compare_search_server, tell_search_server
from .upkeep import prune
from .websub import ping_hubs

# Few, so that a stop is heard soon.
PAGES_AT_ONCE = 20
IMAGES_AT_ONCE = 1
ENTRIES_AT_ONCE = 50
RECONCILE_EVERY = timedelta(minutes=30)
PRUNE_EVERY = timedelta(hours=1)
BEAT_EVERY = timedelta(seconds=5)


@dataclass(frozen=True)
class Task:
    """A piece of work that is done again and again; its name, a verb, is that of its lease.

    ``do`` does what is due and returns how much that was (or whether it was anything): the worker
    comes back at once as long as it was something. What it raises is logged, and it is tried again
    a little later. ``once`` is what --once does, where ``do`` only begins what goes on by itself.
    """

    name: str
    do: Callable[[], object]
    once: Callable[[], object] | None = None
    # Whether only one worker at a time may do it. Who claims each single piece needs no such lease.
    alone: bool = True
    # At least this much time from one beginning to the next. What has such is not done by --once.
    every: timedelta = timedelta(0)


@dataclass(frozen=True)
class Line:
    """Tasks that follow one another in a thread of their own, so that no other line waits for them.

    ``pause`` are the seconds between two rounds with nothing to do. ``close`` is called at the end,
    and waits a few seconds at most for what is still under way.
    """

    name: str
    tasks: list[Task]
    pause: float
    close: Callable[[], object] = field(default=lambda: None)


def beat() -> None:
    """Leave word that the worker works."""
    WireBeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})


def search_server_line() -> list[Line]:
    """A line where there is such a server."""
    tasks = [
        Task("tell the search server", tell_search_server),
        Task("compare the search server", compare_search_server, every=RECONCILE_EVERY),
    ]
    return [Line("search server", tasks, pause=1.0)] if conf.search_backend else []


def lines(holder: uuid.UUID, stopping: threading.Event) -> list[Line]:
    """All work of one worker. ``holder`` is what its leases are held by."""
    schedule, courier = Schedule(), Courier(holder, stopping)
    return [
        Line(
            "pages",
            [
                Task("publish what is scheduled", schedule.publish_due),
                Task("publish what was planned together", schedule.publish_releases),
                Task("withdraw what has expired", schedule.unpublish_expired),
                Task("mark what embeds it", mark_outdated),
                Task("settle changes", lambda: settle(PAGES_AT_ONCE), alone=False),
                Task("beat", beat, alone=False, every=BEAT_EVERY),
            ],
            pause=1.0,
        ),
        Line(
            "images",
            [Task("make renditions", lambda: make_due(IMAGES_AT_ONCE), alone=False)],
            pause=1.0,
        ),
        Line(
            "upkeep",
            [
                Task("reconcile the wire", request_repairs, every=RECONCILE_EVERY),
                Task("make logos", make_missing, every=RECONCILE_EVERY),
                Task("prune", prune, every=PRUNE_EVERY),
            ],
            pause=5.0,
        ),
        # After an update of the analysis: everything, for as long as that takes.
        Line(
            "index",
            [Task("index what is not", lambda: bring_up_to_date(ENTRIES_AT_ONCE))],
            pause=10.0,
        ),
        # What tells others of changes: a line for each, since every one can be slow.
        Line("hubs", [Task("ping hubs", ping_hubs)], pause=1.0),
        Line("caches", [Task("purge caches", purge_caches)], pause=0.5),
        *search_server_line(),
        # Engines want few messages with many addresses.
        Line("engines", [Task("tell search engines", tell_engines)], pause=10.0),
        Line(
            "webhooks",
            [Task("call webhooks", courier.round, courier.drain, alone=False)],
            pause=0.5,
            close=courier.close,
        ),
    ]
