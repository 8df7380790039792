"""Reading without a mouse, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

HAS_FOCUS_RING = """
element => [element, element.closest('.card')].some(
    candidate => candidate && getComputedStyle(candidate).outlineStyle !== 'none'
        && parseFloat(getComputedStyle(candidate).outlineWidth) >= 2
)
"""


def press_until(page: Page, selector: str, presses: int = 60) -> None:
    """Press Tab until an element that matches has the focus."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"Tab never reached {selector}")


def test_the_first_key_leads_past_the_menus(page: Page) -> None:
    page.goto("/pl/galleries/")
    page.keyboard.press("Tab")

    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.locator("main a:focus").count() == 1


@pytest.mark.tab(java_script_enabled=False)
def test_a_gallery_opens_its_photos_without_a_script(page: Page) -> None:
    page.goto("/pl/galleries/")
    press_until(page, "main .card a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pl/**")
    expect(page.locator(".photos figure").nth(1)).to_be_visible()
    press_until(page, ".photos figure a")
    photo = page.locator(".photos figure a:focus")
    address = photo.get_attribute("href")
    alternative = photo.locator("img").get_attribute("alt")
    assert address and alternative

    page.keyboard.press("Enter")
    page.wait_for_url(address)

    assert address.endswith(".jpg")


def test_the_language_switcher_leads_to_the_page_s_own_translation(page: Page) -> None:
    page.goto("/en/projects/")
    page.locator("main .card a").first.click()
    title = page.locator("h1").inner_text()
    press_until(page, "nav.languages a[hreflang=uk]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/uk/**")

    expect(page.locator("html")).to_have_attribute("lang", "uk")
    assert page.locator("nav.languages a[hreflang=en]").get_attribute("href") != "/en/"
    press_until(page, "nav.languages a[hreflang=en]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)


@pytest.mark.parametrize("path", ["/pl/", "/pl/galleries/", "/pl/projects/", "/pl/haslo/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_has_the_focus_is_seen(page: Page, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(path)
    hidden = []
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.locator(":focus:not(body)")
        if not focused.count():
            break
        if not focused.evaluate(HAS_FOCUS_RING) and not focused.evaluate(
            "element => element.matches('.skip')"
        ):
            hidden.append(focused.evaluate("element => element.outerHTML.slice(0, 200)"))

    assert hidden == []


@pytest.mark.tab(java_script_enabled=False)
def test_pages_are_complete_without_scripts(page: Page) -> None:
    page.goto("/pl/")

    expect(page.locator("main .card").first).to_be_visible()
    expect(page.locator("nav.languages a").first).to_be_visible()
