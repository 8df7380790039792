"""An editor's day: an article with seven photos, in two languages, corrected and withdrawn."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Served
from tests.galleries.photo_files import photo

from .admin import answer, choose, hire, languages, log_in, section_of

pytestmark = [pytest.mark.browser, pytest.mark.tab(locale="en-GB")]

EDITOR = "redaktorka"
TITLE, ENGLISH = "Rada seniorów ma nową salę", "The seniors' council has a new room"
SEEN = {
    "Starszy mężczyzna przecina wstęgę w drzwiach": "An old man cuts a ribbon in a doorway",
    "Dwie kobiety grają w szachy przy oknie": "Two women play chess at a window",
    "Dziewczyna nalewa herbatę z samowara": "A girl pours tea from a samovar",
    "Tłum na schodach przed ratuszem": "A crowd on the steps of the town hall",
    "Burmistrzyni przemawia do mikrofonu": "The mayor speaks into a microphone",
    "Taca z drożdżówkami na parapecie": "A tray of buns on a window sill",
    "Pusta sala, krzesła w kręgu": "An empty room, chairs in a circle",
}
COLORS = ("crimson", "gold", "teal", "navy", "olive", "plum", "salmon")
SAME = "Uczestnicy spotkania w sali"
NOTE, REASON = "The room opens at 9, not at 10.", "Otwarcie odwołano."


def test_an_article_with_seven_photos_from_the_drop_to_the_withdrawal(
    served: Served, page: Page
) -> None:
    hire(served, EDITOR)
    log_in(page, EDITOR, EDITOR)
    page.goto(f"/admin/pages/add/newsroom/articlepage/{section_of(served)}/")
    page.fill("[name=title]", TITLE)
    add_photos(page)

    for number in range(7):
        page.locator(f"#id_photos-{number}-alt_text").fill(SAME)
    page.get_by_role("button", name="Save draft").press("Enter")
    page.wait_for_url("**/edit/")
    publish(page)
    source = page.url
    expect(page.get_by_text("could not be saved due to validation errors")).to_be_visible()
    expect(page.get_by_text("7 of 7 pictures lack a good alternative text.").first).to_be_visible()
    assert listed(served, "pl", TITLE) is None

    mend_by_keyboard(page)
    with page.expect_response(lambda saved: saved.request.method == "POST" and saved.ok):
        page.get_by_role("button", name="Save draft").press("Enter")
    translate(page)
    assert listed(served, "pl", TITLE) is None
    publish_together(page)
    polish = listed(served, "pl", TITLE)
    assert polish is not None
    assert [told["alt"] for told in polish["photos"]] == list(SEEN)
    english = listed(served, "en", ENGLISH)
    assert english is not None
    assert [told["alt"] for told in english["photos"]] == list(SEEN.values())
    atom = answer(f"{served.url}/feeds/en/news.atom")[1]
    assert ENGLISH in atom
    assert all(words in atom for words in SEEN.values())

    # The translation editor has no such menu, the page's own place has.
    page.goto(page.url.removesuffix("edit/"))
    choose(page, "Add a correction")
    page.get_by_label("Text").fill(NOTE)
    page.get_by_role("button", name="Publish the correction").press("Enter")
    expect(page.get_by_text("is public.")).to_be_visible()
    corrected = listed(served, "en", ENGLISH)
    assert corrected is not None
    assert [told["text"] for told in corrected["corrections"]] == [NOTE]
    assert corrected["updated_at"] > english["updated_at"]
    assert NOTE in answer(f"{served.url}/feeds/en/news.atom")[1]

    page.goto(source)
    choose(page, "Withdraw with a reason")
    page.get_by_label("Reason for the public").fill(REASON)
    page.get_by_role("button", name="Withdraw", exact=True).press("Enter")
    expect(page.get_by_text("is withdrawn in 2 languages.")).to_be_visible()
    for locale, gone in (("pl", polish), ("en", english)):
        status, text = answer(gone["url"])
        assert (status, REASON in text) == (410, True)
        assert gone["title"] not in answer(f"{served.url}/feeds/{locale}/news.atom")[1]
        assert answer(f"{served.url}/api/news/v1/articles/{gone['id']}/")[0] == 410


def add_photos(page: Page) -> None:
    """Choose seven files at once, and wait for their rows."""
    # Of a size of their own: a file that is there already would be used instead.
    files = {color: photo(color=color, size=(900, 600)) for color in COLORS}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=re.compile("Add photos from this computer")).press("Enter")
    chooser.value.set_files(
        [
            FilePayload(name=f"{color}.jpg", mimeType="image/jpeg", buffer=file)
            for color, file in files.items()
        ]
    )
    expect(page.locator("#id_photos-6-alt_text")).to_be_visible()
    expect(page.locator("#id_photos-0-alt_text")).to_be_focused()


def mend_by_keyboard(page: Page) -> None:
    """Write a text of its own for each photo, without touching the mouse."""
    page.get_by_role("button", name="Next photo without a good alternative text").press("Enter")
    for number, words in enumerate(SEEN):
        expect(page.locator(f"#id_photos-{number}-alt_text")).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
        left = len(SEEN) - 1 - number
        if left > 1:
            said = page.get_by_text(f"{left} of 7 pictures lack a good alternative text.")
            expect(said.first).to_be_visible()
            page.keyboard.press("Control+Enter")
        elif left == 1:  # nobody else has the last one's text any more
            page.locator(f"#id_photos-{number + 1}-alt_text").focus()
    expect(page.get_by_text("All pictures have a good alternative text.").first).to_be_visible()


def publish(page: Page) -> None:
    page.locator("footer .w-dropdown button").first.press("Enter")
    page.locator("[name=action-publish]").press("Enter")


def translate(page: Page) -> None:
    """Submit the article for translation, and translate every text of it."""
    languages(page).get_by_role("link", name="English").press("Enter")
    page.get_by_role("button", name="Submit").press("Enter")
    page.wait_for_url("**/edit/")
    languages(page).get_by_role("link", name="English").press("Enter")
    phrases = {TITLE: ENGLISH, **SEEN}
    for source, words in phrases.items():
        text = page.get_by_role("listitem").filter(has=page.get_by_text(source, exact=True)).last
        text.get_by_role("button", name="Translate", exact=True).press("Enter")
        page.locator("textarea").fill(words)
        page.get_by_role("button", name="Save", exact=True).press("Enter")
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
        expect(page.locator("textarea")).to_have_count(0)


def publish_together(page: Page) -> None:
    languages(page).get_by_role("link", name="Publish together…").press("Enter")
    page.wait_for_url("**/publish-together/")
    for name in ("polski", "English"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Publish together").press("Enter")
    expect(page.get_by_text("has been published in 2 languages")).to_be_visible()


def listed(served: Served, locale: str, title: str) -> dict[str, Any] | None:
    """The article as partner sites get it, if it is public."""
    text = answer(f"{served.url}/api/news/v1/articles/?locale={locale}&fields=full&limit=10")[1]
    return next((item for item in json.loads(text)["items"] if item["title"] == title), None)
