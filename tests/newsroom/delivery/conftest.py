import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from wagtail.models import Site

from newsroom.delivery.courier import Courier
from newsroom.delivery.webhooks import switch_on
from newsroom.models import NewsIndexPage, WebhookEndpoint
from newsroom.wire.settle import settle as settle_marks
from tests.factories import make_section
from tests.shared import shared

from .receiver import Receiver


@shared
def section(homes: dict[str, Any]) -> NewsIndexPage:
    """Give a Polish section of news."""
    return make_section(homes["pl"])


@pytest.fixture
def trusted(settings: Any) -> None:
    """Let this machine stand for the public internet, without certificates."""
    settings.NEWSROOM_PRIVATE_TARGETS = ["127.0.0.0/8"]
    settings.NEWSROOM_INSECURE_TARGETS = True


@pytest.fixture
def receiver(trusted: None) -> Iterator[Receiver]:
    """Give a partner's server."""
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def endpoint(section: NewsIndexPage, receiver: Receiver) -> WebhookEndpoint:
    """Give a webhook of that server, which wants to know of everything from now on."""
    endpoint = WebhookEndpoint(site=Site.objects.get(), name="Portal", url=receiver.url)
    switch_on(endpoint)
    return endpoint


@pytest.fixture
def settle_only() -> Callable[[], None]:
    """Give the worker's work on the wire, without deliveries."""

    def work() -> None:
        settle_marks()

    return work


@pytest.fixture
def deliver() -> Callable[[], None]:
    """Give a courier's work: all that is due is sent."""

    def work() -> None:
        courier = Courier(uuid4(), threading.Event())
        courier.drain()
        courier.close()

    return work
