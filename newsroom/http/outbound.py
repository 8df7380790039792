"""The only way in which the newsroom calls addresses that editors typed in.

Every call resolves the name, refuses it unless all it leads to is public (``targets``), and
connects to the very address that was judged, so that a name which leads elsewhere a moment later
changes nothing (DNS rebinding). Certificate, SNI and Host header are the name's. Redirects are not
followed, proxies of the environment not used, connections not kept.
"""

import os
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address

from django.utils.http import parse_http_date_safe
from django.utils.translation import gettext as _
from urllib3 import HTTPHeaderDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from .targets import IPAddress, Refused, Target, check, parse, permit, validate_target

__all__ = ["Refused", "Reply", "Unreachable", "check", "post", "validate_target"]

SECONDS = 10.0  # for all of it
CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 64 * 1024  # bytes
MOST_ADDRESSES = 4  # of a name that are tried


class Unreachable(Exception):
    """There is no answer from a target, or it came too slowly; says why."""


@dataclass(frozen=True)
class Reply:
    """What a target answered: the first 64 KiB of its body, and how long it took.

    ``retry_after``: the seconds after which it wants to be asked again (RFC 9110, 10.2.3).
    """

    status: int
    body: bytes
    seconds: float
    retry_after: float | None = None


@dataclass
class Clock:
    """The time that a call may take."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    @property
    def passed(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        return max(0.0, self.seconds - self.passed)


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS) -> Reply:
    """Send a POST and give the answer, whatever its status; a redirect is one.

    Raises ``Refused`` before anything is sent, and ``Unreachable`` at the latest after ``seconds``.
    Which type the body has, the caller says in ``headers``.
    """
    target = parse(url)
    sent = _headers(target, headers)
    clock = Clock(seconds)
    addresses = _resolve(target, clock)
    permit(target, addresses)
    with _explained(target), _connect(target, addresses, clock) as connection:
        connection.timeout = clock.left
        with _limited(connection, target, clock):
            connection.request(
                "POST", target.path, body, sent, preload_content=False, decode_content=False
            )
            response = connection.getresponse()
            try:
                content = response.read(LARGEST_ANSWER)
            finally:
                response.close()
    wait = _seconds_to_wait(response.headers.get("Retry-After", ""))
    return Reply(response.status, content, clock.passed, wait)


def _headers(target: Target, headers: Mapping[str, str]) -> HTTPHeaderDict:
    for name, value in headers.items():
        if not (name + value).isascii() or not (name + value).isprintable():
            raise Refused(_("A header has no line breaks and no letters with accents."))
    sent = HTTPHeaderDict(headers)
    sent["Host"] = target.authority
    sent["User-Agent"] = user_agent()
    sent["Accept-Encoding"] = "identity"
    sent["Connection"] = "close"
    return sent


@cache
def user_agent() -> str:
    try:
        return f"wagtail-newsroom/{version('wagtail-newsroom')}"
    except PackageNotFoundError:  # the site runs from the folder of the sources
        return "wagtail-newsroom"


def _resolve(target: Target, clock: Clock) -> list[IPAddress]:
    """All addresses of a target; the system's resolver, which knows no time limit, gets one."""
    if target.number:
        return [target.number]
    answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    asking = threading.Thread(target=_ask_for_addresses, args=(target, answers), daemon=True)
    asking.start()
    try:
        found = answers.get(timeout=min(CONNECT_SECONDS, clock.left))
    except queue.Empty:
        raise Unreachable(_("The name %(host)s was not found in time.") % vars(target)) from None
    if not found:
        raise Unreachable(_("The name %(host)s is not known.") % vars(target))
    return [ip_address(address) for address in dict.fromkeys(found)]


def _ask_for_addresses(target: Target, answers: "queue.SimpleQueue[list[str]]") -> None:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError:
        found = []
    answers.put([str(address[4][0]) for address in found])


@contextmanager
def _connect(target: Target, addresses: list[IPAddress], clock: Clock) -> Iterator[HTTPConnection]:
    """A connection to the first of the addresses that accepts one, closed afterwards."""
    tried = addresses[:MOST_ADDRESSES]
    # The handshake of TLS has the same limit once more: half of the time is left to it.
    end = clock.passed + min(CONNECT_SECONDS, clock.left / 2)
    for left in range(len(tried), 0, -1):
        share = max(0.001, (end - clock.passed) / left)
        connection = _connection(target, tried[-left], share)
        try:
            connection.connect()
        except (ConnectTimeoutError, NewConnectionError):
            connection.close()
            if left == 1:
                raise
        else:
            break
    try:
        yield connection
    finally:
        connection.close()


def _connection(target: Target, address: IPAddress, seconds: float) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(str(address), target.port, timeout=seconds)
    return HTTPSConnection(
        str(address),
        target.port,
        timeout=seconds,
        server_hostname=target.host,
        ssl_context=_trust(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")),
    )


@lru_cache(maxsize=4)
def _trust(file: str | None, folder: str | None) -> ssl.SSLContext:
    """The authorities whose certificates count: the system's, or those of OpenSSL's variables."""
    return ssl.create_default_context(cafile=file, capath=folder)


@contextmanager
def _limited(connection: HTTPConnection, target: Target, clock: Clock) -> Iterator[None]:
    """Cut the connection when the time is over, also while a byte arrives now and then."""
    if connection.sock is None:
        raise ValueError("There is no connection yet")
    # A second handle of the same connection: the first one is another thread's.
    line = socket.fromfd(connection.sock.fileno(), connection.sock.family, connection.sock.type)
    is_late = threading.Event()

    def cut() -> None:
        is_late.set()
        with suppress(OSError):  # it is closed already
            line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(clock.left, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        line.close()
        if is_late.is_set():
            raise Unreachable(_too_slow(target))


@contextmanager
def _explained(target: Target) -> Iterator[None]:
    """Say in words what went wrong with a connection."""
    names = {"host": target.host, "port": target.port}
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        told = _("The certificate of %(host)s is not accepted: %(reason)s.")
        raise Unreachable(told % {**names, "reason": error.verify_message}) from error
    except ssl.SSLError as error:
        told = _("There is no secure connection to %(host)s: %(reason)s.")
        raise Unreachable(told % {**names, "reason": error.reason or error}) from error
    except NewConnectionError as error:
        raise Unreachable(_("%(host)s accepts no connection on port %(port)s.") % names) from error
    except (ConnectTimeoutError, TimeoutError) as error:
        raise Unreachable(_too_slow(target)) from error
    except (HTTPError, HTTPException, OSError) as error:
        told = _("%(host)s broke off, or sent what is no answer.")
        raise Unreachable(told % names) from error


def _too_slow(target: Target) -> str:
    return _("%(host)s did not answer in time.") % {"host": target.host}


def _seconds_to_wait(retry_after: str) -> float | None:
    """Retry-After is a number of seconds or a date."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    moment = parse_http_date_safe(retry_after)
    return None if moment is None else max(0.0, moment - time.time())
