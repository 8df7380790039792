"""A partner's site: the page of the quick start, on an origin of its own."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

TUTORIAL = Path(__file__).parent.parent.parent / "docs" / "tutorials" / "partner-quick-start.md"
WRITTEN = "http://127.0.0.1:8000"  # the newsroom in the tutorial

polish = pytest.mark.tab(locale="pl-PL")
english = pytest.mark.tab(locale="en-GB")
ukrainian = pytest.mark.tab(locale="uk-UA")
french = pytest.mark.tab(locale="fr-FR")


@contextmanager
def partner_of(newsroom: str, folder: Path) -> Iterator[str]:
    """Serve the page with the policy that the tutorial gives it; give its address."""
    shutil.copytree(TUTORIAL.parent / "partner-page", folder)
    index = folder / "index.html"
    index.write_text(index.read_text().replace(WRITTEN, newsroom))
    found = re.search(r"^Content-Security-Policy: (.+)$", TUTORIAL.read_text(), re.MULTILINE)
    assert found
    policy = found[1].replace(WRITTEN, newsroom)

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(folder))

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Write nothing: pytest shows what fails."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def cards(page: Page) -> Locator:
    return page.locator("#news article")


def open_page(page: Page, partner: str) -> None:
    page.goto(partner)
    expect(cards(page)).to_have_count(5)
