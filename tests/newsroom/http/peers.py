"""Servers for deliveries to arrive at: real sockets of this machine, and a resolver that lies."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Self

Script = Callable[[socket.socket, threading.Event], None]

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews"


def say(answer: bytes) -> Script:
    return lambda line, closing: line.sendall(answer)


agree = say(OK)


def drip(start: bytes, rest: Iterable[bytes], every: float) -> Script:
    """Says ``start``, and the rest piece by piece with ``every`` seconds before each."""

    def talk(line: socket.socket, closing: threading.Event) -> None:
        line.sendall(start)
        for piece in rest:
            if closing.wait(every):
                return
            line.sendall(piece)

    return talk


def keep_quiet(line: socket.socket, closing: threading.Event) -> None:
    closing.wait()


class Peer:
    """A server that keeps what it is sent, and answers as its script says.

    ``connections`` counts all, also those in which nothing is said.
    """

    def __init__(
        self,
        script: Script = agree,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.script = script
        self.tls = tls
        self.connections = 0
        self.requests: list[bytes] = []
        self.closing = threading.Event()
        self.listener = socket.create_server(
            (host, port),
            family=socket.AF_INET6 if ":" in host else socket.AF_INET,
            dualstack_ipv6=host == "::",
        )
        self.port: int = self.listener.getsockname()[1]
        self.threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self.threads[0].start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.closing.set()
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in self.threads:
            thread.join()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(line,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        line.settimeout(20)
        # The newsroom breaks off what it does not want.
        with suppress(OSError), line:
            talking = self.tls.wrap_socket(line, server_side=True) if self.tls else line
            with talking:
                self.requests.append(read_request(talking))
                self.script(talking, self.closing)


def read_request(line: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = line.recv(65536)
        if not piece:
            return received
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        (
            int(field.split(b":")[1])
            for field in head.split(b"\r\n")
            if field.lower().startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length and (piece := line.recv(65536)):
        body += piece
    return head + b"\r\n\r\n" + body


def headers_of(request: bytes) -> dict[str, str]:
    head = request.partition(b"\r\n\r\n")[0].decode("latin-1")
    fields = (line.partition(":") for line in head.split("\r\n")[1:])
    return {name.lower(): value.strip() for name, _, value in fields}


class Names:
    """A resolver: for each name its answers in turn, the last one from then on."""

    def __init__(self) -> None:
        self.answers: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []
        self.original = socket.getaddrinfo

    def lead(self, name: str, *answers: list[str]) -> None:
        self.answers[name] = list(answers)

    def __call__(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if host not in self.answers:
            return self.original(host, port, *args, **{**kwargs, "flags": socket.AI_NUMERICHOST})
        self.asked.append(host)
        turns = self.answers[host]
        addresses = turns.pop(0) if len(turns) > 1 else turns[0]
        return [
            answer for address in addresses for answer in self.original(address, port, *args[:1])
        ]
