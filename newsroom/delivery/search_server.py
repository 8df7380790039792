"""A search server follows the wire, if the project has one: never in an editor's transaction.

What is searched is in the database too; the server has a copy, a moment behind.
"""

from functools import partial

from django.utils import timezone

from newsroom.conf import conf
from newsroom.models import Follower, WireChange
from newsroom.search.copying import TIMEOUT, compare, copy
from newsroom.search.server import Server

from .followers import follow, newest_change

CHANGES_AT_ONCE = 1_000
PREFIX = "search "  # of followers' names


def tell_search_server() -> bool:
    """Bring over what has changed since; whether there was anything.

    One worker at a time may do it. Does nothing without ``NEWSROOM_SEARCH_BACKEND``.
    """
    alias = conf.search_backend
    if not alias:
        return False
    return follow(_follower(alias), partial(_newest, alias), partial(_tell, alias))


def compare_search_server() -> int:
    """Bring over whatever differs, everything if it is empty; returns how many entries that were.

    Raises what the client's library raises.
    """
    alias = conf.search_backend
    if not alias:
        return 0
    number = compare(_server(alias))
    # It works: what it could not be told need not wait any longer.
    waiting = Follower.objects.filter(name=_follower(alias), not_before__gt=timezone.now())
    waiting.update(not_before=timezone.now())
    return number


def forget_other_servers() -> None:
    """Forget how far servers had come that the project does not have any more."""
    followers = Follower.objects.filter(name__startswith=PREFIX)
    followers.exclude(name=_follower(conf.search_backend)).delete()


def _follower(alias: str) -> str:
    return PREFIX + alias


def _server(alias: str) -> Server:
    return Server(alias, TIMEOUT=TIMEOUT)


def _newest(alias: str) -> int:
    """The last change, or as many as are brought over at once."""
    newest = newest_change()
    position = Follower.objects.filter(name=_follower(alias)).values_list("position", flat=True)
    return min((newest, *(told + CHANGES_AT_ONCE for told in position)))


def _tell(alias: str, after: int, up_to: int) -> None:
    server = _server(alias)
    if not server.is_open():
        # It is new, or has lost what it had.
        compare(server)
        return
    changes = WireChange.objects.filter(sequence__gt=after, sequence__lte=up_to)
    copy(server, changes.order_by().values_list("item", flat=True).distinct())
