"""Leases: one holder at a time, and whoever is killed holds nothing for long."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.delivery import leases
from newsroom.models import Lease
from tests.newsroom.test_concurrency import together

MINE, OTHERS = uuid4(), uuid4()
NAME = "something"


@pytest.fixture
def clock(db: None) -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
        yield clock


def test_what_one_holds_another_does_not_get(clock: Any) -> None:
    assert leases.take(NAME, MINE)
    assert leases.take(NAME, MINE)
    assert not leases.take(NAME, OTHERS)
    assert leases.take("something else", OTHERS)


def test_what_was_given_back_is_free_at_once(clock: Any) -> None:
    leases.take(NAME, MINE)
    leases.take("something else", MINE)
    leases.give_back(MINE, NAME)
    assert leases.take(NAME, OTHERS)
    assert not leases.take("something else", OTHERS)
    leases.give_back(MINE)
    assert leases.take("something else", OTHERS)


def test_only_who_holds_something_gives_it_back(clock: Any) -> None:
    leases.take(NAME, MINE)
    leases.give_back(OTHERS)
    leases.give_back(OTHERS, NAME)
    assert not leases.take(NAME, OTHERS)


def test_what_is_not_renewed_returns_to_the_others(clock: Any) -> None:
    leases.take(NAME, MINE)
    clock.shift(leases.LASTS - timedelta(seconds=1))
    assert not leases.take(NAME, OTHERS)
    clock.shift(timedelta(seconds=1))
    assert leases.take(NAME, OTHERS)
    assert not leases.take(NAME, MINE)


def test_what_is_renewed_stays(clock: Any) -> None:
    leases.take(NAME, MINE)
    for _ in range(10):
        clock.shift(leases.RENEW_EVERY * 2)
        leases.renew(MINE)
        assert not leases.take(NAME, OTHERS)


def test_what_is_lost_is_not_renewed(clock: Any) -> None:
    leases.take(NAME, MINE)
    clock.shift(leases.LASTS)
    leases.renew(MINE)
    assert leases.take(NAME, OTHERS)


def test_taking_again_what_is_held_renews_it_in_time(clock: Any) -> None:
    leases.take(NAME, MINE)
    for _ in range(10):
        clock.shift(leases.LASTS - timedelta(seconds=1))
        assert leases.take(NAME, MINE)
    assert not leases.take(NAME, OTHERS)


def test_asking_for_what_is_held_writes_nothing(clock: Any) -> None:
    leases.take(NAME, MINE)
    with CaptureQueriesContext(connection) as queries:
        assert leases.take(NAME, MINE)
        assert not leases.take(NAME, OTHERS)
    assert [query["sql"].split()[0] for query in queries] == ["SELECT", "SELECT"]


def test_what_is_held_meanwhile_is_given_back_whatever_happens(clock: Any) -> None:
    with pytest.raises(ZeroDivisionError), leases.held(NAME, MINE) as is_mine:
        assert is_mine
        with leases.held(NAME, OTHERS) as is_theirs:
            assert not is_theirs
        assert not leases.take(NAME, OTHERS)
        raise ZeroDivisionError
    assert leases.take(NAME, OTHERS)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_one_gets_it() -> None:
    got = []

    def ask() -> None:
        if leases.take(NAME, uuid4()):
            got.append(True)

    assert together(*[ask] * 8) == []
    assert got == [True]
    assert Lease.objects.count() == 1
