"""What waits until the answer to a request has been sent.

An editor is not kept waiting for what readers will see. Outside of requests, in commands and in
the worker, nothing waits. What is lost with its process is found by the worker: it is marked.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections

logger = logging.getLogger(__name__)

Task = Callable[[], None]


class Answering(threading.local):
    """The request that a thread is answering, if any, and what is to be done after it."""

    def __init__(self) -> None:
        self.is_open = False
        self.tasks: dict[Task, None] = {}


_answering = Answering()


def begin(**kwargs: Any) -> None:
    """A request has come (``request_started``)."""
    _answering.is_open = True


def when_answered(task: Task) -> None:
    """Do this once when the answer has been sent; at once, if no request is being answered."""
    if _answering.is_open:
        _answering.tasks[task] = None
    else:
        task()


def end(**kwargs: Any) -> None:
    """The answer has been sent (``request_finished``): do what has waited for it."""
    _answering.is_open = False
    tasks, _answering.tasks = _answering.tasks, {}
    for task in tasks:
        try:
            task()
        except Exception:
            logger.exception("What waited for the answer failed; the worker will do it")
    if tasks:
        # Django has closed its connections, or given them back, before this.
        close_old_connections()
