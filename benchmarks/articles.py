"""The article list beside stock Wagtail's API v2 and a bare Django view, in one run.

Run it with `make bench`, or `python -m benchmarks.articles --help`.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from .prepare import add_corpus_options, prepare
from .report import machine, table, verdict

if TYPE_CHECKING:
    from .measure import Contender
    from .server import Client

LIMIT = 20
LOCALE = "pl"
OUR_PATH = f"/api/news/v1/articles/?locale={LOCALE}&limit={LIMIT}&fields=full"
MOST_QUERIES = 3
LEAST_RATIO = 30


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.articles", description=__doc__)
    add_corpus_options(parser)
    add = parser.add_argument
    add("--rounds", type=int, default=5, help="their median is reported (%(default)s)")
    add("--requests", type=int, default=10, help="of each kind in a round (%(default)s)")
    add("--check", action="store_true", help="end with status 1 if a target is missed")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    prepare(options)
    # What needs Django's settings, which are there only now.
    from .measure import ratios

    contenders = measure(options)
    print_table(options, contenders)
    ours, stock, *_ = contenders
    faster = ratios(ours, stock)
    rounds = ", ".join(f"{ratio:.0f}" for ratio in faster)
    print(f"\nNewsroom is {median(faster):.0f} times as fast as stock (rounds: {rounds}).")
    met = ours.queries <= MOST_QUERIES and median(faster) >= LEAST_RATIO
    print(
        f"Target, at most {MOST_QUERIES} queries and at least {LEAST_RATIO} times as fast: "
        + verdict(met)
    )
    if options.check and not met:
        sys.exit(1)


def measure(options: argparse.Namespace) -> list["Contender"]:
    from . import bare, stock
    from .measure import Contender, count_queries, take_turns
    from .server import serving

    with serving() as client:
        contenders = [
            Contender("Newsroom", OUR_PATH, client),
            Contender("stock Wagtail v2", stock.list_path(LOCALE, LIMIT), client),
            Contender("stock, one size of each photo", stock.lean_list_path(LOCALE, LIMIT), client),
            Contender("bare Django, Newsroom's bytes", bare.PATH, client),
        ]
        check_same_articles(client, options.photos)
        bare.keep(client.get(OUR_PATH).body)
        for contender in contenders:
            count_queries(contender)
        take_turns(contenders, rounds=options.rounds, requests=options.requests)
    return contenders


def check_same_articles(client: "Client", photos: int) -> None:
    """Both sides must show the same pages with the same photos in the same sizes, or it is void."""
    from . import stock

    ours = [
        (
            item["title"],
            item["lead"],
            len(item["tags"]),
            [(photo["alt"], len(photo["renditions"])) for photo in item["photos"]],
        )
        for item in json.loads(client.get(OUR_PATH).body)["items"]
    ]
    sizes = [field.name for field in stock.RENDITIONS]
    theirs = [
        (
            item["title"],
            item["lead"],
            len(item["tags"]),
            [
                (photo["alt_text"], sum("url" in photo[size] for size in sizes))
                for photo in item["photos"]
            ],
        )
        for item in json.loads(client.get(stock.list_path(LOCALE, LIMIT)).body)["items"]
    ]
    if ours != theirs or {len(item[3]) for item in ours} != {photos}:
        sys.exit("Newsroom and stock Wagtail do not show the same articles.")


def print_table(options: argparse.Namespace, contenders: Sequence["Contender"]) -> None:
    from .measure import ratios

    stock, bare = contenders[1], contenders[-1]
    print(
        f"\n{LIMIT} full articles with {options.photos} photos, of {options.articles} articles in "
        f"{options.languages} languages; {options.rounds} rounds of {options.requests} requests "
        f"of each, in turns; no answer cache, no compression, no rate limit\n{machine()}\n"
    )
    heads = ("", "req/s", "× stock", "× bare", "p50 ms", "p99 ms", "CPU ms", "SQL", "kB")
    rows = [
        (
            contender.name,
            f"{contender.rate:.1f}",
            f"{median(ratios(contender, stock)):.3g}",
            f"{median(ratios(contender, bare)):.2g}",
            f"{contender.percentile(50):.1f}",
            f"{contender.percentile(99):.1f}",
            f"{contender.cpu_each:.1f}" if contender.cpu else "–",
            f"{contender.queries}",
            f"{contender.size / 1000:.0f}",
        )
        for contender in contenders
    ]
    print(table(heads, rows))


if __name__ == "__main__":
    main()
