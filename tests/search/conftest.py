from typing import Any

import pytest

from tests.factories import make_section


@pytest.fixture
def section(homes: dict[str, Any], settings: Any) -> Any:
    """Give a Polish section of news; pages of results have three items."""
    settings.NEWSROOM_PAGE_SIZE = 3
    return make_section(homes["pl"])
