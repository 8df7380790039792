"""Two languages are published, planned and unpublished together, with keyboard alone."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import violations
from tests.browser.conftest import Served

from .admin import furnish, languages, log_in
from .translators_desk import EDITOR, LIVE, NOT_READY, PASSWORD, READY

pytestmark = [pytest.mark.browser, pytest.mark.tab(locale="en-GB")]


@pytest.fixture(scope="module")
def desk(served: Served) -> Served:
    """Give the site with an editor and pages in two languages."""
    furnish(served, "translators_desk")
    return served


@pytest.fixture
def editor(desk: Served, page: Page) -> Page:
    """Give a tab in which the editor has logged in."""
    log_in(page, EDITOR, PASSWORD)
    return page


def edit(page: Page, title: str) -> None:
    page.goto(f"/admin/pages/search/?q={title}")
    row = page.get_by_role("row").filter(has_text="polski")
    row.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url("**/edit/")


def titles(desk: Served, locale: str) -> list[str]:
    address = f"{desk.url}/api/news/v1/articles/?locale={locale}&limit=50"
    with urllib.request.urlopen(address, timeout=30) as answer:
        return [item["title"] for item in json.load(answer)["items"]]


def test_two_languages_go_live_together_by_keyboard(desk: Served, editor: Page, axe: str) -> None:
    edit(editor, READY)
    strip = languages(editor)
    expect(strip.get_by_role("listitem").nth(1)).to_contain_text("texts not translated")
    assert violations(editor, axe, ".newsroom-languages") == []

    # One key leads to the language, and from there back to the source.
    strip.get_by_role("link", name="English").press("Enter")
    editor.wait_for_load_state()
    expect(languages(editor).locator("[aria-current=page]")).to_contain_text("English")
    assert violations(editor, axe, ".newsroom-languages") == []

    languages(editor).get_by_role("link", name="Publish together…").press("Enter")
    editor.wait_for_url("**/publish-together/")
    assert violations(editor, axe, "main") == []
    expect(editor.get_by_role("checkbox", name="polski")).to_be_checked()
    english = editor.get_by_role("checkbox", name="English")
    # Its texts are not translated; the editor decides to publish it all the same.
    expect(english).not_to_be_checked()
    english.press("Space")
    editor.get_by_role("button", name="Publish together").press("Enter")
    expect(editor.get_by_text("has been published in 2 languages")).to_be_visible()
    assert READY in titles(desk, "pl")
    assert READY in titles(desk, "en")


def test_a_missing_text_keeps_both_back_and_the_reason_is_read(
    desk: Served, editor: Page, axe: str
) -> None:
    edit(editor, NOT_READY)
    languages(editor).get_by_role("link", name="Publish together…").click()
    for name in ("polski", "English"):
        editor.get_by_role("checkbox", name=name).check()
    editor.get_by_role("button", name="Publish together").click()
    expect(editor.get_by_text("Nothing has been published.")).to_be_visible()
    polish = editor.get_by_role("checkbox", name="polski")
    expect(polish).to_have_accessible_description(re.compile("Describe what the photo shows"))
    # Wagtail's own message comes and goes above it.
    assert violations(editor, axe, "main .nice-padding") == []
    assert NOT_READY not in [*titles(desk, "pl"), *titles(desk, "en")]


def test_a_source_is_unpublished_with_its_translation(desk: Served, editor: Page, axe: str) -> None:
    assert "The summer orangery" in titles(desk, "en")
    edit(editor, LIVE)
    address = editor.url.replace("/edit/", "/unpublish/")
    editor.goto(address)
    expect(editor.get_by_role("checkbox", name="English")).to_be_checked()
    assert violations(editor, axe, "main form fieldset") == []
    editor.get_by_role("button", name="Yes, unpublish it").press("Enter")
    expect(editor.get_by_text("has been unpublished in 2 languages")).to_be_visible()
    assert LIVE not in titles(desk, "pl")
    assert "The summer orangery" not in titles(desk, "en")


def test_the_report_and_the_home_page_have_no_accessibility_violation(
    editor: Page, axe: str
) -> None:
    editor.goto("/admin/reports/translations/")
    expect(editor.get_by_role("table")).to_be_visible()
    assert violations(editor, axe, "table.listing") == []
    editor.goto("/admin/")
    for name in ("awaiting", "feeds", "worker"):
        assert violations(editor, axe, f"#newsroom-{name}-section") == []
