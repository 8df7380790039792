"""The guide for those who receive webhooks: its program does what it says."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import WebhookVerificationError
from wagtail.models import Page

from newsroom.delivery.webhooks import send_test
from newsroom.models import WebhookEndpoint, uid_for
from tests.factories import make_article, publish

from .receiver import Receiver

GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "webhooks.md"

Work = Callable[[], None]


@pytest.fixture
def program() -> dict[str, Any]:
    """Give the names that the guide's Python defines."""
    [source] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(source, str(GUIDE), "exec"), names)
    return names


def test_the_program_has_what_is_public_whatever_comes_twice_or_late(
    program: dict[str, Any], endpoint: WebhookEndpoint, receiver: Receiver, section: Page,
    settle_only: Work, deliver: Work,
) -> None:  # fmt: skip
    stays, goes = make_article(section, "Zostaje"), make_article(section, "Znika")
    settle_only()
    deliver()
    stays.title = "Zostaje, zmieniony"
    publish(stays)
    goes.unpublish()
    settle_only()
    deliver()
    send_test(endpoint)
    for message in [*receiver.received, *receiver.received]:
        program["receive"](endpoint.secret, message.headers, message.body)
    [(uid, item)] = program["items"].items()
    assert uid == str(uid_for(stays.translation_key, "pl"))
    assert item["title"] == "Zostaje, zmieniony"


def test_the_program_refuses_what_others_send(
    program: dict[str, Any], endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    send_test(endpoint)
    [message] = receiver.received
    with pytest.raises(WebhookVerificationError):
        program["receive"](endpoint.secret, message.headers, message.body + b" ")
