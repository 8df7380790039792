"""Copying: the search server holds what the index in the database holds.

The server is told of single items after each change, and compared as a whole now and then: what
changed without a word (entries of a new version of the analysis), what was lost or never arrived
is found by the fingerprints. Call these outside of transactions.
"""

from collections.abc import Iterable

from newsroom.models import SearchEntry

from .server import ENTRIES_AT_ONCE, Server

COMPARED_AT_ONCE = 1_000
# Seconds. Nobody waits for it, and a hundred entries take longer than a search.
TIMEOUT = 30


def copy(server: Server, items: Iterable[int]) -> None:
    """Bring the entries of some items over, and take away those that are no more."""
    wanted = list(items)
    for start in range(0, len(wanted), ENTRIES_AT_ONCE):
        some = wanted[start : start + ENTRIES_AT_ONCE]
        entries = list(SearchEntry.objects.filter(pk__in=some).defer("text"))
        server.write(entries)
        server.remove(set(some) - {entry.pk for entry in entries})
    if wanted:
        server.refresh()


def compare(server: Server) -> int:
    """Bring over and take away whatever differs; returns how many entries that were.

    A server that has nothing is filled, and searched by readers when that is done.
    """
    server.create()
    server.refresh()
    number, after = 0, 0
    while True:
        differing, end = _differing(server, after)
        copy(server, differing)
        number += len(differing)
        if end is None:
            break
        after = end
    server.open()
    return number


def _differing(server: Server, after: int) -> tuple[list[int], int | None]:
    """The next items whose entries differ, and up to which they were compared, None for all."""
    entries = SearchEntry.objects.filter(pk__gt=after).order_by("pk")
    ours = dict(entries.values_list("pk", "fingerprint")[:COMPARED_AT_ONCE])
    theirs = server.fingerprints(after, COMPARED_AT_ONCE)
    ends = [max(some) for some in (ours, theirs) if len(some) == COMPARED_AT_ONCE]
    end = min(ends, default=None)
    seen = (pk for pk in {**ours, **theirs} if end is None or pk <= end)
    return sorted(pk for pk in seen if ours.get(pk) != theirs.get(pk)), end
