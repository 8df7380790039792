"""Caches in front of the site: the worker tells each what it must forget, within a second or so.

They are those of ``WAGTAILFRONTENDCACHE``, as Wagtail's ``frontend_cache`` reads it; that app
itself is not installed, for it purges in editors' requests. Each cache is a follower with a
position of its own, so one that is down holds up no other.
"""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from wagtail.contrib.frontend_cache.backends import BaseBackend
from wagtail.contrib.frontend_cache.utils import get_backends

from newsroom.wire.keys import EVERYTHING

from .followers import follow
from .purges import Moment, Purge, between

KEYS_AT_ONCE = 100  # some 1,400 bytes of header
TIMEOUT = 5.0  # seconds
# What Wagtail's back ends may take; they ask services elsewhere, and address by address.
TIMEOUT_OF_OTHERS = 10.0


class CacheError(Exception):
    """A cache did not do what it was told."""


class KeysBackend(BaseBackend):
    """A cache that forgets what bears a key: Varnish with ``docs/how-to/varnish.vcl``.

    It gets ``PURGE`` with the keys in ``Surrogate-Key``, and ``PURGE`` of single addresses. Besides
    ``LOCATION`` and Wagtail's ``HOSTNAMES`` there is ``TIMEOUT``: the seconds all of one purge may
    take, 5 by default. Unlike Wagtail's back ends it raises when the cache refuses.
    """

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        parts = urlsplit(str(params.get("LOCATION", "")))
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ImproperlyConfigured("A cache's LOCATION must be an address: http://host:port")
        self.location = f"{parts.scheme}://{parts.netloc}"
        self.timeout = float(params.get("TIMEOUT", TIMEOUT))

    def purge(self, url: str) -> None:
        self.purge_batch([url])

    def purge_batch(self, urls: Iterable[str]) -> None:
        self.forget([], urls)

    def forget(self, keys: Iterable[str], urls: Iterable[str]) -> None:
        """Forget what bears any of the keys, and what is at the addresses, whatever their query."""
        with requests.Session() as session:
            # No proxy from the environment: the cache is a neighbour.
            session.trust_env = False
            names = list(keys)
            for start in range(0, len(names), KEYS_AT_ONCE):
                some = names[start : start + KEYS_AT_ONCE]
                self._ask(session, "/", {"Surrogate-Key": " ".join(some)})
            for parts in map(urlsplit, urls):
                self._ask(session, parts.path or "/", {"Host": parts.netloc})

    def _ask(self, session: requests.Session, path: str, headers: dict[str, str]) -> None:
        answer = session.request(
            "PURGE",
            self.location + path,
            headers=headers,
            timeout=self.timeout,
            allow_redirects=False,
        )
        if not answer.ok:
            raise CacheError(f"{self.location} answered {answer.status_code} {answer.reason}")


def purge_caches() -> bool:
    """Tell every cache what has changed since it was last told; whether there was anything."""
    told = [follow(f"cache {name}", _now, partial(_tell, name)) for name in names_of_caches()]
    return any(told)


def names_of_caches() -> list[str]:
    """The caches that are configured; making their back ends may already ask a service."""
    if getattr(settings, "WAGTAILFRONTENDCACHE", None) is not None:
        return list(settings.WAGTAILFRONTENDCACHE)
    return ["default"] if getattr(settings, "WAGTAILFRONTENDCACHE_LOCATION", None) else []


def _now() -> int:
    return Moment.now().position


def _tell(name: str, after: int, up_to: int) -> None:
    (backend,) = get_backends(backends=[name]).values()
    send(name, backend, between(Moment.at(after), Moment.at(up_to)))


def send(name: str, backend: BaseBackend, purge: Purge) -> None:
    """Have one cache forget; raises if it does not, or takes too long."""
    if isinstance(backend, KeysBackend):
        keys = [EVERYTHING] if purge.is_of_everything else sorted(purge.keys)
        urls = [] if purge.is_of_everything else _of_its_hosts(backend, sorted(purge.pages))
        limited(name, backend.timeout, partial(backend.forget, keys, urls))
        return
    urls = _of_its_hosts(backend, purge.addresses)
    with _impatient_sockets(TIMEOUT_OF_OTHERS):
        limited(name, TIMEOUT_OF_OTHERS, partial(backend.purge_batch, urls))


def _of_its_hosts(backend: BaseBackend, urls: Iterable[str]) -> list[str]:
    return [url for url in urls if backend.invalidates_hostname(urlsplit(url).hostname)]


_running: dict[str, threading.Thread] = {}


def limited(name: str, seconds: float, action: Callable[[], None]) -> None:
    """Do it, but wait no longer than this: raises ``TimeoutError``.

    What still runs is left behind, and nothing more is begun under the name until it has ended.
    """
    if (before := _running.get(name)) and before.is_alive():
        raise TimeoutError("The cache has not answered since it was last told.")
    failures: list[Exception] = []

    def run() -> None:
        try:
            action()
        # Back ends raise whatever their clients do; it is raised again below.
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    thread = _running[name] = threading.Thread(target=run, name=f"cache {name}", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError(f"The cache did not answer within {seconds:g} seconds.")
    if failures:
        raise failures[0]


@contextmanager
def _impatient_sockets(seconds: float) -> Iterator[None]:
    """Give connections that are made meanwhile a limit: some of Wagtail's back ends have none."""
    usual = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(usual)
