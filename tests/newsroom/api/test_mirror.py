"""The client in docs/how-to/mirror follows a running newsroom, and has what is public."""

import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site

from newsroom.delivery.upkeep import prune
from newsroom.models import ArticlePage, WireSequence
from tests.factories import make_article, make_gallery, make_section, make_site_tree, publish

MIRROR = Path(__file__).parents[3] / "docs/how-to/mirror/mirror.py"
PATIENCE = 60  # seconds

Settle = Callable[[], None]


class Copy:
    """The copy of somebody who mirrors a newsroom at an address, with some filters."""

    def __init__(self, file: Path, address: str) -> None:
        self.file, self.address = file, address

    def command(self, *options: str) -> list[str]:
        return [sys.executable, str(MIRROR), self.address, str(self.file), *options]

    def update(self) -> None:
        subprocess.run(self.command("--once"), check=True, timeout=PATIENCE)

    @contextmanager
    def followed(self) -> Iterator[None]:
        process = subprocess.Popen(self.command())
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)

    def items(self) -> dict[str, Any]:
        if not self.file.exists():
            return {}
        with sqlite3.connect(self.file) as copy:
            # The program may have begun just now.
            if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'item'").fetchone():
                return {}
            rows = copy.execute("SELECT id, url, document FROM item").fetchall()
        found = {identity: json.loads(document) for identity, _, document in rows}
        assert {row[1] for row in rows} == {document["url"] for document in found.values()}
        return found

    def has(self, *titles: str) -> bool:
        return {document["title"] for document in self.items().values()} == set(titles)


def public(query: str = "") -> dict[str, Any]:
    """All public documents, as the lists give them."""
    return {
        item["id"]: item
        for kind in ("articles", "galleries", "projects")
        for item in Client()
        .get(f"/api/news/v1/{kind}/?locale=all&fields=full&limit=100{query}")
        .json()["items"]
    }


@pytest.fixture
def newsroom(transactional_db: None, live_server: LiveServer, settle: Settle) -> SimpleNamespace:
    """Give a newsroom that is served: two articles and a gallery, and a function for copies."""
    homes = make_site_tree()
    Site.objects.update(hostname="localhost", port=urlsplit(live_server.url).port)
    section = make_section(homes["pl"])
    articles = [make_article(section, title) for title in ("Most", "Szkoła")]
    gallery = make_gallery(section, "Orkiestra")
    settle()
    return SimpleNamespace(homes=homes, section=section, articles=articles, gallery=gallery)


@pytest.fixture
def copy_of(live_server: LiveServer, tmp_path: Path) -> Callable[[str], Copy]:
    def make(query: str) -> Copy:
        name = f"copy-{abs(hash(query))}.sqlite3"
        return Copy(tmp_path / name, f"{live_server.url}/api/news/v1/changes/?{query}")

    return make


def test_a_copy_is_what_is_public(
    newsroom: SimpleNamespace, copy_of: Callable[[str], Copy], settle: Settle
) -> None:
    everything, galleries = copy_of("limit=1"), copy_of("kind=gallery")
    everything.update()
    assert everything.has("Most", "Szkoła", "Orkiestra")
    bridge, school = newsroom.articles
    bridge.move(make_section(newsroom.homes["pl"], "Drogi"), pos="last-child")
    school.unpublish()
    make_article(newsroom.section, "Nowy")
    settle()

    everything.update()
    galleries.update()

    assert everything.items() == public()
    assert everything.has("Most", "Nowy", "Orkiestra")
    (moved,) = [item for item in everything.items().values() if item["title"] == "Most"]
    assert (moved["url"].endswith("/drogi/most/"), len(moved["former_urls"])) == (True, 1)
    assert galleries.has("Orkiestra")


def test_who_was_away_for_too_long_starts_over(
    newsroom: SimpleNamespace, copy_of: Callable[[str], Copy], settle: Settle
) -> None:
    copy = copy_of("limit=1")
    copy.update()
    newsroom.articles[0].unpublish()
    settle()
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        prune()
    assert copy.has("Most", "Szkoła", "Orkiestra")

    copy.update()

    assert copy.items() == public()
    assert copy.has("Szkoła", "Orkiestra")


def test_a_newsroom_restored_from_a_backup_is_copied_anew(
    newsroom: SimpleNamespace, copy_of: Callable[[str], Copy]
) -> None:
    copy = copy_of("limit=1")
    copy.update()
    with sqlite3.connect(copy.file) as kept:
        later = WireSequence.objects.get().value + 5
        kept.execute("UPDATE place SET next = ?", [f"{copy.address}&since={later}"])
        kept.execute("UPDATE item SET id = 'of a day that never was' WHERE url LIKE '%most%'")

    copy.update()

    assert copy.items() == public()


def test_a_change_is_in_the_copy_at_once(
    newsroom: SimpleNamespace, copy_of: Callable[[str], Copy], settle: Settle
) -> None:
    copy = copy_of("wait=5")

    def wait_until(condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, copy.items()
            time.sleep(0.05)

    with copy.followed():
        wait_until(lambda: copy.has("Most", "Szkoła", "Orkiestra"))
        bridge = ArticlePage.objects.get(pk=newsroom.articles[0].pk)
        bridge.title = "Most otwarty"
        publish(bridge)
        settle()
        wait_until(lambda: copy.has("Most otwarty", "Szkoła", "Orkiestra"))
        bridge.unpublish()
        settle()
        wait_until(lambda: copy.has("Szkoła", "Orkiestra"))


def test_a_mirror_tries_again(tmp_path: Path) -> None:
    """Whatever goes wrong on the way: it is told to wait, or gets half of an answer."""
    page = json.dumps({"changes": [], "next": "http://127.0.0.1/", "more": False}).encode()
    answers = iter([(503, b""), (429, b""), (200, page[:-9]), (200, page)])

    class Troubled(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = next(answers)
            self.send_response(status)
            self.send_header("Content-Length", str(len(page)))
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(body or page)

        def log_message(self, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Troubled) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        copy = Copy(tmp_path / "copy.sqlite3", f"http://127.0.0.1:{server.server_port}/")
        copy.update()
        server.shutdown()

    assert next(answers, None) is None
    assert copy.items() == {}
