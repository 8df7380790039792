"""How a call ends: an answer, or a sentence that says why there is none."""

import itertools
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

import pytest
import trustme

from newsroom.http.outbound import Reply, Unreachable, post

from .peers import OK, Names, Peer, Script, drip, headers_of, keep_quiet, say

pytestmark = pytest.mark.usefixtures("trusted")

Certified = Callable[..., ssl.SSLContext]


@pytest.fixture(autouse=True)
def http_is_allowed(settings: Any) -> None:
    settings.NEWSROOM_INSECURE_TARGETS = True


def call(script: Script, *, seconds: float = 10, body: bytes = b"news") -> Reply:
    with Peer(script) as peer:
        return post(f"http://127.0.0.1:{peer.port}/", body, {}, seconds=seconds)


def test_an_answer_has_status_body_and_time() -> None:
    with Peer(say(OK)) as peer:
        reply = post(
            f"http://127.0.0.1:{peer.port}/hook?x=1", b"\x00news", {"Content-Type": "text/plain"}
        )

    assert (reply.status, reply.body, reply.retry_after) == (200, b"news", None)
    assert 0 < reply.seconds < 10
    (request,) = peer.requests
    assert request.startswith(b"POST /hook?x=1 HTTP/1.1\r\n")
    assert request.endswith(b"\r\n\r\n\x00news")
    sent = headers_of(request)
    assert sent["content-type"] == "text/plain"
    assert sent["content-length"] == "5"
    assert sent["user-agent"].startswith("wagtail-newsroom")
    assert sent["connection"] == "close"


@pytest.mark.parametrize("status", [204, 400, 404, 410, 500, 503])
def test_every_status_is_an_answer(status: int) -> None:
    assert call(say(b"HTTP/1.1 %d So\r\nContent-Length: 0\r\n\r\n" % status)).status == status


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("0", 0), ("9" * 5000, 999_999_999), ("-5", None), ("soon", None), ("", None)],
)
def test_an_answer_tells_when_to_ask_again(value: str, seconds: float | None) -> None:
    answer = f"HTTP/1.1 503 Busy\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n"

    assert call(say(answer.encode())).retry_after == seconds


def test_an_answer_tells_when_to_ask_again_by_a_date() -> None:
    answer = (
        b"HTTP/1.1 503 Busy\r\nRetry-After: Fri, 31 Dec 2100 23:59:59 GMT\r\n"
        b"Content-Length: 0\r\n\r\n"
    )

    reply = call(say(answer))

    assert reply.retry_after is not None
    assert abs(time.time() + reply.retry_after - 4133980799) < 60


def test_a_big_answer_is_cut() -> None:
    size = 100_000_000
    pieces = itertools.repeat(b"x" * 65536)
    answer = drip(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size, pieces, 0)

    assert call(answer).body == b"x" * 65536


def test_a_compressed_answer_is_not_unpacked() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nbomb"

    assert call(say(answer)).body == b"bomb"


@pytest.mark.parametrize(
    "script",
    [
        keep_quiet,
        drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", itertools.repeat(b"a"), 0.05),
        drip(b"", itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"), 0.05),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", itertools.repeat(b"a"), 0.05),
        drip(b"HTTP/1.1 200 OK\r\n\r\n", itertools.repeat(b"a"), 0.05),
        drip(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            itertools.repeat(b"1\r\na\r\n"),
            0.05,
        ),
    ],
    ids=["nothing", "headers", "interim answers", "body", "body without an end", "chunks"],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_slow_answer_is_cut_when_the_time_is_over(
    script: Script, scheme: str, certified: Certified
) -> None:
    tls = certified("127.0.0.1") if scheme == "https" else None
    with Peer(script, tls=tls) as peer:
        start = time.monotonic()
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1 did not answer in time\."):
            post(f"{scheme}://127.0.0.1:{peer.port}/", b"news", {}, seconds=0.6)
        passed = time.monotonic() - start

    assert len(peer.requests) == 1
    assert 0.5 < passed < 5


def test_a_server_that_does_not_read_is_cut_when_the_time_is_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        start = time.monotonic()
        with pytest.raises(Unreachable, match="in time"):
            post(f"http://127.0.0.1:{deaf.getsockname()[1]}/", b"x" * 50_000_000, {}, seconds=0.6)

    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "script", [keep_quiet, drip(b"\x16", itertools.repeat(b"\x03"), 0.05)], ids=["quiet", "drip"]
)
def test_a_slow_handshake_is_cut(script: Script, authority: trustme.CA) -> None:
    class Unencrypted(Peer):
        def _serve(self, line: socket.socket) -> None:
            with line:
                try:
                    self.script(line, self.closing)
                except OSError:
                    return

    with Unencrypted(script) as peer:
        start = time.monotonic()
        with pytest.raises(Unreachable):
            post(f"https://127.0.0.1:{peer.port}/", b"news", {}, seconds=1)
        passed = time.monotonic() - start

    assert peer.connections == 1
    assert passed < 5


def test_a_server_that_takes_no_connection_in_time_is_given_up() -> None:
    # Nobody accepts: when the queue is full, the system does not answer any more.
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for line in waiting:
            line.setblocking(False)
            line.connect_ex(("127.0.0.1", port))
        start = time.monotonic()
        with pytest.raises(Unreachable, match="in time"):
            post(f"http://127.0.0.1:{port}/", b"news", {}, seconds=1)
        passed = time.monotonic() - start
        for line in waiting:
            line.close()

    assert 0.4 < passed < 5


def test_a_resolver_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*args: Any, **kwargs: Any) -> None:
        time.sleep(2)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    start = time.monotonic()
    with pytest.raises(Unreachable, match=r"The name slow\.example was not found in time"):
        post("http://slow.example/", b"news", {}, seconds=0.3)

    assert time.monotonic() - start < 1.5


def test_a_name_that_is_not_known_is_unreachable(names: Names) -> None:
    names.lead("nowhere.example", [])

    with pytest.raises(Unreachable, match=r"The name nowhere\.example is not known"):
        post("http://nowhere.example/", b"news", {})


def test_a_closed_port_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(Unreachable, match=f"accepts no connection on port {port}"):
        post(f"http://127.0.0.1:{port}/", b"news", {})


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-news\r\n", b"HTTP/1.1 two\r\n\r\n", b"\x00" * 9])
def test_what_is_no_answer_is_unreachable(answer: bytes) -> None:
    with pytest.raises(Unreachable, match="broke off, or sent what is no answer"):
        call(say(answer))


def test_headers_without_end_are_unreachable() -> None:
    endless = itertools.chain([b"HTTP/1.1 200 OK\r\n"], itertools.repeat(b"X-More: 1\r\n" * 5000))

    with pytest.raises(Unreachable):
        call(drip(b"", endless, 0))


def test_the_next_address_of_a_name_is_tried(names: Names) -> None:
    names.lead("partner.example", ["127.0.0.3", "127.0.0.2"])

    with Peer(host="127.0.0.2") as peer:
        assert post(f"http://partner.example:{peer.port}/", b"news", {}).status == 200


def test_the_certificate_must_be_of_the_name(names: Names, certified: Certified) -> None:
    names.lead("partner.example", ["127.0.0.1"])

    with Peer(tls=certified("other.example", "127.0.0.1")) as peer:
        with pytest.raises(Unreachable, match=r"The certificate of partner\.example is not acc"):
            post(f"https://partner.example:{peer.port}/", b"news", {})
        assert post(f"https://127.0.0.1:{peer.port}/", b"news", {}).status == 200

    assert len(peer.requests) == 1


def test_the_certificate_must_be_of_a_known_authority(names: Names, authority: trustme.CA) -> None:
    names.lead("partner.example", ["127.0.0.1"])
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("partner.example").configure_cert(own)

    with (
        Peer(tls=own) as peer,
        pytest.raises(Unreachable, match=r"The certificate of partner\.example is not accepted"),
    ):
        post(f"https://partner.example:{peer.port}/", b"news", {})

    assert peer.requests == []


def test_the_name_is_told_in_the_handshake(names: Names, certified: Certified) -> None:
    names.lead("xn--bcher-kva.example", ["127.0.0.1"])
    asked = []
    tls = certified("xn--bcher-kva.example")
    tls.sni_callback = lambda line, name, context: asked.append(name)

    with Peer(tls=tls) as peer:
        assert post(f"https://bücher.example:{peer.port}/", b"news", {}).status == 200

    assert asked == ["xn--bcher-kva.example"]


def test_a_server_without_tls_gets_nothing(authority: trustme.CA) -> None:
    with Peer() as peer, pytest.raises(Unreachable):
        post(f"https://127.0.0.1:{peer.port}/", b"secret news", {}, seconds=1)

    assert b"secret" not in b"".join(peer.requests)


def test_no_connection_is_kept() -> None:
    with Peer() as peer:
        for _ in range(3):
            post(f"http://127.0.0.1:{peer.port}/", b"news", {})

    assert peer.connections == 3
