"""An editor is told of bad alternative texts while writing them, and mends them by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import RULES, RUN
from tests.browser.conftest import Served

from .admin import hire, log_in

pytestmark = pytest.mark.browser

EDITOR = "opisy"


@pytest.mark.tab(locale="en-GB", viewport={"width": 1400, "height": 1000})
def test_bad_texts_are_told_while_typing_and_found_by_keyboard(
    served: Served, page: Page, axe: str
) -> None:
    hire(served, EDITOR)
    log_in(page, EDITOR, EDITOR)
    found = page.request.get("/api/v2/pages/?type=newsroom.ArticlePage&limit=20").json()
    for item in found["items"]:
        page.goto(f"/admin/pages/{item['id']}/edit/")
        if page.locator("#id_photos-2-alt_text").count():
            break
    first, second, third = (page.locator(f"#id_photos-{n}-alt_text") for n in range(3))
    summary = page.locator(".photos__summary")
    expect(summary).to_be_visible()
    second.fill("A heron stands on one leg under the pier")
    third.fill("Two men in helmets tighten a bolt as thick as an arm")
    first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("IMG_2034.jpg")
    findings = page.locator("#id_photos-0-alt_text-findings")
    expect(findings).to_contain_text("This looks like the name of a file.")
    expect(summary).to_contain_text("1 of")
    expect(page.locator("[aria-live=polite].w-sr-only").filter(has_text="1 of")).to_have_count(1)

    second.fill("Two people with a dog on the bridge")
    third.fill("Two people with a dog on the bridge.")
    expect(page.locator("#id_photos-1-alt_text-findings")).to_contain_text("The same text")
    expect(second).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_photos-1-shows_together")).to_be_visible()
    expect(page.locator("#id_photos-0-shows_together")).to_be_hidden()
    picture = page.locator("#inline_child_photos-1 img[data-chooser-image]")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box and box["width"] >= 300

    first.focus()
    page.keyboard.press("Control+Enter")
    expect(second).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(third).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("A girl in a red coat feeds gulls from the railing")
    expect(page.locator("#id_photos-1-alt_text-findings")).to_be_empty()
    page.keyboard.press("Control+Enter")
    expect(first).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Cyclists cross the white footbridge at sunrise")
    expect(summary).to_contain_text("All pictures have a good alternative text.")

    page.evaluate(axe)
    result = page.evaluate(RUN, [RULES, ".photos"])
    ours = [
        node["html"]
        for violation in result["violations"]
        for node in violation["nodes"]
        if "photos__" in node["html"] or "alt_text" in node["html"]
    ]
    assert ours == []
