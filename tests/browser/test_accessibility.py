"""WCAG 2.2 AA, as far as a program can see it, on every page in every language."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, expect

from .barriers import violations
from .conftest import Served
from .crawl import crawl

pytestmark = pytest.mark.browser

NARROW = 320  # pixels: WCAG 2.2, 1.4.10 Reflow
LANGUAGES = ("pl", "en", "uk")


def test_the_demo_links_every_type_of_page(served: Served) -> None:
    paths = {url.removeprefix(served.url) for url in crawl(f"{served.url}/pl/")}

    for language in LANGUAGES:
        for path in ("", "projects/", "galleries/"):
            assert f"/{language}/{path}" in paths
        assert any(path.startswith(f"/{language}/tags/") for path in paths)
        # Sections, articles, projects, galleries, information pages.
        assert len([path for path in paths if path.startswith(f"/{language}/")]) > 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_an_accessibility_violation(
    served: Served, page: Page, axe: str, language: str
) -> None:
    urls = [
        url for url in crawl(f"{served.url}/pl/") if url.startswith(f"{served.url}/{language}/")
    ]
    found = []
    # The crawl leaves out what stands among the machines' addresses.
    for url in [*urls, f"{served.url}/feeds/{language}/"]:
        response = page.goto(url)
        assert response and response.ok
        found += violations(page, axe)

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there_has_no_accessibility_violation(
    page: Page, axe: str, language: str
) -> None:
    response = page.goto(f"/{language}/nothing-here/")

    assert response and response.status == 404
    assert page.locator("html").get_attribute("lang") == language
    assert violations(page, axe) == []


def test_a_page_behind_a_password_has_no_accessibility_violation(page: Page, axe: str) -> None:
    password = page.locator("input[type=password]")
    page.goto("/pl/haslo/")

    expect(password).to_have_count(1)
    assert violations(page, axe) == []
    password.fill("wrong")
    page.keyboard.press("Enter")
    page.wait_for_url("**/authenticate_with_password/**")
    expect(password).to_have_count(1)
    assert violations(page, axe) == []


def test_an_alias_has_no_accessibility_violation(page: Page, axe: str) -> None:
    response = page.goto("/en/news/alias/")

    assert response and response.ok
    assert page.locator("html").get_attribute("lang") == "pl"
    assert violations(page, axe) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_fault_has_no_accessibility_violation(
    page: Page, axe: str, language: str
) -> None:
    with translation.override(language):
        page.set_content(render_to_string("500.html"))

    assert page.locator("html").get_attribute("lang") == language
    assert violations(page, axe) == []


@pytest.mark.tab(viewport={"width": NARROW, "height": 640})
def test_no_page_scrolls_sideways_on_a_narrow_screen(served: Served, page: Page) -> None:
    wide = []
    for url in [*crawl(f"{served.url}/pl/"), f"{served.url}/feeds/pl/"]:
        page.goto(url)
        if page.evaluate("document.documentElement.scrollWidth") > NARROW:
            wide.append(url)

    assert wide == []
