"""IndexNow: search engines that take part are told which addresses have changed.

https://www.indexnow.org/documentation. They fetch the address then, whatever it answers: so what
was moved or withdrawn is told as well. Off unless the project has a key.
"""

import json
import logging
from functools import partial
from http import HTTPStatus

from django.urls import NoReverseMatch, reverse
from wagtail.models import Site

from newsroom.conf import conf
from newsroom.http.outbound import post
from newsroom.models import Follower, WireChange
from newsroom.wire.text import uri

from .followers import follow, newest_change

logger = logging.getLogger(__name__)

JSON = {"Content-Type": "application/json; charset=utf-8"}
# Each has an address at most that is new and one that is old: 10,000 are taken at once.
CHANGES_AT_ONCE = 5000


class NotTaken(Exception):
    """A search engine did not take the addresses, and may do so later."""


def tell_engines() -> int:
    """Tell search engines what has changed on each Site; returns how many Sites had something.

    One worker at a time may do it. Does nothing without ``NEWSROOM_INDEXNOW_KEY``.
    """
    if not conf.indexnow_key:
        return 0
    return sum(
        follow(_follower(site), partial(_newest_for, site), partial(_tell, site))
        for site in Site.objects.order_by("pk")
    )


def _follower(site: Site) -> str:
    return f"indexnow {site.pk}"


def _newest_for(site: Site) -> int:
    """The last change, or that with which a request is full."""
    newest = newest_change()
    position = Follower.objects.filter(name=_follower(site)).values_list("position", flat=True)
    return min((newest, *(told + CHANGES_AT_ONCE for told in position)))


def _tell(site: Site, after: int, up_to: int) -> None:
    addresses = changed_addresses(site, after, up_to)
    if not addresses:
        return
    reply = post(conf.indexnow_endpoint, _message(site, addresses), JSON)
    if reply.status in (HTTPStatus.OK, HTTPStatus.ACCEPTED):
        return
    if reply.status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY):
        # It would be the same the next time.
        logger.error(
            "%s refused %s addresses of %s (HTTP %s), among them %s",
            conf.indexnow_endpoint, len(addresses), site, reply.status, addresses[0],
        )  # fmt: skip
        return
    raise NotTaken(f"{conf.indexnow_endpoint} answered HTTP {reply.status}")


def changed_addresses(site: Site, after: int, up_to: int) -> list[str]:
    """The addresses of a Site whose items changed after one change, up to another, old ones too."""
    changes = WireChange.objects.filter(sequence__gt=after, sequence__lte=up_to)
    found: dict[str, None] = {}
    # Also those of other Sites: an item that went there has left an address here.
    for old, new in changes.order_by("sequence").values_list("old_url", "item__url"):
        found |= dict.fromkeys((old, new))
    root = f"{site.root_url}/"
    return [uri(address) for address in found if address.startswith(root)]


def _message(site: Site, addresses: list[str]) -> bytes:
    message = {"host": site.hostname, "key": conf.indexnow_key, "urlList": addresses}
    try:
        path = reverse("newsroom_indexnow_key", args=(conf.indexnow_key,))
    except NoReverseMatch:  # the project serves the key's file itself, at the root
        path = f"/{conf.indexnow_key}.txt"
    message["keyLocation"] = site.root_url + path
    return json.dumps(message).encode()
