"""What the page of the partners' quick start does with answers that are odd, late or missing."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from .barriers import violations
from .partner import cards, french, open_page, polish, ukrainian

pytestmark = pytest.mark.browser

Change = Callable[[dict[str, Any]], None]


def answer_changed(page: Page, change: Change) -> None:
    """Let the page get the API's articles with a change to the first of them."""

    def changed(route: Route) -> None:
        response = route.fetch()
        answer = response.json()
        change(answer["items"][0])
        route.fulfill(response=response, json=answer)

    page.route("**/api/news/v1/articles/**", changed)


def untranslated(item: dict[str, Any]) -> None:
    item["lead_photo"] |= {"alt": "A wooden house at dusk.", "alt_locale": "en"}


@polish
def test_a_description_in_another_language_says_which(partner: str, page: Page) -> None:
    answer_changed(page, untranslated)
    open_page(page, partner)

    image = cards(page).first.locator("img")
    expect(image).to_have_attribute("alt", "A wooden house at dusk.")
    expect(image).to_have_attribute("lang", "en")


def decorative(item: dict[str, Any]) -> None:
    item["lead_photo"] |= {"alt": "", "alt_locale": "en", "decorative": True}


@polish
def test_a_decorative_photo_is_skipped(partner: str, page: Page) -> None:
    answer_changed(page, decorative)
    open_page(page, partner)

    image = cards(page).first.locator("img")
    assert image.get_attribute("alt") == ""
    assert image.get_attribute("lang") is None


def only_jpeg(item: dict[str, Any]) -> None:
    photo = item["lead_photo"]
    photo["renditions"] = [one for one in photo["renditions"] if one["type"] == "image/jpeg"]


@polish
def test_a_photo_is_shown_before_its_webp_files_exist(partner: str, page: Page) -> None:
    answer_changed(page, only_jpeg)
    open_page(page, partner)

    picture = cards(page).first.locator("picture")
    expect(picture.locator("source")).to_have_count(0)
    page.wait_for_function(
        "image => image.currentSrc.endsWith('.jpg') && image.naturalWidth > 0",
        arg=picture.locator("img").element_handle(),
    )


def without_photo(item: dict[str, Any]) -> None:
    item["lead_photo"] = None


@polish
def test_an_article_without_a_photo_is_a_card_all_the_same(partner: str, page: Page) -> None:
    answer_changed(page, without_photo)
    open_page(page, partner)

    expect(cards(page).first.locator("figure")).to_have_count(0)
    expect(cards(page).nth(1).locator("img")).to_have_count(1)


MARKUP = '<img src="x" onerror="document.title=1"> & <b>bold</b>'


def full_of_markup(item: dict[str, Any]) -> None:
    item |= {"title": MARKUP, "lead": MARKUP}
    item["lead_photo"] |= {"alt": f'"{MARKUP}', "credit": MARKUP}


@polish
def test_text_is_shown_as_it_is_written(partner: str, page: Page) -> None:
    answer_changed(page, full_of_markup)
    open_page(page, partner)

    card = cards(page).first
    for part in ("h2 a", ".lead", "figcaption"):
        assert card.locator(part).text_content() == MARKUP
    expect(card.locator("img")).to_have_attribute("alt", f'"{MARKUP}')
    expect(card.locator("b")).to_have_count(0)
    expect(page).to_have_title("Aktualności")


def leading_to_a_script(item: dict[str, Any]) -> None:
    item["url"] = "javascript:alert(1)"


@polish
def test_a_link_never_leads_to_a_script(partner: str, page: Page) -> None:
    answer_changed(page, leading_to_a_script)
    page.goto(partner)

    expect(page.get_by_role("button")).to_be_visible()
    expect(page.locator("#news a")).to_have_count(0)


@ukrainian
def test_while_the_news_are_loading_the_page_says_so(partner: str, page: Page) -> None:
    held: list[Route] = []
    page.route("**/articles/**", lambda route: held.append(route))
    with page.expect_request("**/articles/**"):
        page.goto(partner)

    expect(page.get_by_role("status")).to_have_text("Новини завантажуються…")
    expect(page.locator("#news ul")).to_have_attribute("aria-busy", "true")
    (route,) = held
    route.continue_()
    expect(cards(page)).to_have_count(5)
    expect(page.locator("#news ul")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("status")).to_have_text("Статті: 5")


@polish
def test_an_api_that_is_down_is_said_and_can_be_tried_again(
    partner: str, page: Page, axe: str
) -> None:
    page.route("**/api/**", lambda route: route.abort("connectionrefused"))
    page.goto(partner)
    again = page.get_by_role("button", name="Spróbuj ponownie")

    expect(page.get_by_role("status")).to_have_text("Nie udało się wczytać aktualności.")
    expect(page.locator("#news ul")).to_have_attribute("aria-busy", "false")
    assert violations(page, axe) == []
    again.focus()
    page.keyboard.press("Enter")
    expect(again).to_be_focused()
    page.unroute("**/api/**")
    page.keyboard.press("Enter")
    expect(cards(page)).to_have_count(5)
    expect(again).to_be_hidden()
    expect(page.locator("#news")).to_be_focused()


@polish
def test_what_the_api_refuses_is_explained(partner: str, page: Page, axe: str) -> None:
    page.route(
        "**/articles/**",
        lambda route: route.continue_(url=route.request.url.replace("limit=5", "limit=500")),
    )
    page.goto(partner)

    status = page.get_by_role("status")
    expect(status).to_contain_text("Nie udało się wczytać aktualności.")
    expect(status.locator("[lang=en]")).to_have_text(
        "Not accepted: limit. limit: Use a whole number from 1 to 100."
    )
    assert violations(page, axe) == []


@polish
def test_an_error_that_is_not_the_api_s_own_is_said_as_well(partner: str, page: Page) -> None:
    headers = {"Access-Control-Allow-Origin": "*"}
    page.route("**/api/**", lambda route: route.fulfill(status=502, body="<h1>", headers=headers))
    page.goto(partner)

    expect(page.get_by_role("status").locator("[lang=en]")).to_have_text("Status 502.")


@polish
def test_no_articles_are_said(partner: str, page: Page) -> None:
    headers = {"Access-Control-Allow-Origin": "*"}
    empty: dict[str, Any] = {"items": [], "next": None}
    page.route("**/articles/**", lambda route: route.fulfill(json=empty, headers=headers))
    page.goto(partner)

    expect(page.get_by_role("status")).to_have_text("Nie ma jeszcze artykułów.")


@french
def test_a_language_the_page_has_no_words_for_is_marked_on_the_articles(
    partner: str, page: Page
) -> None:
    def spoken(route: Route) -> None:
        response = route.fetch()
        answer = response.json()
        answer["items"][0] |= {"code": "ar", "direction": "rtl"}
        route.fulfill(response=response, json=answer)

    def written(route: Route) -> None:
        response = route.fetch(url=route.request.url.replace("locale=ar", "locale=pl"))
        answer = response.json()
        for item in answer["items"]:
            item["locale"] = "ar"
        route.fulfill(response=response, json=answer)

    page.route("**/languages/", spoken)
    page.route("**/articles/**locale=ar**", written)
    open_page(page, partner)

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(cards(page).first).to_have_attribute("lang", "ar")
    expect(cards(page).first).to_have_attribute("dir", "rtl")
    expect(cards(page).first.locator("strong")).to_have_count(0)
