"""The background worker: it does what no request should wait for, in a handful of threads.

Several workers may run at once. What only one at a time may do, it does under a lease; everything
else is claimed piece by piece. A killed worker's leases and claims end by themselves.
"""

import logging
import os
import signal
import threading
import time
import uuid
from collections.abc import Callable
from types import FrameType

from django.db import DatabaseError, close_old_connections, connections

from . import leases
from .tasks import Line, Task, beat, lines

logger = logging.getLogger(__name__)

# Seconds
WATCH_EVERY = 0.2
# What failed is left alone for so long, or the log fills up while the database is away.
RETRY_AFTER = 5.0
# What is under way when a stop is asked for has so long to end.
PATIENCE = 12.0


class Worker:
    """Works until it is stopped; each task's failure is its own."""

    def __init__(self) -> None:
        self.holder = uuid.uuid4()
        self.stopping = threading.Event()
        self.lines = lines(self.holder, self.stopping)
        self._asked_to_stop = False
        self._crashed = False
        # When each task may be done next, on the clock that nobody sets.
        self._not_before: dict[str, float] = {}

    def run(self) -> int:
        """Work until SIGINT or SIGTERM; returns the status to exit with.

        The first signal lets what is under way come to its end, a second one does not.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        threads = [self._start("leases", self._renew_leases)]
        threads += [self._start(line.name, self._work, line) for line in self.lines]
        # Nothing else is done here: a signal must be heard whatever the database does.
        while not self._asked_to_stop and not self._crashed:
            time.sleep(WATCH_EVERY)
        self._stop(threads)
        return 1 if self._crashed else 0

    def run_once(self) -> None:
        """Do everything that is due now, until nothing is left."""
        try:
            # Every line in every round, however much the first ones do.
            while sum([self._round(line, once=True) for line in self.lines]):
                pass
            beat()
        finally:
            for line in self.lines:
                line.close()
            leases.give_back(self.holder)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        # Not the event: who is interrupted here may be holding its lock.
        self._asked_to_stop = True
        for again in (signal.SIGINT, signal.SIGTERM):
            signal.signal(again, signal.SIG_DFL)

    def _stop(self, threads: list[threading.Thread]) -> None:
        """Let the threads end, and leave without those that do not."""
        self.stopping.set()
        end = time.monotonic() + PATIENCE
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        late = [thread.name for thread in threads if thread.is_alive()]
        try:
            leases.give_back(self.holder)
        except DatabaseError:
            logger.warning("The leases could not be given back; they end by themselves")
        if late:
            logger.warning("Stopped in the middle of %s; it will be done again", ", ".join(late))
            logging.shutdown()
            # Python would wait for them, or fall over them.
            os._exit(1 if self._crashed else 0)

    def _start(self, name: str, work: Callable[..., None], *args: Line) -> threading.Thread:
        thread = threading.Thread(target=self._guard, args=(work, *args), name=name, daemon=True)
        thread.start()
        return thread

    def _guard(self, work: Callable[..., None], *args: Line) -> None:
        """Half a worker helps nobody: if one thread falls, the process ends and is started anew."""
        try:
            work(*args)
        except BaseException:
            logger.critical("The worker's thread has failed", exc_info=True)
            self._crashed = True
        finally:
            connections.close_all()

    def _renew_leases(self) -> None:
        """Keep its connection, so that a pool that is used up by the others loses no lease."""
        while not self.stopping.wait(leases.RENEW_EVERY.total_seconds()):
            try:
                leases.renew(self.holder)
            except Exception:
                logger.exception("The leases could not be renewed")
                connections.close_all()

    def _work(self, line: Line) -> None:
        while not self.stopping.is_set():
            close_old_connections()
            done = self._round(line)
            # Back to the pool, if there is one.
            close_old_connections()
            if not done:
                self.stopping.wait(line.pause)
        line.close()

    def _round(self, line: Line, *, once: bool = False) -> int:
        """Do each task of a line that is due; returns how many found something to do."""
        found = 0
        for task in line.tasks:
            if self.stopping.is_set():
                break
            if not (once and task.every):
                found += self._do(task, once=once)
        return found

    def _do(self, task: Task, *, once: bool) -> bool:
        began = time.monotonic()
        if began < self._not_before.get(task.name, began):
            return False
        self._not_before[task.name] = began + task.every.total_seconds()
        try:
            if task.alone and not leases.take(task.name, self.holder):
                return False
            return bool(task.once() if once and task.once else task.do())
        except Exception:
            logger.exception("The worker could not %s", task.name)
            self._not_before[task.name] = began + RETRY_AFTER
            return False
