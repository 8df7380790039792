"""Server processes with one thread, and for each a client on a persistent connection."""

import os
import socket
import subprocess
import sys
import time
from collections import ChainMap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import NamedTuple

from .settings import HOSTNAME

START_WITHIN = 60  # seconds
ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*environment: Mapping[str, str], threads: int = 1) -> Iterator["Client"]:
    """Run the site under gunicorn, with these variables set; gives a client of it."""
    variables = dict(ChainMap(*map(dict, reversed(environment)), dict(os.environ)))
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1",
        # Gunicorn's sync worker closes every connection; one thread is the same, without that.
        "--worker-class", "gthread", "--threads", str(threads), "--keep-alive", "60",
        "--timeout", "120",
        "--chdir", str(ROOT), "--pythonpath", str(ROOT / "site"), "--log-level", "warning",
        "config.wsgi",
    ]  # fmt: skip
    with subprocess.Popen(command, env=variables) as process:  # noqa: S603
        try:
            wait_for(process, port)
            yield Client(port, worker_of(process.pid))
        finally:
            process.terminate()


def wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if Client(port).get("/health/live").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def worker_of(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return int(children.read_text().split()[0]) if children.exists() else 0


def cpu_seconds(pid: int) -> float:
    """Processor time that all threads of a process have used; 0 where Linux does not tell."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


class Reply(NamedTuple):
    status: int
    body: bytes
    headers: HTTPMessage


class Client:
    """A connection to a server, and the id of the process that answers there."""

    def __init__(self, port: int, server: int = 0) -> None:
        self.port, self.server = port, server
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self.connection.connect()
        assert self.connection.sock is not None  # noqa: S101
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """The answer to a GET, uncompressed."""
        sent = {"Accept": "application/json", **(headers or {})}
        return self._send("GET", path, None, sent)

    def post(self, path: str, form: str, headers: Mapping[str, str] | None = None) -> Reply:
        """The answer to a POST of a form, encoded as in addresses."""
        sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self._send("POST", path, form, sent)

    def _send(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Reply:
        sent = {"Host": HOSTNAME, "Accept-Encoding": "identity", **headers}
        self.connection.request(method, path, body, headers=sent)
        response = self.connection.getresponse()
        return Reply(response.status, response.read(), response.headers)
