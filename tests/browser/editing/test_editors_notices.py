"""An editor corrects, withdraws, and completes a project's page, as with mouse and keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import violations
from tests.browser.conftest import Served

from .admin import answer, choose, furnish, log_in
from .desk import EDITOR, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.tab(locale="en-GB")]

NOTE = "We gave a wrong hour. It opens at 9."
REASON = "Otwarcia nie było. Przepraszamy."


@pytest.fixture(scope="module")
def desk(served: Served) -> Served:
    """Give the site with an editor and pages to work on."""
    furnish(served, "desk")
    return served


@pytest.fixture
def editor(desk: Served, page: Page) -> Page:
    """Give a tab in which the editor has logged in."""
    log_in(page, EDITOR, PASSWORD)
    return page


def edit(page: Page, title: str) -> None:
    """Find a page by its title and open its form."""
    page.goto(f"/admin/pages/search/?q={title}")
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url("**/edit/")


def test_an_article_is_corrected_and_then_withdrawn_in_both_languages(
    desk: Served, editor: Page, axe: str
) -> None:
    polish, english = f"{desk.url}/pl/biurko/otwarto-czytelnie/", "A reading room has opened"
    edit(editor, english)
    choose(editor, "Add a correction")
    expect(editor.get_by_role("heading", level=1)).to_contain_text("Add a correction")
    assert violations(editor, axe, "main") == []
    editor.get_by_label("Text").focus()
    editor.keyboard.type(NOTE)
    editor.get_by_role("button", name="Publish the correction").press("Enter")
    expect(editor.get_by_text(f"The correction of “{english}” is public.")).to_be_visible()
    assert NOTE in answer(f"{desk.url}/feeds/en/news.atom")[1]

    # The message leads to the language that lacks it.
    editor.get_by_role("link", name="Add it in this language").click()
    expect(editor.get_by_role("blockquote")).to_have_text(NOTE)
    assert violations(editor, axe, "main") == []
    editor.get_by_label("Text").fill("Podaliśmy złą godzinę.")
    editor.get_by_role("button", name="Publish the correction").click()
    editor.wait_for_url("**/edit/")
    assert "Podaliśmy złą godzinę." in answer(polish)[1]

    choose(editor, "Withdraw with a reason")
    assert violations(editor, axe, "main") == []
    editor.get_by_label("Reason for the public").focus()
    editor.keyboard.type(REASON)
    editor.get_by_label("Reason in this language: English").fill("It did not open. We are sorry.")
    editor.get_by_role("button", name="Withdraw", exact=True).press("Enter")
    expect(editor.get_by_text("is withdrawn in 2 languages.")).to_be_visible()

    status, text = answer(polish)
    assert status == 410
    assert REASON in text
    assert "czytelnię" not in text
    assert REASON in answer(f"{desk.url}/feeds/pl/news.atom")[1]
    editor.goto(polish)
    expect(editor.get_by_role("heading", level=1)).to_be_visible()
    assert violations(editor, axe, "html") == []


def test_the_panel_of_a_project_follows_what_is_typed(editor: Page, axe: str) -> None:
    edit(editor, "Czytelnia bez barier")
    panel = editor.locator("newsroom-gaps")
    said = panel.get_by_role("status")
    expect(said).to_contain_text("3 things are required.")
    assert violations(editor, axe, "newsroom-gaps") == []

    # The link puts the cursor into the field.
    panel.get_by_role("link", name="Lead").press("Enter")
    editor.keyboard.type("Czytelnia, do której wejdzie każdy.")
    expect(said).to_contain_text("2 things are required.")
    panel.get_by_role("link", name="Aims").press("Enter")
    editor.keyboard.type("Wstęp dla każdego.")
    expect(said).to_contain_text("1 thing is required.")
    expect(panel.get_by_role("link", name="Aims")).to_have_count(0)

    editor.get_by_label("Programming period").select_option("2014-2020")
    expect(said).to_contain_text("2 things are required.")
    expect(panel.get_by_role("listitem").filter(has_text="Fund")).to_contain_text("1303/2013")
    assert violations(editor, axe, "newsroom-gaps") == []


def test_the_report_of_projects_leads_to_the_field(editor: Page, axe: str) -> None:
    editor.goto("/admin/reports/projects/?lacks=duty")
    assert violations(editor, axe, "table.listing") == []
    row = editor.get_by_role("row").filter(has_text="Czytelnia bez barier")
    row.get_by_role("link", name="Aims").click()
    editor.wait_for_url("**/edit/#id_aims")
    focused = "document.activeElement.closest('[data-contentpath]')?.dataset.contentpath"
    editor.wait_for_function(f"() => {focused} === 'aims'")
