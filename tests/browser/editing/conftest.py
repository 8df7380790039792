"""What editors do changes the site: theirs is not the one that the other tests read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Served, copy_of


@pytest.fixture(scope="session")
def served(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with copy_of(demo, tmp_path_factory.mktemp("edited") / "site") as site:
        yield site
