"""Webhooks: when two good endpoints know of everything, beside a dead and a hanging one.

Articles are published one after another by this process, while a worker of its own
(`manage.py run_worker`) tells four endpoints of them: two good ones, one whose port is closed and
one that never answers. Then publishing with these endpoints takes turns with publishing without
any. SQLite, or PostgreSQL if DATABASE_URL names a server where databases may be made and dropped.

Run it with `make bench`, or `python -m benchmarks.deliveries --help`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import django
from django.core.management import call_command

from .report import machine, table, verdict

ROOT = Path(__file__).resolve().parent.parent
WITHIN = 2.0  # seconds after the last publication
MOST = 1.3  # times the publication without endpoints
GOOD = ("/good/1", "/good/2")
START_WITHIN = PATIENCE = 120.0  # seconds
# Named before the settings of benchmarks forget it.
SERVER = os.environ.get("DATABASE_URL", "")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.deliveries", description=(__doc__ or "").split("\n")[0]
    )
    add = parser.add_argument
    add("--publishes", type=int, default=1000, help="that are told (%(default)s)")
    add("--rounds", type=int, default=7, help="of the comparison (%(default)s)")
    add("--each", type=int, default=20, help="publications of a kind in a round (%(default)s)")
    add("--check", action="store_true", help="end with status 1 if a target is missed")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as folder, database() as url:
        os.environ |= {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "BENCH_EDITORS": "1",
            "BENCH_PARTNERS": "1",
            **({"BENCH_DATABASE_URL": url} if url else {}),
        }
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        print(f"\n{machine()}; {'PostgreSQL' if url else 'SQLite'}", flush=True)
        met = measure(options, Path(folder))
    if options.check and not all(met):
        sys.exit(1)


@contextmanager
def database() -> Iterator[str]:
    """A database made for now on the server; an empty address where SQLite is used."""
    if not urlsplit(SERVER).scheme.startswith("postgres"):
        yield ""
        return
    from .growth import databases_made_for_now

    name = f"newsroom_deliveries_{os.getpid()}"
    with databases_made_for_now(SERVER, [name]):
        try:
            yield urlunsplit(urlsplit(SERVER)._replace(path=name))
        finally:
            from django.db import connections

            connections.close_all()


def measure(options: argparse.Namespace, folder: Path) -> list[bool]:
    from .server import free_port

    drafts = make_drafts(options.publishes)
    notes, port = folder / "notes", free_port()
    notes.touch()
    receivers = [sys.executable, "-m", "benchmarks.receivers", str(port), str(notes)]
    with running(receivers), running([sys.executable, "manage.py", "run_worker"]):
        wait_for_worker()
        make_endpoints(port)
        published = publish_all(drafts)
        last = time.time()
        arrived = wait_for_arrivals(notes, published)
        met = [report_arrivals(arrived, published, last)]
        met += compare(options, list(published))
    return met


@contextmanager
def running(command: Sequence[str]) -> Iterator[None]:
    with subprocess.Popen(command, cwd=ROOT) as process:  # noqa: S603
        try:
            yield
        finally:
            process.terminate()


def make_drafts(number: int) -> list[Any]:
    from random import Random

    from wagtail.models import Locale, Page, Site

    from newsroom.models import ArticlePage, NewsIndexPage

    from .settings import HOSTNAME
    from .words import WORDS

    words, random = WORDS["pl"], Random(1)
    locale = Locale.objects.get_or_create(language_code="pl")[0]
    section = Page.get_first_root_node().add_child(
        instance=NewsIndexPage(title="Aktualności", slug="wiadomosci", locale=locale)
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": HOSTNAME, "port": 443, "root_page": section}
    )
    print(f"Writing {number} drafts …", flush=True)
    drafts = []
    for n in range(number):
        article = ArticlePage(
            title=words.headline(random),
            slug=f"artykul-{n}",
            locale=locale,
            lead=words.paragraph(random, 2),
            live=False,
        )
        drafts.append(section.add_child(instance=article).save_revision())
    return drafts


def wait_for_worker() -> None:
    from newsroom.models import WireBeat

    deadline = time.monotonic() + START_WITHIN
    while not WireBeat.objects.filter(name="worker").exists():
        if time.monotonic() > deadline:
            raise RuntimeError("The worker did not start.")
        time.sleep(0.1)


def make_endpoints(port: int) -> None:
    from wagtail.models import Site

    from newsroom.delivery.webhooks import switch_on
    from newsroom.models import WebhookEndpoint

    from .server import free_port

    here = f"http://127.0.0.1:{port}"
    urls = {
        "dead": f"http://127.0.0.1:{free_port()}/",
        "hanging": f"{here}/hanging",
        **{path: here + path for path in GOOD},
    }
    for name, url in urls.items():
        switch_on(WebhookEndpoint(site=Site.objects.get(), name=name, url=url))


def publish_all(drafts: Sequence[Any]) -> dict[str, float]:
    """Publish each draft; returns when each was, by translation key."""
    published = {}
    for revision in drafts:
        revision.publish()
        published[str(revision.content["translation_key"])] = time.time()
    return published


@dataclass(frozen=True)
class Arrival:
    path: str
    moment: float
    key: str
    sequence: int
    event: str


def arrivals(notes: Path) -> list[Arrival]:
    found = []
    for line in notes.read_text().splitlines(keepends=True):
        if line.endswith("\n"):
            path, moment, key, sequence, event = line.split()
            found.append(Arrival(path, float(moment), key, int(sequence), event))
    return found


def wait_for_arrivals(notes: Path, published: dict[str, float]) -> list[Arrival]:
    """What has arrived when both good endpoints know of all, or patience is over."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = arrivals(notes)
        known = {(arrival.path, arrival.key) for arrival in found}
        if len(known) == len(GOOD) * len(published) or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def report_arrivals(found: list[Arrival], published: dict[str, float], last: float) -> bool:
    from newsroom.models import WebhookDelivery, WebhookEndpoint

    met, rows = True, []
    for path in GOOD:
        own = [arrival for arrival in found if arrival.path == path]
        first = {arrival.key: arrival.moment for arrival in reversed(own)}
        times = [moment - published[key] for key, moment in first.items()]
        shares = quantiles(times, n=100, method="inclusive")
        late = max(first.values()) - last
        twice = len(own) - len({arrival.event for arrival in own})
        met = met and len(first) == len(published) and late <= WITHIN
        rows.append(
            (
                f"good endpoint {path[-1]}",
                f"{len(first)} of {len(published)}",
                str(twice),
                f"{shares[49]:.2f} s",
                f"{shares[94]:.2f} s",
                f"{late:.2f} s",
            )
        )
    print("\nFrom the end of a publication until it was told\n")
    print(table(("", "told", "twice", "p50", "p95", "after the last"), rows))
    for endpoint in WebhookEndpoint.objects.exclude(name__in=GOOD):
        waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state="due").count()
        print(f"\n{endpoint.name}: {endpoint.failed} attempts, {waiting} events wait", end="")
    print(f"\n\nEverything within {WITHIN:g} s of the last publication: {verdict(met)}")
    return met


def compare(options: argparse.Namespace, keys: Sequence[str]) -> list[bool]:
    """Publishing with endpoints and without, in turns."""
    from newsroom.delivery.followers import newest_change
    from newsroom.models import ArticlePage, WebhookEndpoint

    pages = list(ArticlePage.objects.filter(translation_key__in=keys[: options.each]))
    kinds = {"with endpoints": True, "without": False}
    times: dict[str, list[float]] = {name: [] for name in kinds}
    statements = {}
    number = 0
    for turn in range(options.rounds + 1):  # the first warms up
        for name, active in kinds.items():
            WebhookEndpoint.objects.update(active=active, position=newest_change())
            begun = time.perf_counter()
            for page in pages:
                number += 1
                republish(page, number)
            if turn:
                times[name].append((time.perf_counter() - begun) / len(pages))
            statements[name] = count_statements(pages[0], number)
    pairs = list(zip(*times.values(), strict=True))
    rounds = [told / untold for told, untold in pairs]
    print("\nA publication, by a program, until what readers see of it is written\n")
    rows = [
        (name, f"{1000 * median(seconds):.0f}", str(statements[name]))
        for name, seconds in times.items()
    ]
    print(table(("", "ms", "SQL"), rows))
    ratio = median(rounds)
    spread = f"rounds {min(rounds):.2f} to {max(rounds):.2f}"
    same = len(set(statements.values())) == 1
    print(f"\n{ratio:.2f} times ({spread}). At most {MOST}: {verdict(ratio <= MOST)}")
    print(f"As many statements: {verdict(same)}")
    return [ratio <= MOST, same]


def republish(page: Any, number: int) -> None:
    page.title = f"Zmiana {number}"
    page.save_revision().publish()


def count_statements(page: Any, number: int) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        republish(page, -number)
    return len(captured)


if __name__ == "__main__":
    main()
