import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from tests.factories import make_section, picture
from tests.shared import shared


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let the messages be in the language in which the tests quote them."""
    with translation.override("en"):
        yield


@shared
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"], title="Wiadomości", slug="wiadomosci")


@pytest.fixture
def bring_in(section: Any) -> Callable[..., dict[str, Any]]:
    """Give the command, run with ``--json``: ``bring_in(path, …)`` gives its report."""

    def run(*files: Path, locale: str = "pl", **options: Any) -> dict[str, Any]:
        out = StringIO()
        call_command("import_captures", *files, locale=locale, json=True, stdout=out, **options)
        return json.loads(out.getvalue())

    return run


@pytest.fixture
def photos(tmp_path: Path) -> Callable[..., Path]:
    """Give a maker of photo folders: ``photos("capture", 3)`` puts three pictures there."""

    def make(name: str, count: int) -> Path:
        folder = tmp_path / "photos" / name
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(count):
            (folder / f"{number:02}.jpg").write_bytes(picture().read())
        return tmp_path / "photos"

    return make
