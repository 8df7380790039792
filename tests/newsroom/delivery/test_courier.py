"""Couriers: a thread for every endpoint, one sender for each, and nothing is lost when one dies."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail.models import Page

from newsroom.delivery import courier as couriers
from newsroom.delivery import leases
from newsroom.delivery.courier import Courier
from newsroom.delivery.webhooks import switch_on
from newsroom.models import DeliveryState, Lease, WebhookDelivery, WebhookEndpoint
from tests.factories import make_article, publish
from tests.newsroom.test_concurrency import together

from .receiver import Answer, Receiver

pytestmark = pytest.mark.django_db(transaction=True)

Work = Callable[[], None]
PATIENCE = 20  # seconds


@contextmanager
def a_courier() -> Iterator[Courier]:
    courier = Courier(uuid4(), threading.Event())
    try:
        yield courier
    finally:
        courier.stopping.set()
        courier.close()


def eventually(true: Callable[[], object]) -> bool:
    """Whether it comes true before patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.01)
    return False


def all_told() -> bool:
    return not WebhookDelivery.objects.exclude(state=DeliveryState.DELIVERED).exists()


def sequences(receiver: Receiver) -> list[int]:
    return [event["data"]["sequence"] for event in receiver.events]


@pytest.fixture
def articles(section: Page, endpoint: WebhookEndpoint) -> list[Page]:
    """Give three articles, of which nobody has been told."""
    return [make_article(section, f"Artykuł {number}") for number in range(3)]


def test_a_slow_endpoint_does_not_hold_up_another(
    articles: list[Page], endpoint: WebhookEndpoint, receiver: Receiver, trusted: None
) -> None:
    with Receiver() as slow, a_courier() as courier:
        slow.hold = True
        switch_on(other := WebhookEndpoint(site=endpoint.site, name="Wolny", url=slow.url))
        WebhookEndpoint.objects.filter(pk=other.pk).update(position=0)
        assert courier.round() == 2
        assert slow.arrived.acquire(timeout=PATIENCE)
        assert eventually(lambda: len(receiver.received) == 3)
        assert courier.round() == 0, "Each is served once at a time"
        assert len(slow.received) == 1
        slow.hold = False
        slow.release.set()
        assert eventually(all_told)
    assert sequences(slow) == sequences(receiver) == [1, 2, 3]


def test_two_couriers_tell_everything_once_and_in_order(
    section: Page, articles: list[Page], endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    for number in range(5):
        for article in articles:
            article.title = f"Wersja {number}"
            publish(article)

    def work() -> None:
        with closing(Courier(uuid4(), threading.Event())) as courier:
            courier.drain()

    assert together(work, work) == []
    assert all_told()
    assert len({message.id for message in receiver.received}) == 18
    told: dict[str, list[int]] = {}
    for event in receiver.events:
        told.setdefault(event["data"]["id"], []).append(event["data"]["sequence"])
    assert all(numbers == sorted(set(numbers)) for numbers in told.values())


def test_whoever_does_not_hold_the_lease_sends_nothing(
    articles: list[Page], endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    other = uuid4()
    assert leases.take(f"webhook:{endpoint.pk}", other)
    with a_courier() as courier:
        assert courier.round() == 0
        courier.drain()
        assert receiver.received == []
        # The other one was killed: nobody renews what it held.
        Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
        assert courier.round() == 1
        assert eventually(all_told)
    assert sequences(receiver) == [1, 2, 3]


def test_what_was_sent_and_not_written_down_is_sent_again_under_its_id(
    articles: list[Page], endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    with a_courier() as courier:
        courier.drain()
    WebhookDelivery.objects.filter(change=2).update(state=DeliveryState.DUE)
    with a_courier() as courier:
        courier.drain()
    assert sequences(receiver) == [1, 2, 3, 2]
    assert receiver.received[3].id == receiver.received[1].id


def test_a_stop_waits_for_the_call_that_has_begun_and_begins_no_other(
    articles: list[Page], endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    receiver.hold = True
    courier = Courier(uuid4(), threading.Event())
    courier.round()
    assert receiver.arrived.acquire(timeout=PATIENCE)
    courier.stopping.set()
    threading.Timer(0.2, receiver.release.set).start()
    courier.close()
    assert sequences(receiver) == [1]
    delivered = WebhookDelivery.objects.filter(state=DeliveryState.DELIVERED)
    assert list(delivered.values_list("change", flat=True)) == [1]
    assert not Lease.objects.exists()


def test_a_thread_for_each_endpoint_but_not_more_than_allowed(
    articles: list[Page], endpoint: WebhookEndpoint, receiver: Receiver, settings: Any
) -> None:
    settings.NEWSROOM_WEBHOOK_THREADS = 2
    for number in range(3):
        switch_on(WebhookEndpoint(site=endpoint.site, name=str(number), url=receiver.url))
    WebhookEndpoint.objects.update(position=0)
    receiver.hold = True
    with a_courier() as courier:
        assert courier.round() == 4
        for _ in range(2):
            assert receiver.arrived.acquire(timeout=PATIENCE)
        assert not receiver.arrived.acquire(timeout=0.3)
        receiver.release.set()
        assert eventually(all_told)
    assert len(receiver.received) == 12


def test_an_endpoint_with_much_to_be_told_gives_up_its_thread_now_and_then(
    articles: list[Page], endpoint: WebhookEndpoint, receiver: Receiver, monkeypatch: Any
) -> None:
    monkeypatch.setattr(couriers, "TURN", timedelta(0))
    with a_courier() as courier:
        for number in range(1, 4):
            assert eventually(lambda: courier.round() == 1)
            assert eventually(lambda: len(receiver.received) == number)  # noqa: B023
        assert eventually(all_told)
    assert sequences(receiver) == [1, 2, 3]


def test_an_endpoint_switched_off_in_the_middle_is_sent_nothing_more(
    articles: list[Page], endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    def answer(received: Any) -> Answer:
        WebhookEndpoint.objects.update(active=False)
        return Answer()

    receiver.answer = answer
    with a_courier() as courier:
        courier.drain()
    assert sequences(receiver) == [1]
