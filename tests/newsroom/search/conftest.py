from typing import Any

import pytest

from newsroom.models import NewsIndexPage
from tests.factories import make_section


@pytest.fixture
def section(homes: dict[str, Any]) -> NewsIndexPage:
    """Give a Polish section of news."""
    return make_section(homes["pl"])
