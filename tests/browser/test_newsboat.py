"""A program that many subscribers use reads the feeds of a running site."""

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest

from .conftest import Served

pytestmark = pytest.mark.browser

ITEMS = "SELECT guid, title, url, pubDate FROM rss_item ORDER BY guid"


class Newsboat:
    """newsboat with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("newsboat")
        assert program, "newsboat is missing: install it"
        self.folder, self.program = folder, program
        self.urls = folder / "urls"
        self.urls.touch()

    def run(self, *arguments: str) -> None:
        files = [f"--url-file={self.urls}", f"--cache-file={self.folder}/cache.db"]
        environment = {"HOME": str(self.folder), "LANG": "C.UTF-8", "TZ": "UTC"}
        subprocess.run([self.program, *files, *arguments], env=environment, check=True, timeout=120)

    def poll(self) -> list[tuple[str, ...]]:
        """What it holds of all feeds after a poll."""
        self.run("-x", "reload")
        with sqlite3.connect(self.folder / "cache.db") as database:
            return database.execute(ITEMS).fetchall()


@pytest.fixture
def newsboat(tmp_path: Path) -> Newsboat:
    return Newsboat(tmp_path)


@pytest.mark.parametrize("extension", ["rss", "atom"])
def test_the_second_poll_brings_nothing_new(
    served: Served, newsboat: Newsboat, extension: str
) -> None:
    newsboat.urls.write_text(f"{served.url}/feeds/pl/news.{extension}\n")
    first = newsboat.poll()

    assert newsboat.poll() == first
    with urlopen(f"{served.url}/feeds/pl/news.json", timeout=30) as answer:
        items = json.load(answer)["items"]
    assert [item[:3] for item in first] == sorted(
        (item["id"], item["title"], item["url"]) for item in items
    )


def test_the_opml_brings_every_feed(served: Served, newsboat: Newsboat) -> None:
    outline = newsboat.folder / "feeds.opml"
    with urlopen(f"{served.url}/feeds/feeds.opml", timeout=30) as answer:
        outline.write_bytes(answer.read())
    newsboat.run("-i", str(outline))

    imported = newsboat.urls.read_text()
    for name in ("pl/news", "en/news", "uk/galleries"):
        assert f"{served.url}/feeds/{name}.rss" in imported
