from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from newsroom.models import NewsIndexPage
from tests.editor import Commit
from tests.factories import make_section
from tests.shared import shared


@shared
def section(homes: dict[str, Any]) -> NewsIndexPage:
    """Give a Polish section of news."""
    return make_section(homes["pl"])


@pytest.fixture
def settle(django_capture_on_commit_callbacks: Commit) -> Callable[[], None]:
    """Give the worker's work, with what happens after its commits: files are deleted then."""

    def work() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            call_command("run_worker", "--once")

    return work
