"""The reference site with its demo, served as in production, and Chromium to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme
from playwright.sync_api import Browser, Page, Route, sync_playwright

from .partner import partner_of

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
START_TIMEOUT = 60  # seconds
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Served:
    """A running site: its address and the folder of its files."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = data
        # What it calls on this machine stands for servers on the public internet.
        self.authority = trustme.CA()
        self.authority.cert_pem.write_to_path(str(data / "authority.pem"))
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
        }
        self.environment = {
            **inherited,
            "DEBUG": "0",
            "SECRET_KEY": "only-for-the-browser-tests-" + "x" * 40,
            "ALLOWED_HOSTS": "127.0.0.1",
            "LANGUAGES": "pl,en,uk",
            "SITE_URL": self.url,
            "DATA_DIR": str(data),
            "PRIVATE_TARGETS": "127.0.0.0/8",
            "SSL_CERT_FILE": str(data / "authority.pem"),
        }

    def manage(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> "subprocess.Popen[bytes]":
        server = [sys.executable, "-m", "gunicorn", "--pythonpath", "site,.", "--threads", "4"]
        address = ["--bind", f"127.0.0.1:{self.port}", "--log-level", "warning"]
        return subprocess.Popen([*server, *address, "config.wsgi"], cwd=ROOT, env=self.environment)

    def wait(self) -> None:
        end = time.monotonic() + START_TIMEOUT
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/health/live", timeout=5):
                    return
            except OSError:  # refused, or too slow to answer while it starts
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def give_file(self, route: Route) -> None:
        """Answer for uploaded files, which in production a web server in front serves."""
        path = urlsplit(route.request.url).path.removeprefix("/media/")
        route.fulfill(path=self.data / "media" / path)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a site with the demo, to make others from."""
    site = Served(tmp_path_factory.mktemp("demo"))
    site.manage("migrate", "--no-input", "--verbosity", "0")
    site.manage("load_demo")
    call = "from tests.browser.extra_pages import add; add()"
    site.manage("shell", "--no-imports", "--command", call)
    site.manage("run_worker", "--once")
    site.manage("collectstatic", "--no-input", "--verbosity", "0")
    return site.data


@contextmanager
def copy_of(demo: Path, folder: Path) -> Iterator[Served]:
    shutil.copytree(demo, folder)
    site = Served(folder)
    site.manage("set_site_url")
    site.manage("run_worker", "--once")
    process = site.start()
    try:
        site.wait()
        yield site
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def served(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give a site that is only read: what changes it has another one, in ``editing``."""
    with copy_of(demo, tmp_path_factory.mktemp("read") / "site") as site:
        yield site


@pytest.fixture(scope="session")
def partner(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a partner's page that shows the news of the served site."""
    with partner_of(served.url, tmp_path_factory.mktemp("partner") / "page") as url:
        yield url


@pytest.fixture(scope="session")
def axe() -> str:
    """Give the source of axe-core, at the version of package-lock.json."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: run `npm ci --prefix tests/browser`")
    return AXE.read_text()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "Chromium is missing: install it or name it in CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, served: Served, request: Any) -> Iterator[Page]:
    """Give an empty tab; its options are the mark ``tab``'s keywords."""
    mark = request.node.get_closest_marker("tab")
    context = chromium.new_context(
        base_url=served.url, reduced_motion="reduce", **(mark.kwargs if mark else {})
    )
    context.route("**/media/**", served.give_file)
    yield context.new_page()
    context.close()
