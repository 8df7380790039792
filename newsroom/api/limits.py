"""A limit on how much one address asks for, so that no client takes the API from the others."""

import hashlib
import logging
import math
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address

from django.http import HttpRequest, HttpResponse
from ninja.throttling import SimpleRateThrottle

from newsroom.conf import conf

from .errors import problem

logger = logging.getLogger(__name__)


class AddressThrottle(SimpleRateThrottle):
    """Counts by address; of IPv6 by the network of 64 bits that one subscriber has."""

    scope = "newsroom_api"

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


def refusal(request: HttpRequest) -> HttpResponse | None:
    """429 for an address that has asked too often; nothing while the cache is down."""
    if not conf.api_rate:
        return None
    throttle = AddressThrottle(conf.api_rate)
    try:
        if throttle.allow_request(request):
            return None
        wait = throttle.wait()
    # Caches raise whatever their clients do, and readers need not know.
    except Exception:
        logger.exception("The rate limit is off: its cache does not answer")
        return None
    response = problem(
        HTTPStatus.TOO_MANY_REQUESTS, f"At most {conf.api_rate} requests are answered."
    )
    response["Retry-After"] = str(max(1, math.ceil(wait or 1)))
    return response
