"""A hub, or a search engine, on this machine: keeps what it hears, answers as it is told to."""

import json
import socket
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from tests.newsroom.http.peers import Peer, headers_of


class Hub(Peer):
    """``answer`` says with what status line and headers each feed is answered."""

    def __init__(self, answer: Callable[[str], str] = lambda topic: "204 No Content") -> None:
        super().__init__(self._answer)
        self.answer = answer

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hub"

    @property
    def topics(self) -> list[str]:
        """The feeds it was told of, in order."""
        return [topic for request in self.requests for topic in form_of(request)["hub.url"]]

    @property
    def messages(self) -> list[Any]:
        """What it was sent as JSON."""
        return [json.loads(request.partition(b"\r\n\r\n")[2]) for request in self.requests]

    def forget(self) -> None:
        self.requests.clear()
        self.connections = 0

    def _answer(self, line: socket.socket, closing: threading.Event) -> None:
        is_form = headers_of(self.requests[-1])["content-type"].endswith("urlencoded")
        topic = form_of(self.requests[-1])["hub.url"][0] if is_form else ""
        line.sendall(f"HTTP/1.1 {self.answer(topic)}\r\nContent-Length: 0\r\n\r\n".encode())


def form_of(request: bytes) -> dict[str, list[str]]:
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hub HTTP/1.1\r\n")
    assert headers_of(request)["content-type"] == "application/x-www-form-urlencoded"
    return parse_qs(body.decode(), strict_parsing=True)
