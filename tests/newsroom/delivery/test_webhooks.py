"""Which changes a webhook is told of, and what becomes of deliveries: retried, given up, resent."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from newsroom.delivery.attempts import RETRY_AFTER
from newsroom.delivery.webhooks import (
    prune_deliveries,
    resend,
    resend_since,
    send_test,
    switch_off,
    switch_on,
)
from newsroom.models import DeliveryState, WebhookDelivery, WebhookEndpoint, WireItem
from tests.factories import make_article, make_gallery, make_section, publish, translate

from .receiver import Answer, Received, Receiver

Work = Callable[[], None]
MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAILURE = Answer(500, body=b"out of order")


@pytest.fixture
def clock() -> Iterator[Any]:
    """Give the time, which stands still until it is shifted."""
    with time_machine.travel(MOMENT, tick=False) as clock:
        yield clock


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    """Give a Polish section of news."""
    return make_section(homes["pl"])


def titles(receiver: Receiver) -> list[str]:
    return [event["data"]["item"]["title"] for event in receiver.events]


def delivery_of(page: Page) -> WebhookDelivery:
    return WebhookDelivery.objects.get(change__item__page_id=page.pk)


def test_a_new_webhook_is_told_of_what_happens_from_then_on(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    make_article(section, "Dawny")
    settle_only()
    switch_on(endpoint)
    make_article(section, "Nowy")
    settle_only()
    deliver()
    assert titles(receiver) == ["Nowy"]


def test_a_webhook_is_told_of_the_kinds_it_wants(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    endpoint.kinds = ["gallery"]
    endpoint.save()
    make_article(section, "Artykuł")
    make_gallery(section, "Galeria", ["Most"])
    settle_only()
    deliver()
    assert titles(receiver) == ["Galeria"]


def test_a_webhook_is_told_of_the_languages_it_wants(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    article = make_article(section, "Biblioteka")
    translate(article, "en", title="Library")
    endpoint.languages = ["en"]
    endpoint.save()
    settle_only()
    deliver()
    assert {event["data"]["locale"] for event in receiver.events} == {"en"}
    assert "Library" in titles(receiver)


def test_a_section_is_told_of_what_is_in_it_comes_to_it_and_leaves_it(
    section: Page, homes: Any, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver,
    deliver: Work,
) -> None:  # fmt: skip
    culture = make_section(homes["pl"], "Kultura")
    sport = make_section(homes["pl"], "Sport")
    endpoint.sections = [str(culture.translation_key)]
    endpoint.save()
    article = make_article(section, "Wystawa")
    steps = []
    for place in (None, culture, sport, section):
        if place is not None:
            move(article, place)
        settle_only()
        deliver()
        steps.append(len(receiver.received))
    assert steps == [0, 1, 2, 2]
    assert [event["data"]["item"]["section"]["title"] for event in receiver.events] == [
        "Kultura",
        "Sport",
    ]


def move(page: Page, place: Page) -> None:
    fresh = Page.objects.in_bulk([page.pk, place.pk])
    fresh[page.pk].move(fresh[place.pk], pos="last-child")


def test_a_withdrawal_is_told_to_the_section_in_which_the_item_stood(
    section: Page, homes: Any, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver,
    deliver: Work,
) -> None:  # fmt: skip
    culture = make_section(homes["pl"], "Kultura")
    endpoint.sections = [str(culture.translation_key)]
    endpoint.save()
    here, elsewhere = make_article(culture, "Tu"), make_article(section, "Gdzie indziej")
    settle_only()
    here.unpublish()
    elsewhere.unpublish()
    settle_only()
    deliver()
    assert [event["type"] for event in receiver.events] == ["item.put", "item.withdrawn"]


def test_what_is_in_no_section_is_told_to_who_names_none(
    homes: Any, section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver,
    deliver: Work,
) -> None:  # fmt: skip
    picky = WebhookEndpoint(site=endpoint.site, name="Dział", url=f"{receiver.url}/section")
    picky.sections = [str(section.translation_key)]
    switch_on(picky)
    make_gallery(homes["pl"], "Galeria", ["Most"])
    settle_only()
    deliver()
    assert [message.path for message in receiver.received] == ["/news"]


def test_a_failed_delivery_is_tried_again_later_and_later_and_then_given_up(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work,
    clock: Any,
) -> None:  # fmt: skip
    receiver.answer = lambda received: FAILURE
    article = make_article(section)
    settle_only()
    waits: list[float] = []
    for _ in RETRY_AFTER:
        # Only the delivery's own times are looked at here, not the pauses of its endpoint.
        WebhookEndpoint.objects.update(paused_until=None)
        deliver()
        delivery = delivery_of(article)
        waits.append((delivery.not_before - timezone.now()) / RETRY_AFTER[len(waits)])
        clock.move_to(delivery.not_before - timedelta(seconds=1))
        sent = len(receiver.received)
        deliver()
        assert len(receiver.received) == sent
        clock.shift(timedelta(seconds=1))
    assert all(0.8 <= wait <= 1.2 for wait in waits)
    assert len(set(waits)) > 1
    WebhookEndpoint.objects.update(paused_until=None)
    deliver()
    clock.shift(timedelta(days=3))
    deliver()
    assert len(receiver.received) == 10
    assert len({message.id for message in receiver.received}) == 1
    delivery = delivery_of(article)
    assert (delivery.state, delivery.attempts) == (DeliveryState.DEAD, 10)
    assert (delivery.status, delivery.answer) == (500, "out of order")
    endpoint.refresh_from_db()
    assert (endpoint.dead, endpoint.failed, endpoint.succeeded) == (1, 10, 0)


def test_changes_of_an_item_wait_for_the_one_that_failed_and_others_do_not(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work,
    clock: Any,
) -> None:  # fmt: skip
    receiver.answer = lambda received: FAILURE if is_of(first, received) else Answer()
    first, second = make_article(section, "Pierwszy"), make_article(section, "Drugi")
    settle_only()
    for page in (first, second):
        page.title += ", zmieniony"
        publish(page)
    settle_only()
    deliver()
    assert [event["data"]["sequence"] for event in receiver.events] == [1, 2, 4]
    receiver.answer = lambda received: Answer()
    clock.shift(timedelta(seconds=7))
    deliver()
    assert [event["data"]["sequence"] for event in receiver.events] == [1, 2, 4, 1, 3]


def is_of(page: Page, received: Received) -> bool:
    return received.data["translation_key"] == str(page.translation_key)


def test_a_success_is_recorded(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    receiver.answer = lambda received: Answer(202, body=b"\0thanks" * 1000)
    article = make_article(section)
    settle_only()
    deliver()
    delivery = delivery_of(article)
    assert (delivery.state, delivery.status) == (DeliveryState.DELIVERED, 202)
    assert delivery.attempts == 1
    assert delivery.answer.startswith("\ufffdthanks")
    assert len(delivery.answer) == 1000
    assert delivery.error == ""
    assert delivery.seconds is not None and delivery.seconds >= 0
    endpoint.refresh_from_db()
    assert (endpoint.succeeded, endpoint.failed) == (1, 0)


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500, 503])
def test_any_other_answer_is_a_failure(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work,
    status: int,
) -> None:  # fmt: skip
    receiver.answer = lambda received: Answer(status, {"Location": f"{receiver.url}/elsewhere"})
    article = make_article(section)
    settle_only()
    deliver()
    assert len(receiver.received) == 1
    delivery = delivery_of(article)
    assert (delivery.state, delivery.status) == (DeliveryState.DUE, status)


def test_who_must_not_be_called_fails_with_the_reason(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work,
    settings: Any,
) -> None:  # fmt: skip
    settings.NEWSROOM_PRIVATE_TARGETS = []
    endpoint.url = "http://127.0.0.1:8080/"
    endpoint.save()
    article = make_article(section)
    settle_only()
    deliver()
    delivery = delivery_of(article)
    assert (delivery.state, delivery.status) == (DeliveryState.DUE, None)
    assert "127.0.0.1" in delivery.error
    assert receiver.received == []


def test_who_cannot_be_reached_fails_with_the_reason(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, deliver: Work
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        endpoint.url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        endpoint.save()
    article = make_article(section)
    settle_only()
    deliver()
    delivery = delivery_of(article)
    assert (delivery.state, delivery.status, delivery.attempts) == (DeliveryState.DUE, None, 1)
    assert delivery.error != ""


def test_a_receiver_that_is_gone_is_told_nothing_any_more(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    receiver.answer = lambda received: Answer(410)
    make_article(section, "Pierwszy")
    make_article(section, "Drugi")
    settle_only()
    deliver()
    assert len(receiver.received) == 1
    endpoint.refresh_from_db()
    assert not endpoint.active
    assert endpoint.switched_off is not None
    assert "410" in endpoint.switched_off_because
    assert endpoint.deliveries.filter(state=DeliveryState.DUE).count() == 2


def test_what_waited_is_told_when_the_webhook_is_switched_on_again(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    receiver.answer = lambda received: Answer(410)
    make_article(section, "Przed")
    settle_only()
    deliver()
    make_article(section, "W trakcie")
    settle_only()
    deliver()
    receiver.answer = lambda received: Answer()
    endpoint.refresh_from_db()
    switch_on(endpoint)
    make_article(section, "Po")
    settle_only()
    deliver()
    assert titles(receiver) == ["Przed", "Przed", "Po"]
    endpoint.refresh_from_db()
    assert endpoint.switched_off is None
    assert endpoint.switched_off_because == ""


def test_nothing_is_written_or_sent_for_a_webhook_that_is_switched_off(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    make_article(section, "Zaczeka")
    settle_only()
    deliver()
    switch_off(endpoint)
    make_article(section, "Przepadnie")
    settle_only()
    deliver()
    assert titles(receiver) == ["Zaczeka"]
    assert WebhookDelivery.objects.count() == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_receiver_that_asks_for_time_gets_it_and_at_most_a_day(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work,
    clock: Any, status: int,
) -> None:  # fmt: skip
    receiver.answer = lambda received: Answer(status, {"Retry-After": "600"})
    make_article(section, "Pierwszy")
    make_article(section, "Drugi")
    settle_only()
    deliver()
    assert len(receiver.received) == 1
    clock.shift(timedelta(seconds=599))
    deliver()
    assert len(receiver.received) == 1
    receiver.answer = lambda received: Answer(status, {"Retry-After": "9999999"})
    clock.shift(timedelta(seconds=2))
    deliver()
    assert len(receiver.received) == 2
    receiver.answer = lambda received: Answer()
    clock.shift(timedelta(days=1))
    deliver()
    assert len(receiver.received) == 4


def test_after_five_failures_in_a_row_an_endpoint_is_left_alone_longer_and_longer(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work,
    clock: Any,
) -> None:  # fmt: skip
    receiver.answer = lambda received: FAILURE
    for number in range(8):
        make_article(section, f"Artykuł {number}")
    settle_only()
    deliver()
    assert len(receiver.received) == 5
    for pause in (
        timedelta(minutes=2),
        timedelta(minutes=10),
        timedelta(hours=1),
        timedelta(hours=1),
    ):
        sent = len(receiver.received)
        clock.shift(pause - timedelta(seconds=1))
        deliver()
        assert len(receiver.received) == sent
        clock.shift(timedelta(seconds=1))
        deliver()
        assert len(receiver.received) == sent + 1, "One message tries whether it is back"
    assert receiver.received[5].data["sequence"] == 1, "The one that has waited longest"
    receiver.answer = lambda received: Answer()
    clock.shift(timedelta(hours=1))
    sent = len(receiver.received)
    deliver()
    assert len(receiver.received) > sent + 1
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.paused_until) == (0, None)


def test_a_success_in_between_begins_the_count_anew(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    for number in range(9):
        make_article(section, f"Artykuł {number}")
    receiver.answer = lambda received: Answer() if received.data["sequence"] == 5 else FAILURE
    settle_only()
    deliver()
    assert len(receiver.received) == 9
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.paused_until) == (4, None)


def test_what_a_dead_endpoint_was_never_sent_is_given_up_as_what_it_was(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work,
    clock: Any,
) -> None:  # fmt: skip
    receiver.answer = lambda received: FAILURE
    for number in range(7):
        make_article(section, f"Artykuł {number}")
    settle_only()
    deliver()
    for _ in range(4):
        clock.shift(timedelta(hours=12))
        deliver()
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {DeliveryState.DEAD}
    never = WebhookDelivery.objects.filter(attempts=0)
    assert never and all(delivery.error for delivery in never)
    endpoint.refresh_from_db()
    assert endpoint.dead == 7


def test_a_delivery_is_sent_again_under_its_id_with_what_is_true_now(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    article = make_article(section, "Tajemnica")
    settle_only()
    deliver()
    article.unpublish()
    settle_only()
    deliver()
    resend(WebhookDelivery.objects.get(change=1))
    deliver()
    first, _, again = receiver.received
    assert again.id == first.id
    assert first.data["item"]["title"] == "Tajemnica"
    assert again.data["item"] is None


def test_all_since_a_moment_is_sent_again_also_what_was_never_sent(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work,
    clock: Any,
) -> None:  # fmt: skip
    make_article(section, "Za dawny")
    settle_only()
    deliver()
    clock.shift(timedelta(hours=1))
    since = timezone.now()
    make_article(section, "Wysłany")
    settle_only()
    deliver()
    switch_off(endpoint)
    clock.shift(timedelta(hours=1))
    make_article(section, "Niewysłany")
    settle_only()
    switch_on(endpoint)
    deliver()
    assert titles(receiver) == ["Za dawny", "Wysłany"]
    assert resend_since(endpoint, since) == 2
    deliver()
    assert titles(receiver)[2:] == ["Wysłany", "Niewysłany"]
    assert receiver.received[2].id == receiver.received[1].id


def test_only_what_an_endpoint_wants_is_sent_again(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    since = timezone.now() - timedelta(minutes=1)
    make_article(section)
    settle_only()
    deliver()
    endpoint.kinds = ["gallery"]
    endpoint.save()
    assert resend_since(endpoint, since) == 0


def test_a_test_event_is_sent_at_once_and_recorded(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    receiver.answer = lambda received: Answer(200, body=b"pong")
    delivery = send_test(endpoint)
    assert receiver.received[0].verified(endpoint.secret)["type"] == "test"
    delivery.refresh_from_db()
    assert str(delivery.event) == receiver.received[0].id
    assert (delivery.state, delivery.status, delivery.answer) == ("delivered", 200, "pong")


def test_a_test_event_that_fails_is_not_tried_again(
    endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    receiver.answer = lambda received: FAILURE
    delivery = send_test(endpoint)
    deliver()
    assert len(receiver.received) == 1
    assert (delivery.state, delivery.status) == ("dead", 500)
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.dead, endpoint.failed) == (0, 0, 1)


def test_a_test_event_that_arrives_ends_a_pause(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    WebhookEndpoint.objects.update(failures=7, paused_until=timezone.now() + timedelta(hours=1))
    send_test(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.paused_until) == (0, None)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_within_a_transaction(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="transaction"):
        send_test(endpoint)
    assert receiver.received == []


@pytest.mark.django_db(transaction=True)
def test_publishing_does_the_same_with_a_webhook_as_without(
    section: Page, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    make_article(section, "Na rozgrzewkę")

    def statements(title: str) -> list[str]:
        article = make_article(section, title, live=False)
        with CaptureQueriesContext(connection) as queries:
            publish(article)
        return [query["sql"].split(" ", 1)[0] for query in queries]

    told = statements("Z powiadomieniem")
    WebhookEndpoint.objects.all().delete()
    assert statements("Bez powiadomienia") == told
    assert receiver.received == []
    assert WireItem.objects.count() == 3
    assert not WebhookDelivery.objects.exists()


def test_old_deliveries_are_forgotten_unless_they_wait(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    for number in range(3):
        make_article(section, f"Artykuł {number}")
    settle_only()
    deliver()
    ids = list(WebhookDelivery.objects.order_by("change").values_list("pk", flat=True))
    old = timezone.now() - timedelta(days=31)
    WebhookDelivery.objects.filter(pk__in=ids[:2]).update(created=old)
    WebhookDelivery.objects.filter(pk=ids[1]).update(state=DeliveryState.DUE)
    prune_deliveries()
    assert list(WebhookDelivery.objects.order_by("change").values_list("pk", flat=True)) == ids[1:]


def test_one_endpoint_that_cannot_be_read_does_not_hold_up_another(
    section: Page, settle_only: Work, endpoint: WebhookEndpoint, receiver: Receiver, deliver: Work
) -> None:
    broken = WebhookEndpoint(site=endpoint.site, name="Zepsuty", url=receiver.url)
    switch_on(broken)
    WebhookEndpoint.objects.filter(pk=broken.pk).update(sections=["no key of a section"])
    make_article(section)
    settle_only()
    deliver()
    assert len(receiver.received) == 1


def test_a_worker_tells_webhooks_of_what_it_has_settled(
    section: Page, endpoint: WebhookEndpoint, receiver: Receiver, settle: Callable[[], object]
) -> None:
    make_article(section, "Od razu")
    settle()
    assert titles(receiver) == ["Od razu"]
