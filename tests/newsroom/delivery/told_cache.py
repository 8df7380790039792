"""A cache that only writes down what it is told to forget; it can refuse, hang or dawdle."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Told(NamedTuple):
    path: str
    host: str
    keys: list[str]


class ToldCache(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[Told] = []
        self.status = 200
        self.hangs = threading.Event()
        self.dawdles = False
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def keys(self) -> set[str]:
        return {key for one in self.told for key in one.keys}

    @property
    def addresses(self) -> set[str]:
        return {f"http://{one.host}{one.path}" for one in self.told if not one.keys}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ToldCache

    def do_PURGE(self) -> None:
        keys = self.headers.get("Surrogate-Key", "").split()
        self.server.told.append(Told(self.path, self.headers["Host"], keys))
        if self.server.hangs.is_set():
            self.server.released.wait()
            self.close_connection = True
            return
        if self.server.dawdles:
            # Each byte comes before a limit for one would have passed.
            self.wfile.write(b"HTTP/1.1 ")
            while not self.server.released.wait(0.05):
                self.wfile.write(b"2")
            self.close_connection = True
            return
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def told_cache() -> Iterator[ToldCache]:
    server = ToldCache()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def wait_until(condition: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
