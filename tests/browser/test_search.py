"""Searching with the keyboard, by touch, without scripts, and when nothing answers."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from .barriers import violations
from .test_accessibility import LANGUAGES, NARROW
from .test_keyboard import press_until

pytestmark = pytest.mark.browser

WORDS = {"pl": "most", "en": "bridge", "uk": "міст"}


def box(page: Page) -> Locator:
    return page.get_by_role("combobox").first


def options(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def type_and_wait(page: Page, words: str) -> Locator:
    """Type into the box of the header; returns its suggestions."""
    box(page).press_sequentially(words)
    expect(options(page).first).to_be_visible()
    return options(page)


def test_a_search_is_made_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/pl/")
    press_until(page, "#site-q")
    page.keyboard.type("mosty")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pl/search/?q=mosty*")

    expect(page.locator("h2#results")).to_contain_text("„mosty”")
    press_until(page, "ol.results a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/pl/(?!search)"))


@pytest.mark.tab(java_script_enabled=False)
def test_without_a_script_forms_and_filters_do_the_same(page: Page) -> None:
    page.goto("/pl/")
    page.locator("#site-q").fill("moście")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pl/search/**")

    assert not page.locator("[role=combobox], [role=listbox]").count()
    found = page.locator("ol.results > li").count()
    assert found
    page.locator("#narrow a").first.click()
    expect(page.locator(".chosen a")).to_have_count(1)
    page.locator("#q").fill("mostami")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=mostami**")
    # What was chosen is still chosen.
    expect(page.locator(".chosen a")).to_have_count(1)
    page.locator(".chosen a").click()
    expect(page.locator("ol.results > li")).to_have_count(found)


def test_the_box_is_a_combobox_as_the_practices_describe_it(page: Page) -> None:
    page.goto("/pl/")
    field = box(page)
    listbox = page.locator("#site-q-suggestions")

    assert field.get_attribute("id") == "site-q"
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    expect(field).to_have_attribute("aria-controls", "site-q-suggestions")
    expect(field).to_have_attribute("autocomplete", "off")
    expect(listbox).to_be_hidden()

    found = type_and_wait(page, "bib")
    number = found.count()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".site-header [role=status]")).to_contain_text(f"Podpowiedzi: {number}.")
    assert field.get_attribute("aria-activedescendant") is None

    for place in (0, 1):
        page.keyboard.press("ArrowDown")
        expect(found.nth(place)).to_have_attribute("aria-selected", "true")
        chosen = found.nth(place).get_attribute("id")
        assert chosen
        expect(field).to_have_attribute("aria-activedescendant", chosen)
    expect(field).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    # Back at what was typed, and from there to the last one.
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(found.nth(number - 1)).to_have_attribute("aria-selected", "true")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    # Typing goes on, the choice is gone.
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)


def test_escape_closes_the_list_and_then_empties_the_box(page: Page) -> None:
    page.goto("/pl/")
    type_and_wait(page, "bib")
    page.keyboard.press("ArrowDown")

    page.keyboard.press("Escape")
    expect(page.locator("#site-q-suggestions")).to_be_hidden()
    expect(box(page)).to_have_value("bib")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    assert box(page).get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    expect(page.locator("#site-q-suggestions")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")


def test_leaving_the_box_closes_the_list(page: Page) -> None:
    page.goto("/pl/")
    type_and_wait(page, "bib")
    page.keyboard.press("Tab")

    expect(page.locator("#site-q-suggestions")).to_be_hidden()
    expect(page.locator(".site-header .search-box button")).to_be_focused()


def test_enter_takes_a_completion(page: Page) -> None:
    page.goto("/pl/")
    words = type_and_wait(page, "bib").first.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pl/search/**")

    expect(page.locator("#q")).to_have_value(words)
    assert page.locator("ol.results > li").count()


def test_enter_opens_an_item(page: Page) -> None:
    page.goto("/pl/")
    type_and_wait(page, "bib")
    item = page.locator(".suggested-item").first
    title = item.inner_text()
    page.keyboard.press("ArrowUp")
    while page.locator("[aria-selected=true]").inner_text() != title:
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text(title)


@pytest.mark.tab(has_touch=True, viewport={"width": 375, "height": 700})
def test_a_finger_takes_a_suggestion(page: Page) -> None:
    page.goto("/pl/")
    found = type_and_wait(page, "bib")
    assert all(one.bounding_box()["height"] >= 24 for one in found.all())  # type: ignore[index]
    found.first.tap()
    page.wait_for_url("**/pl/search/**")

    assert page.locator("ol.results > li").count()


def test_only_the_last_words_are_asked_for_and_shown(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/suggest/" in sent.url else None)
    page.goto("/pl/")
    page.locator("#site-q").press_sequentially("biblio", delay=20)
    expect(options(page).first).to_be_visible()

    assert len(asked) == 1 and "q=biblio" in asked[0] and "locale=pl" in asked[0]


def test_an_answer_that_comes_too_late_is_not_shown(page: Page) -> None:
    page.goto("/pl/")
    page.locator("#site-q").press_sequentially("bib")
    with page.expect_request("**/suggest/**"):
        pass
    page.keyboard.press("Tab")
    page.wait_for_timeout(800)

    expect(page.locator("#site-q-suggestions")).to_be_hidden()


@pytest.mark.parametrize("fault", ["refused", "broken", "not JSON"])
def test_when_nothing_answers_nothing_happens(page: Page, fault: str) -> None:
    errors: list[Any] = []

    def fail(route: Route) -> None:
        if fault == "refused":
            route.abort()
        elif fault == "broken":
            route.fulfill(status=500, body="{}")
        else:
            route.fulfill(status=200, body="<html>")

    page.on("pageerror", lambda error: errors.append(error))
    page.route("**/suggest/**", fail)
    page.goto("/pl/")
    with page.expect_request("**/suggest/**"):
        page.locator("#site-q").press_sequentially("bib")
    page.wait_for_timeout(300)

    expect(page.locator("#site-q-suggestions")).to_be_hidden()
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    assert errors == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/pl/search/?q=bib")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_has_no_accessibility_violation(page: Page, axe: str, language: str) -> None:
    words = WORDS[language]
    found = []
    for query in (
        "",
        f"?q={words}",
        f"?q={words}&kind=article&order=newest",
        "?q=qwertyuiop&kind=article",
    ):
        response = page.goto(f"/{language}/search/{query}")
        assert response and response.ok
        found += violations(page, axe)

    assert found == []
    page.goto(f"/{language}/search/?q={words}")
    assert page.locator("ol.results > li").count()


def test_suggestions_have_no_accessibility_violation(page: Page, axe: str) -> None:
    page.goto("/pl/")
    type_and_wait(page, "bib")
    page.keyboard.press("ArrowDown")

    assert violations(page, axe) == []


@pytest.mark.tab(viewport={"width": NARROW, "height": 640})
@pytest.mark.parametrize("query", ["", "?q=most", "?q=most&kind=article", f"?q={'x' * 900}"])
def test_the_search_does_not_scroll_sideways_on_a_narrow_screen(page: Page, query: str) -> None:
    page.goto(f"/pl/search/{query}")

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_what_has_the_focus_on_the_search_page_is_seen(page: Page) -> None:
    page.goto("/pl/search/?q=most")
    press_until(page, "#narrow a", presses=120)
    width = "element => parseFloat(getComputedStyle(element).outlineWidth)"

    assert page.locator(":focus").evaluate(width) >= 2


def test_the_page_holds_no_script_or_style_of_its_own(page: Page) -> None:
    """A policy may allow files of the site alone."""
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))
    page.route(
        "**/pl/search/**",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            headers={
                **answer.headers,
                "content-security-policy": "default-src 'self'; object-src 'none'",
            },
        ),
    )
    page.goto("/pl/search/?q=most")
    type_and_wait(page, "bib")

    assert blocked == []
