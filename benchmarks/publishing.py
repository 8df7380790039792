"""What publishing costs beside stock Wagtail, and when readers see it, with 100,000 rows around.

Two servers take turns, in one run on one machine: the reference site with Newsroom, and a project
of stock Wagtail (`benchmarks.plain`) with a page model of the same fields, the same articles and
the same database options, without Newsroom, the galleries, wagtail-localize and their receivers.
Both publish the same changes: an editor by the admin's form, and a program by
`page.save_revision().publish()` in a view. What is compared is the time until the answer is there.
The time until the page that the admin shows next is there as well stands beside it, without a
target: what a server with one thread does after an answer holds up the next one. With endpoints of
webhooks, Newsroom is also compared with itself without them.

Then the time from the answer to an editor until a reader at another process sees the new text in
the API and in a feed, by asking again and again, with the answer cache on. No worker runs.

Run it with `make bench`, or `python -m benchmarks.publishing --help`.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import django

from .prepare import add_folder_options
from .projects import LANGUAGE, PHOTOS, Environment, projects
from .report import machine, table, verdict

if TYPE_CHECKING:
    from .editor import Editor
    from .server import Client

MOST = 1.3
VISIBLE_WITHIN = 1.0  # seconds
GIVE_UP_AFTER = 20.0  # seconds
API = f"/api/news/v1/articles/?locale={LANGUAGE}&limit=50"
FEED = f"/feeds/{LANGUAGE}/news.rss"
SHOWN = 5  # statements
EVERY = 0.005  # seconds between two questions of a reader
FORM, NEXT, CODE = "admin's form", "form and next page", "by a program"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.publishing", description=(__doc__ or "").split("\n")[0]
    )
    add = parser.add_argument
    add("--rows", type=int, default=100_000, help="on the wire (%(default)s)")
    add("--rounds", type=int, default=7, help="their median is reported (%(default)s)")
    add("--publishes", type=int, default=10, help="of each kind in a round (%(default)s)")
    add("--visible", type=int, default=60, help="publishes that a reader waits for (%(default)s)")
    add("--endpoints", type=int, default=4, help="of webhooks, for comparison (%(default)s)")
    add("--postgres", metavar="URL", help="on a server where databases may be made and dropped")
    add("--check", action="store_true", help="end with status 1 if a target is missed")
    add_folder_options(parser)
    return parser.parse_args()


def main() -> None:
    options = arguments()
    # Ended from outside, databases are dropped all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with projects(options) as (ours, stock):
        os.environ |= ours
        django.setup()
        met = [*costs(options, ours, stock), *visibility(options, ours)]
    if options.check and not all(met):
        sys.exit(1)


@dataclass
class Contender:
    """One project at its server, and what its publications took, in rounds of seconds."""

    name: str
    editor: "Editor"
    pages: Sequence[Mapping[str, Any]]
    has_endpoints: bool | None = None  # None where there is no such thing
    seconds: dict[str, list[list[float]]] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    statements: list[str] = field(default_factory=list)

    @property
    def client(self) -> "Client":
        return self.editor.client

    def begin_round(self) -> None:
        for kind in (FORM, NEXT, CODE):
            self.seconds.setdefault(kind, []).append([])

    def publish_by_form(self, number: int) -> None:
        self.set_endpoints()
        page = self.pages[number % len(self.pages)]
        form = self.editor.form(page, title=f"Zmiana {number}")
        cpu, begun = self.cpu_seconds(), time.perf_counter()
        after = self.editor.send(page, form)
        self.seconds[FORM][-1].append(time.perf_counter() - begun)
        self.editor.get(after)
        self.seconds[NEXT][-1].append(time.perf_counter() - begun)
        self.cpu[NEXT] = self.cpu.get(NEXT, 0) + self.cpu_seconds() - cpu

    def publish_by_code(self, number: int) -> None:
        self.set_endpoints()
        cpu, begun = self.cpu_seconds(), time.perf_counter()
        self.call(number, {})
        self.seconds[CODE][-1].append(time.perf_counter() - begun)
        self.client.get("/health/live")  # answered when nothing is left to do
        self.cpu[CODE] = self.cpu.get(CODE, 0) + self.cpu_seconds() - cpu

    def set_endpoints(self) -> None:
        if self.has_endpoints is not None:
            from newsroom.models import WebhookEndpoint

            WebhookEndpoint.objects.update(active=self.has_endpoints)

    def count(self) -> None:
        self.set_endpoints()
        for number in range(3):  # the first ones fill caches
            self.statements = self.call(number, {"count": "1"})["statements"]

    def call(self, number: int, fields: Mapping[str, str]) -> Any:
        page = self.pages[number % len(self.pages)]
        form = urlencode({"title": f"Zmiana {number}", **fields})
        reply = self.client.post(f"/publish/{page['pk']}/", form)
        if reply.status != 200:
            raise RuntimeError(f"{self.name}: publishing answered {reply.status}")
        return json.loads(reply.body)

    def cpu_seconds(self) -> float:
        from .server import cpu_seconds

        return cpu_seconds(self.client.server)

    def each(self, kind: str) -> list[float]:
        return [seconds for one in self.seconds[kind] for seconds in one]


def contender(name: str, client: "Client", environment: Environment) -> Contender:
    from .editor import Editor

    known = json.loads(Path(environment["DATA_DIR"], "editable.json").read_text())
    return Contender(name, Editor(client), known)


def costs(options: argparse.Namespace, ours: Environment, stock: Environment) -> list[bool]:
    from .server import serving

    live = {"BENCH_EDITORS": "1"}
    make_endpoints(options.endpoints)
    with serving(ours, live) as first, serving(stock, live) as second:
        without = contender("Newsroom", first, ours)
        without.has_endpoints = False
        endowed = replace(
            without,
            name=f"Newsroom, {options.endpoints} endpoints",
            has_endpoints=True,
            seconds={},
            cpu={},
        )
        contenders = [without, contender("stock Wagtail", second, stock), endowed]
        for one in contenders:
            one.count()
        take_turns(contenders, options.rounds, options.publishes)
    print_costs(options, contenders)
    print_statements(contenders)
    pairs = [contenders[:2], [endowed, without]]
    return [verdict_of(kind, *pair) for pair in pairs for kind in (FORM, CODE)]


def make_endpoints(number: int) -> None:
    """So many partners; nothing is sent to them, for no worker runs."""
    from wagtail.models import Site

    from newsroom.models import WebhookEndpoint

    site = Site.objects.get(is_default_site=True)
    WebhookEndpoint.objects.all().delete()
    WebhookEndpoint.objects.bulk_create(
        WebhookEndpoint(site=site, name=f"Partner {n}", url=f"https://partner-{n}.example/news")
        for n in range(number)
    )


def take_turns(contenders: Sequence[Contender], rounds: int, publishes: int) -> None:
    numbers = count(int(time.time()))
    for round_ in range(rounds + 1):
        for one in contenders:
            one.begin_round()
        for number in [next(numbers) for _ in range(publishes)]:
            for one in contenders:
                one.publish_by_form(number)
                one.publish_by_code(number + 1)
        if round_ == 0:  # it has filled the processes' caches
            for one in contenders:
                one.seconds.clear()
                one.cpu.clear()


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """p50 and p95, in milliseconds."""
    cuts = quantiles(seconds, n=100, method="inclusive")
    return 1000 * cuts[49], 1000 * cuts[94]


def ratios(ours: Contender, other: Contender, kind: str) -> list[float]:
    """How many times as long the one takes as the other, in each round."""
    return [
        median(a) / median(b) for a, b in zip(ours.seconds[kind], other.seconds[kind], strict=True)
    ]


def print_costs(options: argparse.Namespace, contenders: Sequence[Contender]) -> None:
    from django.db import connection

    print(
        f"\nPublishing an article with {PHOTOS} photos in one of three languages, {options.rows} "
        f"rows on the wire; {options.rounds} rounds of {options.publishes} publications of each, "
        f"in turns; {connection.display_name}; {machine()}\n"
    )
    rows = [
        (
            f"{kind}, {one.name}",
            f"{median(ratios(one, contenders[1], kind)):.2f}",
            *(f"{figure:.1f}" for figure in percentiles(one.each(kind))),
            f"{1000 * one.cpu[kind] / len(one.each(kind)):.1f}" if one.cpu.get(kind) else "–",
            f"{len(one.statements)}" if kind == CODE else "",
        )
        for kind in (FORM, NEXT, CODE)
        for one in contenders
    ]
    print(table(("", "× stock", "p50 ms", "p95 ms", "CPU ms", "SQL"), rows))


def print_statements(contenders: Sequence[Contender]) -> None:
    ours, stock, endowed = contenders
    wire = [sql for sql in ours.statements if "newsroom_wire" in sql]
    print(
        f"\nSQL of a publication by a program, until the answer: {len(ours.statements)}, stock "
        f"{len(stock.statements)}, with endpoints {len(endowed.statements)}; "
        f"of these on the wire's tables: {len(wire)}"
    )
    for sql in wire[:SHOWN]:
        print(f"  {sql[:100]}")


def verdict_of(kind: str, ours: Contender, other: Contender) -> bool:
    times = ratios(ours, other, kind)
    rounds = ", ".join(f"{ratio:.2f}" for ratio in times)
    met = median(times) <= MOST
    print(
        f"{kind}: {ours.name} {median(times):.2f} times {other.name} (rounds: {rounds}). "
        f"At most {MOST}: {verdict(met)}"
    )
    return met


def visibility(options: argparse.Namespace, ours: Environment) -> list[bool]:
    """How long after the editor's answer a reader at another process sees what was published."""
    from .server import Client, serving

    cached = {**ours, "BENCH_EDITORS": "1", "BENCH_ANSWER_CACHE": "answers"}
    waits: dict[str, list[float]] = {"API": [], "feed": [], "API, same process": []}
    with serving(cached, threads=8) as office, serving(cached, threads=8) as readers:
        editing = contender("Newsroom", office, ours)
        beside = Client(office.port)
        for number in range(options.visible):
            title = f"Nowina {int(time.time())}-{number}"
            page = editing.pages[number % len(editing.pages)]
            form = editing.editor.form(
                page, title=title, publication_date=f"{datetime.now():%Y-%m-%d %H:%M}"
            )
            editing.editor.send(page, form)
            answered = time.perf_counter()
            awaited = {
                "API": (readers, API), "feed": (readers, FEED), "API, same process": (beside, API),
            }  # fmt: skip
            for name, seconds in wait_for(title, awaited, answered).items():
                waits[name].append(seconds)
    print(f"\nFrom the answer to the editor to the readers, {options.visible} publications\n")
    rows = [
        (name, *(f"{figure:.0f}" for figure in (*percentiles(each), 1000 * max(each))))
        for name, each in waits.items()
    ]
    print(table(("visible in", "p50 ms", "p95 ms", "most ms"), rows))
    met = [percentiles(each)[1] < 1000 * VISIBLE_WITHIN for each in waits.values()]
    print(f"\nVisible within {VISIBLE_WITHIN:.0f} s at p95, without a worker: {verdict(all(met))}")
    return met


def wait_for(
    title: str, awaited: "Mapping[str, tuple[Client, str]]", since: float
) -> dict[str, float]:
    """The seconds until each of these addresses shows a title."""
    found: dict[str, float] = {}
    while len(found) < len(awaited):
        for name, (client, path) in awaited.items():
            if name not in found and title.encode() in client.get(path, {"Accept": "*/*"}).body:
                found[name] = time.perf_counter() - since
        if time.perf_counter() - since > GIVE_UP_AFTER:
            raise RuntimeError(f"{title!r} is not visible after {GIVE_UP_AFTER} s: {found}")
        time.sleep(EVERY)
    return found


if __name__ == "__main__":
    main()
