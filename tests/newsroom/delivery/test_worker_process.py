"""The worker as a process: signals, a hanging task, a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from newsroom.models import Lease, WireBeat

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PATIENCE = 120  # seconds
# The same settings, the database of the tests.
BEGIN = """
import sys
sys.path[:0] = [".", "site"]
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from django.core.management import call_command
from newsroom.delivery import tasks, worker
"""
WORK = 'call_command("run_worker")'
HANG = """
import threading
def hang():
    print("hangs", flush=True)
    threading.Event().wait()
worker.lines = lambda holder, stopping: [
    tasks.Line("hangs", [tasks.Task("hang", hang, alone=False)], pause=1)
]
worker.PATIENCE = 0.5 if "soon" in sys.argv else 600
call_command("run_worker")
"""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Give a way to start programs, which are killed at the end."""
    started: list[subprocess.Popen[str]] = []

    def begin(program: str, *arguments: str) -> "subprocess.Popen[str]":
        database = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-W", "error", "-c", BEGIN + program, database, *arguments]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def until(true: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it has not come true"
        time.sleep(0.1)


def holders() -> set[Any]:
    return set(Lease.objects.values_list("holder", flat=True))


def test_a_killed_workers_work_goes_to_another_which_stops_when_it_is_asked_to(
    start: Start,
) -> None:
    first = start(WORK)
    until(lambda: len(holders()) == 1 and WireBeat.objects.exists())
    (killed,) = holders()
    second = start(WORK)
    first.kill()
    assert first.wait(PATIENCE) == -signal.SIGKILL
    assert holders() == {killed}
    # Nobody renews them any more.
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    until(lambda: killed not in holders())
    second.terminate()
    assert second.wait(PATIENCE) == 0
    assert holders() == set()


def hanging(start: Start, *arguments: str) -> "subprocess.Popen[str]":
    process = start(HANG, *arguments)
    assert process.stdout is not None
    assert process.stdout.readline() == "hangs\n"
    return process


def test_what_hangs_does_not_keep_the_worker_from_stopping(start: Start) -> None:
    process = hanging(start, "soon")
    process.terminate()
    assert process.wait(PATIENCE) == 0


def test_a_second_signal_ends_it_at_once(start: Start) -> None:
    process = hanging(start)
    os.kill(process.pid, signal.SIGINT)
    time.sleep(1)  # two signals at the same moment may be one
    assert process.poll() is None
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(PATIENCE) == -signal.SIGINT
