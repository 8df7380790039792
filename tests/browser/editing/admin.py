"""What every test of the admin does: log in, take an action, see what readers get."""

import sqlite3
import urllib.error
import urllib.request
from contextlib import closing

from playwright.sync_api import Locator, Page

from tests.browser.conftest import Served


def hire(served: Served, name: str) -> None:
    """Make somebody who may do everything, and whose password is the name."""
    call = (
        "from django.contrib.auth import get_user_model; "
        f'get_user_model().objects.create_superuser("{name}", "{name}@example.org", "{name}")'
    )
    served.manage("shell", "--no-imports", "--command", call)


def furnish(served: Served, module: str) -> None:
    """Let a module of this package add what its tests work on."""
    call = f"from tests.browser.editing.{module} import add; add()"
    served.manage("shell", "--no-imports", "--command", call)
    served.manage("run_worker", "--once")


def answer(url: str) -> tuple[int, str]:
    """The status and the text that anybody gets."""
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


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
