"""A limit on how much one address asks for, so that no client takes a service from the others."""

import hashlib
import logging
import math
from ipaddress import IPv6Address, ip_address

from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

from newsroom.conf import conf

logger = logging.getLogger(__name__)


class AddressThrottle(SimpleRateThrottle):
    """Counts by address; of IPv6 by the network of 64 bits that one subscriber has."""

    def __init__(self, rate: str, scope: str) -> None:
        self.scope = scope
        super().__init__(rate)

    def get_ident(self, request: HttpRequest) -> str:
        address = str(request.META.get("REMOTE_ADDR", ""))
        if proxies := conf.trusted_proxies:
            hops = request.headers.get("X-Forwarded-For", address).split(",")
            address = hops[-min(proxies, len(hops))].strip()
        try:
            parsed = ip_address(address)
        except ValueError:
            return address
        if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped:
            return f"{int(parsed) >> 64:x}"
        return str(getattr(parsed, "ipv4_mapped", None) or parsed)

    def get_cache_key(self, request: HttpRequest) -> str:
        # Addresses of persons are not kept in the clear.
        ident = hashlib.sha256(self.get_ident(request).encode()).hexdigest()[:24]
        return f"{self.scope}:{ident}"


def seconds_to_wait(request: HttpRequest, rate: str, scope: str) -> int:
    """How long an address must wait that has asked too often; 0 for others.

    ``rate`` is number/period, "" for no limit; each ``scope`` is counted by itself. Nothing is
    refused while the cache is down.
    """
    if not rate:
        return 0
    throttle = AddressThrottle(rate, scope)
    try:
        if throttle.allow_request(request):
            return 0
        wait = throttle.wait()
    # Caches raise whatever their clients do, and readers need not know.
    except Exception:
        logger.exception("The rate limit is off: its cache does not answer")
        return 0
    return max(1, math.ceil(wait or 1))
