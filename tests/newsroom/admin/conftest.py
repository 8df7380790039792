from collections.abc import Iterator
from typing import Any

import pytest

from tests.newsroom.delivery.receiver import Receiver


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """Give a partner's server on this machine, which stands for the public internet."""
    settings.NEWSROOM_PRIVATE_TARGETS = ["127.0.0.0/8"]
    settings.NEWSROOM_INSECURE_TARGETS = True
    with Receiver() as receiver:
        yield receiver
