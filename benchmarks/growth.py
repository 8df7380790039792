"""What a list costs with 100,000 rows on the wire beside the first page with 1,000.

Run it with `make bench`, or `python -m benchmarks.growth --help`.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from django.core.management import call_command
from psycopg import sql

from .prepare import add_folder_options, folder_made_once
from .report import machine, table, verdict

if TYPE_CHECKING:
    from .measure import Contender

    Pair = tuple[Contender, Contender]

MAKERS = (
    "benchmarks/archive.py",
    "benchmarks/words.py",
    "galleries/documents.py",
    "newsroom/migrations/*.py",
    "newsroom/models/wire.py",
    "newsroom/wire/documents.py",
    "newsroom/wire/entries.py",
    "newsroom/wire/entry_html.py",
)
ARTICLES = "/api/news/v1/articles/"
MOST = 1.5
FIRST = "first page of few rows"
SHOWN = 20
# The lists that are measured; the first ones have the target.
WITH_TARGET = 4
LISTS = {
    "first page": "",
    "deep page": "",
    "rare tag": "tag=jubileusz",
    "rare tag_any": "tag_any=jubileusz&tag_any=nieznany",
    "common tag": "tag=komunikaty",
    "common and rare tag": "tag=komunikaty&tag=jubileusz",
    "common tag_any": "tag_any=komunikaty&tag_any=jubileusz",
    "section": "section=section-1",
    "section and common tag": "section=section-1&tag=komunikaty",
    "fallback": "locale=uk&fallback=en,pl",
    "fallback, deep page": "locale=uk&fallback=en,pl",
    "fallback, rare tag": "locale=uk&fallback=en,pl&tag=jubileusz",
    "fallback, section": "locale=uk&fallback=en,pl&section=section-1",
    "all languages": "locale=all",
    "oldest first": "order=published",
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    add = parser.add_argument
    add("--depth", type=int, default=50_000, help="articles before the deep page (%(default)s)")
    add("--fields", choices=("card", "full"), default="card", help="(%(default)s)")
    add_archive_options(parser)
    return parser.parse_args()


def add_archive_options(parser: argparse.ArgumentParser) -> None:
    """What every measurement of a large archive beside a small one can be told."""
    add = parser.add_argument
    add("--few", type=int, default=1_000, help="rows to compare with (%(default)s)")
    add("--many", type=int, default=100_000, help="rows (%(default)s)")
    add("--rounds", type=int, default=9, help="their median is reported (%(default)s)")
    add("--requests", type=int, default=20, help="of each kind in a round (%(default)s)")
    add("--postgres", metavar="URL", help="on a server where databases may be made and dropped")
    add("--check", action="store_true", help="end with status 1 if a target is missed")
    add_folder_options(parser)


def main() -> None:
    options = arguments()
    # Ended from outside, databases are dropped all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with databases(options) as (few, many):
        os.environ |= many
        django.setup()
        pairs = measure(options, few, many)
        print_table(options, pairs)
    met = report(options, pairs)
    if options.check and not met:
        sys.exit(1)


@contextmanager
def databases(options: argparse.Namespace) -> Iterator[list[dict[str, str]]]:
    """The environments of a server with few rows and of one with many."""
    sizes = (options.few, options.many)
    if options.postgres:
        with tempfile.TemporaryDirectory() as folder:
            names = [f"newsroom_growth_{os.getpid()}_{rows}" for rows in sizes]
            environments = [
                environment(
                    Path(folder), urlunsplit(urlsplit(options.postgres)._replace(path=name))
                )
                for name in names
            ]
            with databases_made_for_now(options.postgres, names):
                for rows, one in zip(sizes, environments, strict=True):
                    make(rows, one)
                yield environments
        return
    environments = []
    for rows in sizes:
        folder = options.data.resolve() / f"growth-{rows}"
        environments.append(environment(folder))
        with folder_made_once(folder, MAKERS, fresh=options.fresh) as empty:
            if empty:
                make(rows, environments[-1])
    yield environments


def environment(folder: Path, database: str = "") -> dict[str, str]:
    found = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    return {**found, "BENCH_DATABASE_URL": database} if database else found


@contextmanager
def databases_made_for_now(server: str, names: Sequence[str]) -> Iterator[None]:
    with psycopg.connect(server, autocommit=True) as connection:
        try:
            for name in names:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            yield
        finally:
            for name in names:
                query = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                connection.execute(query.format(sql.Identifier(name)))


def make(rows: int, environment: dict[str, str]) -> None:
    print(f"Writing {rows} rows …", flush=True)
    # Django's settings are those of a process, and every database has its own.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        executor.submit(fill, rows, environment).result()


def fill(rows: int, environment: dict[str, str]) -> None:
    os.environ |= environment
    django.setup()
    from . import archive
    from .settings import HOSTNAME

    call_command("migrate", interactive=False, verbosity=0)
    archive.fill(rows, hostname=HOSTNAME)


def measure(options: argparse.Namespace, few: dict[str, str], many: dict[str, str]) -> list["Pair"]:
    """Each list of many rows with the first page of few that was measured in turns with it."""
    from .measure import Contender, count_queries, take_turns
    from .server import serving

    pairs = []
    with serving(few) as small, serving(many) as large:
        first = f"{ARTICLES}?fields={options.fields}"
        for name, query in LISTS.items():
            path = f"{first}&{query}".rstrip("&")
            if "deep page" in name:
                path += f"&cursor={cursor(query, options.depth)}"
            # Its own first page: a server that was not asked just before answers more slowly.
            pairs.append((Contender(FIRST, first, small), Contender(name, path, large)))
        contenders = [contender for pair in pairs for contender in pair]
        for contender in contenders:
            check_is_full(contender)
            count_queries(contender)
        take_turns(contenders, rounds=options.rounds, requests=options.requests)
    return pairs


def cursor(query: str, depth: int) -> str:
    """Where a list goes on behind so many of its items."""
    from django.http import QueryDict
    from wagtail.models import Site

    from newsroom.api import cursor as cursors
    from newsroom.api.listing import Listing
    from newsroom.api.params import ListParams
    from newsroom.models import Kind

    params = ListParams.model_validate(QueryDict(query).dict())
    site = Site.objects.get(is_default_site=True)
    listing = Listing(site.pk, Kind.ARTICLE, params)
    row = listing.rows(None, params.ordering)[depth - 1]
    return cursors.encode(cursors.Position.of(row, params.ordering), listing.binding)


def check_is_full(contender: "Contender") -> None:
    """Pages must be as long as the one they are compared with."""
    reply = contender.client.get(contender.path)
    shown = len(json.loads(reply.body)["items"]) if reply.status == 200 else 0
    if shown != SHOWN:
        sys.exit(f"{contender.name} shows {shown} items instead of {SHOWN}: {reply.body[:300]!r}")


def print_table(options: argparse.Namespace, pairs: Sequence["Pair"]) -> None:
    from django.db import connection

    from .measure import ratios

    with connection.cursor() as cursor:
        version = "SHOW server_version" if options.postgres else "SELECT sqlite_version()"
        cursor.execute(version)
        database = f"{connection.display_name} {cursor.fetchone()[0]}"
    print(
        f"\nPages of {SHOWN} articles ({options.fields}) of {options.many} rows beside the first "
        f"page of {options.few}; deep pages stand behind {options.depth} articles; "
        f"{options.rounds} rounds of {options.requests} requests of each, in turns; no answer "
        f"cache, no compression, no rate limit\n{database}; {machine()}\n"
    )
    heads = ("", "× first", "p50 ms", "p99 ms", "CPU ms", "SQL", "kB")
    rows = [
        (
            contender.name,
            f"{times:.2f}",
            f"{contender.percentile(50):.2f}",
            f"{contender.percentile(99):.2f}",
            f"{contender.cpu_each:.2f}" if contender.cpu else "–",
            f"{contender.queries}",
            f"{contender.size / 1000:.0f}",
        )
        for contender, times in [
            (pairs[0][0], 1.0),
            *((ours, median(ratios(first, ours))) for first, ours in pairs),
        ]
    ]
    print(table(heads, rows))


def report(options: argparse.Namespace, pairs: Sequence["Pair"]) -> bool:
    from .measure import ratios

    print(f"\nTarget, at most {MOST} times as long as the first page of {options.few} rows:")
    met = []
    for first, ours in pairs[:WITH_TARGET]:
        times = ratios(first, ours)
        rounds = ", ".join(f"{ratio:.2f}" for ratio in times)
        met.append(median(times) <= MOST)
        print(f"{ours.name}: {median(times):.2f} (rounds: {rounds}), {verdict(met[-1])}")
    return all(met)


if __name__ == "__main__":
    main()
