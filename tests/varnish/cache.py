"""A real Varnish with the configuration of the docs, and what its readers get."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

VCL = Path(__file__).resolve().parent.parent.parent / "docs" / "how-to" / "varnish.vcl"
START_TIMEOUT = 60  # seconds; it compiles its configuration
HOST = "localhost"


class Cache:
    """A running Varnish; addresses are asked for without host, as readers of the site."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.ask("GET", path, **headers)

    def ask(self, method: str, path: str, **headers: str) -> requests.Response:
        return requests.request(
            method,
            self.url + path,
            headers={"Host": HOST} | headers,
            timeout=30,
            allow_redirects=False,
        )

    def has(self, path: str) -> bool:
        """Whether it answers from what it keeps."""
        return self.get(path).headers["X-Cache"] == "hit"


@contextmanager
def varnish(backend_port: int, folder: Path) -> Iterator[Cache]:
    """Varnish before a server on a port of this machine; ``folder`` is its own."""
    program = shutil.which("varnishd", path=os.environ.get("PATH", "") + ":/usr/sbin")
    assert program, "Varnish is missing: install the package varnish"
    vcl = folder / "site.vcl"
    vcl.write_text(VCL.read_text().replace('.port = "8000"', f'.port = "{backend_port}"'))
    port = _free_port()
    arguments = ["-F", "-n", str(folder / "work"), "-f", str(vcl), "-a", f"127.0.0.1:{port}"]
    # Without a jail it runs as whoever runs the tests.
    process = subprocess.Popen(
        [program, "-j", "none", *arguments, "-s", "malloc,64m"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait(process, port)
        yield Cache(port)
    finally:
        process.terminate()
        process.wait()


def _wait(process: "subprocess.Popen[Any]", port: int) -> None:
    end = time.monotonic() + START_TIMEOUT
    while True:
        assert process.poll() is None, process.stdout and process.stdout.read().decode()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < end, "Varnish does not start"
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
