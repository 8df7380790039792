"""What a page of changes costs with 100,000 rows on the wire beside the first one with 1,000.

Run it with `make bench`, or `python -m benchmarks.changes --help`.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

import django

from .growth import add_archive_options, databases
from .report import machine, table, verdict

if TYPE_CHECKING:
    from .measure import Contender

    Pair = tuple[Contender, Contender]

CHANGES = "/api/news/v1/changes/"
MOST = 1.3
LIMITS = (100, 500)
UKRAINIAN = "one language, a tenth of all"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.changes", description=__doc__)
    add_archive_options(parser)
    return parser.parse_args()


def places(rows: int) -> dict[str, str]:
    """Where a reader may stand in a log of so many changes."""
    return {
        "first sync, beginning": "since=0",
        "first sync, middle": f"since={rows // 2}.{rows}",
        "first sync, end": f"since={rows - rows // 100}.{rows}",
        "following, far behind": f"since={rows // 2}",
        UKRAINIAN: f"since={rows // 2}.{rows}&locale=uk",
    }


def main() -> None:
    options = arguments()
    # Ended from outside, databases are dropped all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with databases(options) as (few, many):
        os.environ |= many
        django.setup()
        pairs = measure(options, few, many)
    met = report(options, pairs)
    if options.check and not met:
        sys.exit(1)


def measure(options: argparse.Namespace, few: dict[str, str], many: dict[str, str]) -> list["Pair"]:
    """Each page of many rows with one as long of few that was measured in turns with it."""
    from .measure import Contender, count_queries, take_turns
    from .server import serving

    pairs = []
    with serving(few) as small, serving(many) as large:
        for limit in LIMITS:
            for name, place in places(options.many).items():
                paths = [f"{CHANGES}?limit={limit}&{each}" for each in ("since=0", place)]
                first = Contender(f"{limit} of few", paths[0], small)
                pairs.append((first, Contender(f"{limit}, {name}", paths[1], large)))
        for contender in [contender for pair in pairs for contender in pair]:
            check_is_full(contender)
            count_queries(contender)
        take_turns(
            [contender for pair in pairs for contender in pair],
            rounds=options.rounds,
            requests=options.requests,
        )
    return pairs


def check_is_full(contender: "Contender") -> None:
    """Pages must be as long as the one they are compared with."""
    reply = contender.client.get(contender.path)
    shown = len(json.loads(reply.body)["changes"]) if reply.status == 200 else 0
    if f"limit={shown}&" not in contender.path:
        sys.exit(f"{contender.name} tells {shown} changes: {reply.body[:300]!r}")


def report(options: argparse.Namespace, pairs: Sequence["Pair"]) -> bool:
    from .measure import ratios

    print(
        f"\nPages of changes of {options.many} rows beside the first page of {options.few}; "
        f"{options.rounds} rounds of {options.requests} requests of each, in turns\n{machine()}\n"
    )
    heads = ("", "× few", "p50 ms", "p99 ms", "CPU ms", "SQL", "kB")
    times = [median(ratios(first, ours)) for first, ours in pairs]
    rows = [
        (
            contender.name,
            f"{ratio:.2f}",
            f"{contender.percentile(50):.1f}",
            f"{contender.percentile(99):.1f}",
            f"{contender.cpu_each:.1f}",
            f"{contender.queries}",
            f"{contender.size / 1000:.0f}",
        )
        for contender, ratio in [
            (pairs[0][0], 1.0),
            *((ours, ratio) for (_, ours), ratio in zip(pairs, times, strict=True)),
        ]
    ]
    print(table(heads, rows))
    # The Ukrainian documents of the archive are longer, and stand far apart.
    compared = [
        ratio
        for (_, ours), ratio in zip(pairs, times, strict=True)
        if not ours.name.endswith(UKRAINIAN)
    ]
    met = max(compared) <= MOST
    print(f"\nAll languages, at most {MOST} times as long: {max(compared):.2f}, {verdict(met)}")
    return met


if __name__ == "__main__":
    main()
