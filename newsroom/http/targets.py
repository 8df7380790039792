"""Which servers the newsroom calls: what editors typed in must lead to the public internet.

Otherwise whoever may enter an address could have the newsroom's machine ask what only that machine
can reach: databases, routers, the cloud's keys (server-side request forgery).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, urlsplit

import idna
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from newsroom.conf import conf

IPAddress = IPv4Address | IPv6Address

PORTS = {"https": (443, 8443), "http": (80, 8080)}
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# A host whose last part is a number is an IPv4 address, in whatever way it is written (WHATWG URL,
# "ends in a number checker"): 0x7f.1 is 127.0.0.1.
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
LONGEST_NAME = 253  # characters

# IANA's registries of special-purpose addresses, and multicast. Written down, since what
# `ipaddress` knows of them differs between the versions of Python.
NOT_PUBLIC_IPV4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # of the provider (CGNAT)
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # the machine below, at Azure
        "169.254.0.0/16",  # link-local, and the keys of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays to 6to4
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
# Public servers are nowhere else (IANA, IPv6 global unicast address assignments) …
PUBLIC_IPV6 = IPv6Network("2000::/3")
# … and not in these parts of it.
NOT_PUBLIC_IPV6 = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols; Teredo, whose addresses hold an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, whose addresses hold an IPv4 address
        "3fff::/20",  # documentation
    )
]
# Machines with IPv6 only reach IPv4 through it (RFC 6052); the last 32 bits are the address.
NAT64 = IPv6Network("64:ff9b::/96")


class Refused(Exception):
    """The newsroom does not call this address; says why, in a sentence for editors."""


@dataclass(frozen=True)
class Target:
    """Where a request goes: ``host`` is a name in ASCII or an IP address without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme][0] else f"{host}:{self.port}"

    @property
    def number(self) -> IPAddress | None:
        """The address itself, where it is written instead of a name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None


def check(url: str) -> None:
    """Raise ``Refused`` if the form of an address forbids to call it; nothing is resolved."""
    target = parse(url)
    if target.number:
        permit(target, [target.number])


def validate_target(url: str) -> None:
    """``check`` for forms and model fields."""
    try:
        check(url)
    except Refused as refused:
        raise ValidationError(str(refused), code="refused") from refused


def parse(url: str) -> Target:
    """The target of an address (RFC 3986, IRIs allowed); raises ``Refused``."""
    if not url or any(_is_unwritten(character) for character in url):
        raise Refused(_("An address has no spaces, line breaks or backslashes."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(_("This is not the address of a server.")) from error
    schemes = ("https", "http") if conf.insecure_targets else ("https",)
    if parts.scheme not in schemes:
        raise Refused(_("The address must start with https://."))
    if "@" in parts.netloc:
        raise Refused(_("The address must not hold a user name or a password."))
    if "#" in url:
        raise Refused(_("The address must not hold a fragment (#)."))
    target = Target(
        scheme=parts.scheme,
        host=_host(parts),
        port=PORTS[parts.scheme][0] if port is None else port,
        path=iri_to_uri((parts.path or "/") + (f"?{parts.query}" if parts.query else "")),
    )
    # Which addresses a name leads to, and whether they are trusted, is known when it is called.
    if not (_is_usual_port(target) or _trusted()):
        _refuse_port(target)
    return target


def permit(target: Target, addresses: list[IPAddress]) -> None:
    """Raise ``Refused`` unless all addresses of a target are public or trusted."""
    for address in addresses:
        if not (is_trusted(address) or is_public(address)):
            if target.number:
                raise Refused(_("%(host)s is not a public address.") % vars(target))
            told = _("%(host)s leads to %(address)s, which is not a public address.")
            raise Refused(told % {"host": target.host, "address": address})
    if not (_is_usual_port(target) or all(map(is_trusted, addresses))):
        _refuse_port(target)


def is_public(address: IPAddress) -> bool:
    inner = embedded(address)
    if isinstance(inner, IPv4Address):
        return not any(inner in network for network in NOT_PUBLIC_IPV4)
    return inner in PUBLIC_IPV6 and not any(inner in network for network in NOT_PUBLIC_IPV6)


def is_trusted(address: IPAddress) -> bool:
    inner = embedded(address)
    return any(inner in network for network in _trusted())


def embedded(address: IPAddress) -> IPAddress:
    """The IPv4 address to which packets for an IPv6 address go in the end, or the address."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _host(parts: SplitResult) -> str:
    """The host's name in ASCII (IDNA 2008), or its IP address in the usual form."""
    host = parts.hostname or ""
    try:
        if "[" in parts.netloc:
            return str(IPv6Address(_without_zone(host)))
        if not host.isascii():
            host = idna.encode(host, uts46=True).decode()
    except (ValueError, idna.IDNAError) as error:
        raise Refused(_("This is not the address of a server.")) from error
    host = host.lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > LONGEST_NAME or not all(LABEL.fullmatch(label) for label in labels):
        raise Refused(_("This is not the address of a server."))
    if NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(host))
        except ValueError as error:
            told = _("Write the IP address of the server as four decimal numbers.")
            raise Refused(told) from error
    return host


def _without_zone(host: str) -> str:
    if "%" in host:
        raise ValueError("A zone is an interface of this machine")
    return host


def _is_unwritten(character: str) -> bool:
    # Programs disagree on what these mean in an address, or drop them.
    return character == "\\" or unicodedata.category(character)[0] in "CZ"


def _is_usual_port(target: Target) -> bool:
    return settings.DEBUG or target.port in PORTS[target.scheme]


def _refuse_port(target: Target) -> None:
    first, second = PORTS[target.scheme]
    told = _("Port %(port)s is not allowed; use %(first)s or %(second)s.")
    raise Refused(told % {"port": target.port, "first": first, "second": second})


def _trusted() -> tuple[IPv4Network | IPv6Network, ...]:
    return _networks(tuple(conf.private_targets))


@lru_cache(maxsize=8)
def _networks(written: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(network) for network in written)
