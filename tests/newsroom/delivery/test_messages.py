"""What partners receive: by the Standard Webhooks specification, and never what is not public."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from standardwebhooks import WebhookVerificationError
from wagtail.models import Page, Site

from newsroom.delivery.events import fan_out
from newsroom.delivery.webhooks import rotate_secret, send_test, switch_on
from newsroom.models import WebhookEndpoint, WireChange, WireItem, uid_for
from tests.factories import make_article, make_section, make_site_tree, publish

from .receiver import Receiver

Work = Callable[[], None]


def test_a_publication_is_told_with_the_whole_item(
    endpoint: WebhookEndpoint,
    receiver: Receiver,
    section: Page,
    settle_only: Work,
    deliver: Work,
    client: Any,
) -> None:
    article = make_article(section, "Otwarto nową bibliotekę", alts=["Czytelnia"])
    settle_only()
    deliver()
    [message] = receiver.received
    event = message.verified(endpoint.secret)
    uid = str(uid_for(article.translation_key, "pl"))
    change = WireChange.objects.get()
    at = change.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert event["type"] == "item.put"
    assert event["timestamp"] == at
    item = event["data"].pop("item")
    assert event["data"] == {
        "sequence": 1,
        "action": "put",
        "id": uid,
        "translation_key": str(article.translation_key),
        "kind": "article",
        "locale": "pl",
        "at": at,
    }
    asked = client.get(f"/api/news/v1/articles/{uid}/").json()
    assert item == asked
    assert message.headers["content-type"] == "application/json"


def test_a_withdrawal_is_told_with_its_reason_and_without_a_word_of_the_text(
    endpoint: WebhookEndpoint, receiver: Receiver, section: Page, settle_only: Work, deliver: Work
) -> None:
    article = make_article(section, "Tajemnica")
    settle_only()
    deliver()
    article.unpublish()
    settle_only()
    deliver()
    event = receiver.received[-1].verified(endpoint.secret)
    assert event["type"] == "item.withdrawn"
    assert event["data"]["action"] == "withdrawn"
    assert event["data"]["reason"] == "unpublished"
    assert event["data"]["public_reason"] == ""
    assert "item" not in event["data"]
    assert b"Tajemnica" not in receiver.received[-1].body


def test_a_deletion_is_told(
    endpoint: WebhookEndpoint, receiver: Receiver, section: Page, settle_only: Work, deliver: Work
) -> None:
    article = make_article(section)
    settle_only()
    article.delete()
    settle_only()
    deliver()
    assert [event["type"] for event in receiver.events] == ["item.put", "item.deleted"]


def test_what_was_withdrawn_before_it_was_told_is_told_without_its_text(
    endpoint: WebhookEndpoint, receiver: Receiver, section: Page, settle_only: Work, deliver: Work
) -> None:
    article = make_article(section, "Tajemnica")
    settle_only()
    article.unpublish()
    settle_only()
    deliver()
    put, withdrawn = receiver.events
    assert put["data"]["item"] is None
    assert withdrawn["type"] == "item.withdrawn"
    assert not any(b"Tajemnica" in message.body for message in receiver.received)


def test_what_is_hidden_or_has_expired_is_not_told_either(
    endpoint: WebhookEndpoint, receiver: Receiver, section: Page, settle_only: Work, deliver: Work
) -> None:
    make_article(section, "Ukryty")
    make_article(section, "Przeterminowany", expire_at=timezone.now() + timedelta(hours=1))
    settle_only()
    WireItem.objects.filter(slug="ukryty").update(hidden=True)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        deliver()
    assert [event["data"]["item"] for event in receiver.events] == [None, None]


def test_a_site_is_told_nothing_of_another_but_what_has_left_it(
    endpoint: WebhookEndpoint, receiver: Receiver, section: Page, settle_only: Work, deliver: Work
) -> None:
    article = make_article(section, "Wędrowiec")
    endpoint.sections = [str(section.translation_key)]
    endpoint.save()
    settle_only()
    fan_out()
    elsewhere = make_section(make_site_tree("other.newsroom.test", "inny")["pl"])
    make_article(elsewhere, "Tutejszy")
    article.move(elsewhere, pos="last-child")
    settle_only()
    deliver()
    put, withdrawn = receiver.events
    assert put["data"]["item"] is None
    assert (withdrawn["type"], withdrawn["data"]["reason"]) == ("item.withdrawn", "other_site")
    assert Site.objects.count() == 2


def test_a_message_tells_the_item_as_it_is_when_it_is_sent(
    endpoint: WebhookEndpoint, receiver: Receiver, section: Page, settle_only: Work, deliver: Work
) -> None:
    article = make_article(section, "Stary tytuł")
    settle_only()
    article.title = "Nowy tytuł"
    publish(article)
    settle_only()
    deliver()
    assert [event["data"]["item"]["title"] for event in receiver.events] == ["Nowy tytuł"] * 2
    assert [event["data"]["sequence"] for event in receiver.events] == [1, 2]


def test_for_a_day_after_a_rotation_both_secrets_sign(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    old = endpoint.secret
    new = rotate_secret(endpoint)
    assert new != old
    endpoint.refresh_from_db()
    send_test(endpoint)
    first = receiver.received[-1]
    assert first.verified(old) == first.verified(new) == first.event
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
        send_test(endpoint)
        second = receiver.received[-1]
        assert second.verified(new) == second.event
        with pytest.raises(WebhookVerificationError):
            second.verified(old)


def test_a_message_changed_on_its_way_is_noticed(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    send_test(endpoint)
    message = receiver.received[0]
    message.headers["webhook-id"] = message.id.replace("-", "0", 1)
    with pytest.raises(WebhookVerificationError):
        message.verified(endpoint.secret)


def test_two_endpoints_know_a_change_by_the_same_id(
    endpoint: WebhookEndpoint, receiver: Receiver, section: Page, settle_only: Work, deliver: Work
) -> None:
    other = WebhookEndpoint(site=endpoint.site, name="Drugi portal", url=f"{receiver.url}/2")
    switch_on(other)
    make_article(section)
    make_article(section, "Inny")
    settle_only()
    deliver()
    first = [message.id for message in receiver.received if message.path == "/news"]
    second = [message.id for message in receiver.received if message.path == "/news/2"]
    assert first == second
    assert len(set(first)) == 2


def test_letters_of_all_languages_arrive(
    endpoint: WebhookEndpoint, receiver: Receiver, section: Page, settle_only: Work, deliver: Work
) -> None:
    make_article(section, "Żółć, їжак „i” \N{SLIGHTLY SMILING FACE}\u2028")
    settle_only()
    deliver()
    title = receiver.received[0].verified(endpoint.secret)["data"]["item"]["title"]
    assert title.startswith("Żółć, їжак „i” \N{SLIGHTLY SMILING FACE}")
