"""The page of the partners' quick start, as visitors of different languages see it."""

import json
import urllib.request
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from .barriers import violations
from .conftest import Served
from .partner import cards, english, french, open_page, polish, ukrainian

pytestmark = pytest.mark.browser

NARROW = 320  # pixels: WCAG 2.2, 1.4.10 Reflow
HEADINGS = {"pl": "Aktualności", "en": "News", "uk": "Новини"}
visitors = pytest.mark.parametrize(
    ("language", "fallback"),
    [
        pytest.param("pl", "en,uk", marks=polish, id="Polish"),
        pytest.param("en", "pl,uk", marks=english, id="English"),
        pytest.param("uk", "pl,en", marks=ukrainian, id="Ukrainian"),
        pytest.param("pl", "en,uk", marks=french, id="French, which is not offered"),
    ],
)


@pytest.fixture
def faults(page: Page) -> list[str]:
    """Collect what the browser complains about; an icon is not part of the page."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda message: (
            found.append(message.text)
            if message.type == "error" and "favicon" not in message.location["url"]
            else None
        ),
    )
    return found


def newest(served: Served, language: str, fallback: str) -> list[dict[str, Any]]:
    query = f"locale={language}&fallback={fallback}&limit=5"
    with urllib.request.urlopen(f"{served.url}/api/news/v1/articles/?{query}", timeout=30) as got:
        return json.load(got)["items"]


@visitors
def test_a_visitor_sees_the_newest_five_in_their_language(
    served: Served, partner: str, page: Page, faults: list[str], language: str, fallback: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    items = newest(served, language, fallback)
    open_page(page, partner)

    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_text(HEADINGS[language])
    expect(page).to_have_title(HEADINGS[language])
    expect(page.get_by_role("status")).to_contain_text("5")
    expect(page.locator("#news ul")).to_have_attribute("aria-busy", "false")
    assert cards(page).locator("h2").all_inner_texts() == [item["title"] for item in items]
    assert cards(page).locator(".lead").all_inner_texts() == [item["lead"] for item in items]
    links = [link.get_attribute("href") for link in cards(page).locator("a").all()]
    assert links == [item["url"] for item in items]
    days = [time.get_attribute("datetime") for time in cards(page).locator("time").all()]
    assert days == [item["published_at"] for item in items]
    (query,) = [urlsplit(url).query for url in asked if "/articles/" in url]
    assert dict(parse_qsl(query)) == {"locale": language, "fallback": fallback, "limit": "5"}
    own = (partner, f"{served.url}/")
    assert [url for url in asked if not url.startswith(own)] == []
    assert faults == []


@ukrainian
def test_an_article_in_another_language_says_so(served: Served, partner: str, page: Page) -> None:
    items = newest(served, "uk", "pl,en")
    open_page(page, partner)

    assert {item["is_fallback"] for item in items} == {True, False}
    for card, item in zip(cards(page).all(), items, strict=True):
        note = card.locator("strong")
        if item["is_fallback"]:
            expect(card).to_have_attribute("lang", "pl")
            expect(note).to_have_text("Іншою мовою: польська")
            expect(note).to_have_attribute("lang", "uk")
            expect(card.locator("time")).to_have_attribute("lang", "uk")
        else:
            assert card.get_attribute("lang") is None
            expect(note).to_have_count(0)


@english
def test_dates_are_written_as_the_visitor_writes_them(
    served: Served, partner: str, page: Page
) -> None:
    assert newest(served, "en", "pl,uk")[0]["published_at"].startswith("2026-10-14T10:")
    open_page(page, partner)

    expect(cards(page).first.locator("time")).to_have_text("14 October 2026")


@english
def test_a_visitor_with_several_languages_gets_them_in_their_order(
    partner: str, page: Page
) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'languages', {value: ['de-AT', 'uk-UA', 'EN-gb']})"
    )
    with page.expect_request("**/articles/**") as request:
        open_page(page, partner)

    asked = dict(parse_qsl(urlsplit(request.value.url).query))
    assert (asked["locale"], asked["fallback"]) == ("uk", "en,pl")


@polish
def test_photos_are_small_files_with_their_own_descriptions(
    served: Served, partner: str, page: Page
) -> None:
    items = newest(served, "pl", "en,uk")
    open_page(page, partner)

    for card, item in zip(cards(page).all(), items, strict=True):
        photo = item["lead_photo"]
        image = card.locator("img")
        image.scroll_into_view_if_needed()
        expect(image).to_have_attribute("alt", photo["alt"])
        assert image.get_attribute("lang") is None
        expect(card.locator("figcaption")).to_have_text(photo["credit"])
        page.wait_for_function("image => image.complete", arg=image.element_handle())
        assert image.evaluate("image => image.naturalWidth")
        files = {file["url"]: file for file in photo["renditions"]}
        chosen = files[image.evaluate("image => image.currentSrc")]
        smallest = min(file["width"] for file in photo["renditions"])
        assert (chosen["type"], chosen["width"]) == ("image/webp", smallest)


@pytest.mark.tab(java_script_enabled=False)
def test_without_scripts_there_is_a_link_to_the_newsroom(
    served: Served, partner: str, page: Page
) -> None:
    page.goto(partner)

    expect(page.locator("noscript a")).to_have_attribute("href", f"{served.url}/")
    expect(page.get_by_role("status")).to_be_empty()


@visitors
def test_the_page_has_no_accessibility_violation(
    partner: str, page: Page, axe: str, language: str, fallback: str
) -> None:
    open_page(page, partner)

    assert violations(page, axe) == []


@pytest.mark.tab(viewport={"width": NARROW, "height": 640}, locale="uk-UA")
def test_the_page_does_not_scroll_sideways_on_a_narrow_screen(partner: str, page: Page) -> None:
    open_page(page, partner)

    assert page.evaluate("document.documentElement.scrollWidth") == NARROW
