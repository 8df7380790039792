"""The worker's threads: one slow or broken thing holds up no other, and a stop is kept."""

import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from newsroom.delivery import leases
from newsroom.delivery.tasks import Line, Task
from newsroom.delivery.worker import Worker
from newsroom.models import Lease, WireBeat

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60  # seconds


Stop = Callable[[], None]


@pytest.fixture(autouse=True)
def stop() -> Iterator[Stop]:
    """Give a way to ask the worker to stop, once; pytest gets its handlers back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    asked = threading.Event()

    def ask() -> None:
        # A second signal would end pytest.
        if not asked.is_set():
            asked.set()
            os.kill(os.getpid(), signal.SIGTERM)

    yield ask
    for number, handler in before.items():
        signal.signal(number, handler)


def working(*lines: Line) -> Worker:
    worker = Worker()
    worker.lines = list(lines)
    return worker


def line(name: str, *works: Callable[[], object], **options: Callable[[], object]) -> Line:
    tasks = [Task(f"{name} {number}", work) for number, work in enumerate(works)]
    return Line(name, tasks, pause=0.01, **options)


def test_a_slow_line_holds_up_no_other(stop: Stop) -> None:
    began, may_end = threading.Event(), threading.Event()

    def be_slow() -> None:
        began.set()
        assert may_end.wait(PATIENCE)

    def be_quick() -> None:
        assert began.wait(PATIENCE)
        may_end.set()
        stop()

    assert working(line("slow", be_slow), line("quick", be_quick)).run() == 0
    assert may_end.is_set()


def test_what_is_under_way_is_ended_before_the_worker_stops(stop: Stop) -> None:
    done: list[str] = []

    def work() -> None:
        stop()
        # Until the stop has been heard.
        assert worker.stopping.wait(PATIENCE)
        done.append("this one")

    worker = working(
        line(
            "works", work, lambda: done.append("the next one"), close=lambda: done.append("closed")
        )
    )
    assert worker.run() == 0
    assert done == ["this one", "closed"]


def test_leases_are_given_back_at_the_end(stop: Stop) -> None:
    held: list[str] = []

    def look() -> None:
        held.extend(Lease.objects.values_list("name", flat=True))
        stop()

    assert working(line("looks", look)).run() == 0
    assert set(held) == {"looks 0"}
    assert not Lease.objects.exists()


def test_a_thread_that_falls_ends_the_worker_with_an_error() -> None:
    def fall() -> None:
        raise SystemExit

    ended: list[str] = []
    others = line("others", lambda: None, close=lambda: ended.append("others"))
    assert working(line("falls", fall), others).run() == 1
    assert ended == ["others"]


def test_a_task_that_fails_stops_no_other_and_is_left_alone_for_a_while(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tries: list[str] = []
    rounds: list[int] = []

    def fail() -> None:
        tries.append("again")
        raise ValueError("not today")

    def count() -> bool:
        rounds.append(1)
        return len(rounds) < 3

    working(line("one", fail, count)).run_once()
    assert (len(tries), len(rounds)) == (1, 3)
    assert "not today" in caplog.text


def test_what_somebody_else_holds_is_left_to_them() -> None:
    done: list[str] = []
    other, worker = working(), working(line("works", lambda: done.append("once")))
    held = leases.take("works 0", other.holder)
    assert held
    worker.run_once()
    assert done == []
    leases.give_back(other.holder)
    worker.run_once()
    assert done == ["once"]


def test_once_leaves_a_beat_and_no_lease() -> None:
    Worker().run_once()
    assert WireBeat.objects.filter(name="worker").exists()
    assert not Lease.objects.exists()
