import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from django.utils import translation

from .peers import Names, Peer


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tell what is wrong in the words of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Stand between the newsroom and the system's resolver."""
    names = Names()
    monkeypatch.setattr(socket, "getaddrinfo", names)
    return names


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address to which a socket of this process connects, or tries to."""
    seen = []
    connect = socket.socket.connect

    def note(self: socket.socket, address: Any) -> None:
        seen.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", note)
    return seen


@pytest.fixture
def catcher() -> Iterator[Peer]:
    """A server of this machine that must not hear anything, on all its addresses."""
    with Peer(host="::" if socket.has_dualstack_ipv6() else "0.0.0.0") as peer:
        yield peer


@pytest.fixture
def trusted(settings: Any) -> None:
    """Let this machine stand for the public internet."""
    settings.NEWSROOM_PRIVATE_TARGETS = ["127.0.0.0/8"]


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    """A certificate authority that this process trusts."""
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return ca


@pytest.fixture
def certified(authority: trustme.CA) -> Callable[..., ssl.SSLContext]:
    """Give a server's TLS with a certificate of the names asked for: ``certified("a.example")``."""

    def issue(*names: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names).configure_cert(context)
        return context

    return issue
