"""What every test of the admin does: log in, take an action, look for barriers."""

import sqlite3
from contextlib import closing
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.conftest import Served
from tests.browser.test_accessibility import RULES

RUN = """
([rules, selector]) => axe.run(
  document.querySelector(selector), { runOnly: { type: "tag", values: rules } }
)
"""


def log_in(page: Page, name: str, password: str) -> None:
    page.goto("/admin/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def section_of(served: Served) -> int:
    """The id of a Polish section in which editors write."""
    query = """
        SELECT page.id FROM wagtailcore_page page
        JOIN newsroom_newsindexpage ON page_ptr_id = page.id
        JOIN wagtailcore_locale locale ON locale.id = page.locale_id
        WHERE language_code = 'pl' ORDER BY page.path
    """
    with closing(sqlite3.connect(served.data / "db.sqlite3")) as database:
        return int(database.execute(query).fetchone()[0])


def choose(page: Page, action: str) -> None:
    """Take an action from the menu beside the page's title."""
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name=action, exact=True).first.click()
    page.wait_for_url("**/admin/newsroom/**")


def languages(page: Page) -> Locator:
    """The strip that shows each language's state."""
    return page.get_by_role("region", name="Translations")


def violations(page: Page, axe: str, selector: str) -> list[str]:
    """What axe-core finds in one part of a page, in both colour schemes."""
    page.evaluate(axe)
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        result: Any = page.evaluate(RUN, [RULES, selector])
        assert result["passes"]
        found += [
            f"{page.url} ({scheme}) {violation['id']}: {node['html'][:200]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
    return found
