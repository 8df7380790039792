from typing import Any

import pytest

from tests.factories import make_section
from tests.shared import shared

from .reading import FORMATS


@shared
def section(homes: dict[str, Any]) -> Any:
    """Give a Polish section of news."""
    return make_section(homes["pl"])


@pytest.fixture(params=FORMATS)
def extension(request: pytest.FixtureRequest) -> str:
    """Give each format in turn."""
    return str(request.param)
