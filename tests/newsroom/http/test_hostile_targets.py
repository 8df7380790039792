"""Addresses by which somebody would have the newsroom ask what only its machine can reach."""

import socket
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsroom.http.outbound import Refused, check, post, validate_target

from .peers import Names, Peer, headers_of, say

HOSTS = [
    "127.0.0.1",
    "127.8.9.10",
    "127.0.0.1.",
    "2130706433",  # the same as one number,
    "0x7f000001",
    "017700000001",
    "0x7f.0.0.1",  # and in other ways that resolvers read
    "0177.0.0.1",
    "127.1",
    "127.0.1",
    "0.0.0.0",
    "0",
    "１２７.0.0.1",
    "127。0。0。1",
    "①②⑦.0.0.1",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[2001:db8::1]",
    "[100::1]",
    "169.254.169.254",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "partner.example:1@127.0.0.1",
    "partner.example%2f@127.0.0.1",
    "127.0.0.1%00.partner.example",
    "partner.example\\@127.0.0.1",
    "",
    ".",
    "..",
    "-.example",
    "[::1",
    "[partner.example]",
]


@pytest.fixture(autouse=True)
def development(settings: Any) -> None:
    """Allow http and every port, so that only the address is left to be refused."""
    settings.DEBUG = True


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_is_not_public_is_refused_and_not_called(
    host: str, scheme: str, catcher: Peer, names: Names, called: list[Any]
) -> None:
    names.lead("localhost", ["127.0.0.1"])

    with pytest.raises(Refused):
        post(f"{scheme}://{host}:{catcher.port}/hook", b"news", {})

    assert called == []
    assert catcher.connections == 0


MAPPED = pytest.param(
    "[::ffff:127.0.0.1]",
    marks=pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="needs IPv6"),
)


@pytest.mark.parametrize("host", ["127.0.0.1", MAPPED])
def test_the_catcher_would_have_been_called(
    host: str, catcher: Peer, called: list[Any], trusted: None
) -> None:
    reply = post(f"http://{host}:{catcher.port}/hook", b"news", {})

    assert reply.status == 200
    assert len(called) == catcher.connections == 1


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["::1"],
        ["169.254.169.254"],
        ["10.1.2.3"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["fd12:3456::1"],
        ["1.1.1.1", "127.0.0.1"],
        ["127.0.0.1", "1.1.1.1"],
        ["2606:4700::1111", "1.1.1.1", "192.168.0.10"],
    ],
)
def test_a_name_is_refused_if_one_of_its_addresses_is_not_public(
    addresses: list[str], catcher: Peer, names: Names, called: list[Any]
) -> None:
    names.lead("partner.example", addresses)

    with pytest.raises(Refused, match=r"partner\.example leads to .*, which is not a public"):
        post(f"http://partner.example:{catcher.port}/hook", b"news", {})

    assert called == []
    assert catcher.connections == 0


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_leads_elsewhere_a_moment_later_is_called_where_it_was_checked(
    scheme: str, settings: Any, names: Names, called: list[Any], certified: Callable[..., Any]
) -> None:
    settings.NEWSROOM_PRIVATE_TARGETS = ["127.0.0.2/32"]  # stands for a public address
    names.lead("partner.example", ["127.0.0.2"], ["127.0.0.1"])
    tls = certified("partner.example") if scheme == "https" else None

    with (
        Peer(host="127.0.0.2", tls=tls) as checked,
        Peer(port=checked.port, tls=tls) as rebound,
    ):
        url = f"{scheme}://partner.example:{checked.port}/"
        assert post(url, b"news", {}).status == 200
        assert (checked.connections, rebound.connections) == (1, 0)
        assert called == [("127.0.0.2", checked.port)]

        # Every call looks anew.
        with pytest.raises(Refused):
            post(url, b"news", {})
        assert (checked.connections, rebound.connections) == (1, 0)
    assert names.asked == ["partner.example"] * 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(
    status: int, settings: Any, catcher: Peer, called: list[Any]
) -> None:
    settings.NEWSROOM_PRIVATE_TARGETS = ["127.0.0.2/32"]
    answer = (
        f"HTTP/1.1 {status} Elsewhere\r\nLocation: http://127.0.0.1:{catcher.port}/secret\r\n"
        "Content-Length: 0\r\n\r\n"
    )

    with Peer(say(answer.encode()), host="127.0.0.2") as peer:
        reply = post(f"http://127.0.0.2:{peer.port}/", b"news", {})

    assert reply.status == status
    assert called == [("127.0.0.2", peer.port)]
    assert catcher.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1:{port}/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/_GET",
        "ws://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "127.0.0.1:{port}/",
        "javascript:alert(1)",
        "unix:///run/docker.sock",
        "",
        " ",
        "http:",
        "http://",
        "http:///127.0.0.1:{port}/",
        "http:127.0.0.1:{port}/",
        "http:/\\127.0.0.1:{port}/",
        " http://127.0.0.1:{port}/",
        "http://127.0.0.1:{port}/ ",
        "http://127.0.0.1:{port}/a b",
        "ht\ntp://127.0.0.1:{port}/",
        "http://127.0.0.1\t:{port}/",
        "http://127.0.0.1:{port}/\r\nX-Evil: 1",
        "http://127.0.0.1:{port}/\x00",
        "http://127.0.0.1:{port}/\u2028",
        "http://127.0.0.1:{port}/#fragment",
        "http://127.0.0.1:{port}/#",
        "http://user@127.0.0.1:{port}/",
        "http://user:secret@127.0.0.1:{port}/",
        "http://@127.0.0.1:{port}/",
        "http://127.0.0.1:+{port}/",
        "http://127.0.0.1:65536/",
        "http://127.0.0.1:port/",
    ],
)
def test_what_is_no_plain_address_of_the_web_is_refused(
    url: str, catcher: Peer, called: list[Any], trusted: None
) -> None:
    with pytest.raises(Refused):
        post(url.format(port=catcher.port), b"news", {})

    assert called == []
    assert catcher.connections == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Token": "a\r\nX-Evil: 1"},
        {"X-Token": "a\n b"},
        {"X-Token": "a\r\n b"},
        {"X-Token: 1\r\nX-Evil": "1"},
        {"X-Token": "zażółć"},
    ],
)
def test_headers_that_would_say_more_than_they_should_are_refused(
    headers: dict[str, str], catcher: Peer, trusted: None
) -> None:
    with pytest.raises(Refused):
        post(f"http://127.0.0.1:{catcher.port}/", b"news", headers)

    assert catcher.connections == 0


def test_the_proxy_of_the_environment_is_not_asked(
    catcher: Peer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NEWSROOM_PRIVATE_TARGETS = ["127.0.0.2/32"]
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{catcher.port}")

    with Peer(host="127.0.0.2") as peer:
        assert post(f"http://127.0.0.2:{peer.port}/", b"news", {}).status == 200

    assert catcher.connections == 0


def test_http_is_for_development_only(settings: Any, catcher: Peer, trusted: None) -> None:
    url = f"http://127.0.0.1:{catcher.port}/"
    settings.DEBUG = False

    with pytest.raises(Refused, match="https://"):
        post(url, b"news", {})
    assert catcher.connections == 0

    settings.NEWSROOM_INSECURE_TARGETS = True
    assert post(url, b"news", {}).status == 200

    settings.DEBUG = True
    settings.NEWSROOM_INSECURE_TARGETS = False
    with pytest.raises(Refused, match="https://"):
        post(url, b"news", {})


@pytest.mark.parametrize("port", [0, 22, 25, 80, 444, 5432, 6379, 8080, 65535])
def test_only_ports_of_the_web_are_called(
    port: int, settings: Any, names: Names, called: list[Any]
) -> None:
    settings.DEBUG = False
    names.lead("partner.example", ["1.1.1.1"])

    with pytest.raises(Refused, match=f"Port {port} is not allowed; use 443 or 8443"):
        post(f"https://partner.example:{port}/", b"news", {})
    with pytest.raises(Refused, match=f"Port {port} is not allowed"):
        check(f"https://partner.example:{port}/")

    # Others may be used where a trusted server listens, and nowhere else.
    settings.NEWSROOM_PRIVATE_TARGETS = ["10.0.0.0/8"]
    check(f"https://partner.example:{port}/")
    with pytest.raises(Refused, match=f"Port {port} is not allowed"):
        post(f"https://partner.example:{port}/", b"news", {})
    assert called == []


@pytest.mark.parametrize(
    "url",
    [
        "https://partner.example",
        "https://partner.example/",
        "https://partner.example:443/hook?token=1&x=%20",
        "https://partner.example:8443/hook",
        "https://PARTNER.example./",
        "https://zażółć.example/gęś",
        "https://xn--zaoe-6db.example/",
        "https://my_app.example.org/",
        "https://1.1.1.1/",
        "https://[2606:4700::1111]/",
        "https://[64:ff9b::1.1.1.1]/",
        "https://4.example/",
    ],
)
def test_a_public_address_passes(url: str, settings: Any) -> None:
    settings.DEBUG = False

    check(url)
    validate_target(url)


def test_the_admin_refuses_with_the_same_words(settings: Any) -> None:
    for url in ("https://127.0.0.1/", "https://user@partner.example/", "https://0x7f.1/"):
        with pytest.raises(Refused) as refused:
            check(url)
        with pytest.raises(ValidationError) as invalid:
            validate_target(url)
        assert invalid.value.messages == [str(refused.value)]


@given(st.ip_addresses(v=4, network="10.0.0.0/8"), st.sampled_from(["dotted", "one", "hex", "map"]))
def test_no_private_address_passes_in_any_writing(address: Any, writing: str) -> None:
    number = int(address)
    host = {
        "dotted": str(address),
        "one": str(number),
        "hex": hex(number),
        "map": f"[::ffff:{address}]",
    }[writing]

    with pytest.raises(Refused):
        check(f"https://{host}/")


@given(st.text())
def test_an_address_of_any_text_passes_or_is_refused(text: str) -> None:
    for url in (text, f"https://{text}", f"https://{text}/", f"https://partner.example/{text}"):
        try:
            check(url)
        except Refused as refused:
            assert str(refused)


def test_the_server_is_told_the_name_it_was_called_by(
    names: Names, trusted: None, certified: Callable[..., Any]
) -> None:
    names.lead("partner.example", ["127.0.0.1"])

    with Peer(tls=certified("partner.example")) as peer:
        url = f"https://PARTNER.example.:{peer.port}/a%20b/ł?x=1"
        post(url, b"news", {"Content-Type": "text/plain", "host": "evil.example"})

    (request,) = peer.requests
    assert request.startswith(b"POST /a%20b/%C5%82?x=1 HTTP/1.1\r\n")
    assert request.lower().count(b"\r\nhost:") == 1
    assert headers_of(request)["host"] == f"partner.example:{peer.port}"
