"""Requests that wait for something to happen: each keeps a thread, so only a few may."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


class Seats:
    """Places for those who wait in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = 0

    @contextmanager
    def taken(self, number: int) -> Iterator[bool]:
        """Take one of so many places meanwhile; yields False if there is none left."""
        with self._lock:
            free = self._taken < number
            self._taken += free
        try:
            yield free
        finally:
            with self._lock:
                self._taken -= free


def rest(seconds: float) -> None:
    """Sleep, and let others have the connection if it is one of a pool."""
    is_lent = bool(connection.settings_dict["OPTIONS"].get("pool"))
    if is_lent and not connection.in_atomic_block:
        connection.close()
    time.sleep(seconds)
