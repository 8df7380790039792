"""A partner's server on this machine: keeps what it is sent, and answers as it is told to."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from standardwebhooks import Webhook


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @cached_property
    def event(self) -> Any:
        return json.loads(self.body)

    @property
    def data(self) -> Any:
        return self.event["data"]

    def verified(self, secret: str) -> Any:
        """The event as the specification's own library reads it; raises if it is not signed so."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass(frozen=True)
class Answer:
    status: int = 200
    headers: Mapping[str, str] | None = None
    body: bytes = b""


class Receiver(ThreadingHTTPServer):
    """``answer`` says what to answer; assign another function to have it answer otherwise.

    ``hold`` keeps every request waiting until ``release`` is set, or the server stopped.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.received: list[Received] = []
        self.answer: Callable[[Received], Answer] = lambda received: Answer()
        self.hold = False
        self.arrived = threading.Semaphore(0)
        self.release = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/news"

    @property
    def events(self) -> list[Any]:
        """What was received, in its order."""
        return [received.event for received in self.received]

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.release.set()
        self.shutdown()
        self._thread.join()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        received = Received(self.path, headers, body)
        self.server.received.append(received)
        self.server.arrived.release()
        if self.server.hold:
            self.server.release.wait()
        answer = self.server.answer(received)
        self.send_response(answer.status)
        for name, value in (answer.headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *arguments: Any) -> None:
        """Nothing: the tests look at what was received."""
