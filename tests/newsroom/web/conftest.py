from collections.abc import Callable
from typing import Any

from newsroom.models import ArticlePage
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
def article(homes: dict[str, Any], settle: Callable[[], None]) -> ArticlePage:
    """Give the only article of a section, a subject and a project, with an English translation."""
    home, tag = homes["pl"], make_tag("Zdrowie", en="Health")
    section, project = make_section(home), make_project(home, "Nowe drogi")
    make_gallery(home, "Dożynki", alts=["Wieniec"])
    page = make_article(section, tags=[tag], project=project)
    translate(section, "en", title="News")
    translate(page, "en", title="A new library")
    settle()
    return page
