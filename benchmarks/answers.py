"""The article list with and without the cache of answers, and 304, beside a bare Django view.

Run it with `make bench`, or `python -m benchmarks.answers --help`.
"""

import argparse
import sys
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from .articles import LIMIT, OUR_PATH
from .prepare import add_corpus_options, prepare
from .report import machine, table, verdict

if TYPE_CHECKING:
    from .measure import Contender

CACHED, UNCACHED, BARE, CACHED_304, UNCACHED_304, BARE_304 = range(6)
# What is measured, beside what, and at least how much of its requests a second.
TARGETS = [(CACHED, BARE, 0.5), (UNCACHED, BARE, 0.1), (CACHED_304, BARE_304, 0.7)]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    add_corpus_options(parser)
    add = parser.add_argument
    add("--rounds", type=int, default=9, help="their median is reported (%(default)s)")
    add("--requests", type=int, default=40, help="of each kind in a round (%(default)s)")
    add("--check", action="store_true", help="end with status 1 if a target is missed")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    prepare(options)
    # What needs Django's settings, which are there only now.
    from .measure import ratios

    contenders = measure(options)
    print_table(options, contenders)
    print()
    met = []
    for ours, theirs, least in TARGETS:
        reached = ratios(contenders[ours], contenders[theirs])
        rounds = ", ".join(f"{ratio:.2f}" for ratio in reached)
        met.append(median(reached) >= least)
        print(
            f"{contenders[ours].name}: {median(reached):.2f} of {contenders[theirs].name} "
            f"(rounds: {rounds}). Target, at least {least}: {verdict(met[-1])}"
        )
    if options.check and not all(met):
        sys.exit(1)


def measure(options: argparse.Namespace) -> list["Contender"]:
    from . import bare
    from .measure import Contender, count_queries, take_turns
    from .server import serving

    with serving({"BENCH_ANSWER_CACHE": "answers"}) as keeping, serving() as plain:
        reply = keeping.get(OUR_PATH)
        bare.keep(reply.body)
        known = {"If-None-Match": reply.headers["ETag"]}
        known_bare = {"If-None-Match": bare.ETAG}
        contenders = [
            Contender("answer cache on", OUR_PATH, keeping),
            Contender("answer cache off", OUR_PATH, plain),
            Contender("bare view", bare.PATH, keeping),
            Contender("304, answer cache on", OUR_PATH, keeping, known, 304),
            Contender("304, answer cache off", OUR_PATH, plain, known, 304),
            Contender("bare view's 304", bare.PATH, keeping, known_bare, 304),
        ]
        for contender in contenders:
            cache = "" if contender.client is plain else "answers"
            count_queries(contender, NEWSROOM_ANSWER_CACHE=cache)
        take_turns(contenders, rounds=options.rounds, requests=options.requests)
    return contenders


def print_table(options: argparse.Namespace, contenders: Sequence["Contender"]) -> None:
    from .measure import ratios

    print(
        f"\n{LIMIT} full articles with {options.photos} photos, of {options.articles} articles in "
        f"{options.languages} languages; {options.rounds} rounds of {options.requests} requests "
        "of each, in turns; persistent connections, one server and middleware for all, "
        f"no compression, no rate limit\n{machine()}\n"
    )
    heads = ("", "req/s", "× bare", "p50 ms", "p99 ms", "CPU ms", "SQL", "kB")
    bare, bare_304 = contenders[BARE], contenders[BARE_304]
    rows = [
        (
            contender.name,
            f"{contender.rate:.1f}",
            f"{median(ratios(contender, bare if contender.status == 200 else bare_304)):.2f}",
            f"{contender.percentile(50):.2f}",
            f"{contender.percentile(99):.2f}",
            f"{contender.cpu_each:.2f}" if contender.cpu else "–",
            f"{contender.queries}",
            f"{contender.size / 1000:.0f}",
        )
        for contender in contenders
    ]
    print(table(heads, rows))


if __name__ == "__main__":
    main()
