"""What the API's tests share: a small newsroom, published and settled."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from newsroom.models import uid_for
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    make_tag,
    translate,
)
from tests.shared import shared


@shared
def newsroom(homes: dict[str, Any], settle: Callable[[], None]) -> SimpleNamespace:
    """Give a section with two articles (one translated), a gallery and a project."""
    section = make_section(homes["pl"])
    culture = make_tag("Kultura", en="Culture")
    roads = make_tag("Drogi")
    project = make_project(homes["pl"])
    library = make_article(
        section, alts=["Nowa czytelnia"], tags=[culture, roads], project=project, lead="Wstęp."
    )
    bridge = make_article(
        section,
        "Most otwarty",
        tags=[roads],
        body=[("heading", "Przebieg"), ("rich_text", "<p>Od rana <b>jeździmy</b>.</p>")],
    )
    gallery = make_gallery(section, alts=["Orkiestra na rynku", "Tancerze"])
    translated = translate(library, "en", title="A new library")
    settle()
    return SimpleNamespace(
        homes=homes,
        section=section,
        project=project,
        library=library,
        translated=translated,
        bridge=bridge,
        gallery=gallery,
        culture=culture,
        roads=roads,
    )


@pytest.fixture
def later(newsroom: SimpleNamespace) -> Iterator[Any]:
    """Let a while pass since everything was published: answers have a date from then on."""
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def uid() -> Callable[[Any], str]:
    """Give the public id of a page: ``uid(page)``."""
    return lambda page: str(uid_for(page.translation_key, page.locale.language_code))
