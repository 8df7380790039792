"""An editor drops photos into the panel of a new page's photos."""

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.galleries.photo_files import photo, telling_photo

from .admin import log_in, section_of

pytestmark = pytest.mark.browser

GALLERY = "/admin/pages/add/galleries/gallerypage/{parent}/"
WRITER = """
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile
user = get_user_model().objects.create_superuser("uploads", "uploads@example.org", "uploads")
UserProfile.objects.create(user=user, preferred_language="en")
"""
DROP = """
([zone, files]) => {
  const data = new DataTransfer();
  for (const { name, content } of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name));
  }
  for (const kind of ["dragover", "drop"]) {
    const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data });
    zone.dispatchEvent(event);
  }
}
"""


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    """Drop files beside the zone, as somebody does who aims badly."""
    zone = page.locator(".photos").element_handle()
    told = [{"name": name, "content": base64.b64encode(data).decode()} for name, data in files]
    page.evaluate(DROP, [zone, told])


def messages(page: Page) -> list[str]:
    return page.locator(".photo-uploads__message").all_inner_texts()


def images(page: Page) -> list[str]:
    """The titles of the rows' images, in the order in which they stand."""
    rows = page.locator("[data-inline-panel-child]:not(.deleted)")
    return [row.locator(".image-chooser [data-chooser-title]").inner_text() for row in rows.all()]


@pytest.fixture(scope="module")
def writer(served: Any) -> str:
    """Give the name, and the password, of an administrator who works in English."""
    served.manage("shell", "--no-imports", "--command", WRITER)
    return "uploads"


@pytest.fixture
def form(page: Page, served: Any, writer: str) -> Iterator[Page]:
    """Give the form of a new gallery."""
    log_in(page, writer, writer)
    page.goto(GALLERY.format(parent=section_of(served)))
    expect(
        page.get_by_role("button", name=re.compile("Add photos from this computer"))
    ).to_be_visible()
    yield page


@pytest.mark.tab(locale="en-GB")
def test_dropped_photos_become_rows_in_their_order_and_bad_files_say_why(form: Page) -> None:
    whole = photo(color=(200, 30, 90), size=(900, 700), quality=95)

    def slowly(route: Route) -> None:
        # The first file comes last.
        if b"a-first.jpg" in (route.request.post_data_buffer or b""):
            form.wait_for_timeout(1500)
        route.continue_()

    form.route("**/photos/upload/", slowly)
    drop(
        form,
        ("a-first.jpg", telling_photo(color="crimson")),
        ("b-broken.jpg", whole[: len(whole) // 2]),
        ("c-leaflet.pdf", b"%PDF-1.7"),
        ("d-last.jpg", photo(color="gold")),
    )
    expect(form.locator(".photo-uploads__summary")).to_contain_text("Added: 2 of 4.")
    assert images(form) == ["Święto nad Wisłą", "d-last"]
    first, broken, wrong, last = messages(form)
    assert first.startswith("Added. Taken on")
    assert "damaged" in broken
    assert "pdf" in wrong
    assert last == "Added."
    assert "Not added: 2." in form.locator(".photo-uploads__summary").inner_text()
    expect(form.locator("#id_photos-0-alt_text")).to_be_focused()
    assert form.locator("#id_photos-0-credit").input_value() == "Anna Zdjęcie / Urząd Miasta"
    assert form.locator("#id_date").input_value() == "2026-05-03"
    assert form.locator("#id_photos-0-ORDER").input_value() == "1"


@pytest.mark.tab(locale="en-GB")
def test_who_writes_is_not_disturbed_by_the_next_photos(form: Page) -> None:
    drop(form, ("eins.jpg", photo(color="navy")))
    expect(form.locator("#id_photos-0-alt_text")).to_be_focused()
    drop(form, ("zwei.jpg", photo(color="olive")), ("drei.jpg", photo(color="plum")))
    expect(form.locator("#id_photos-2-alt_text")).to_be_visible()
    expect(form.locator("#id_photos-0-alt_text")).to_be_focused()
    assert images(form) == ["eins", "zwei", "drei"]


@pytest.mark.tab(locale="en-GB")
def test_a_file_that_was_not_sent_is_tried_again_by_keyboard_and_takes_its_place(
    form: Page,
) -> None:
    form.route("**/photos/upload/", lambda route: route.abort())
    with form.expect_file_chooser() as chooser:
        form.get_by_role("button", name=re.compile("Add photos from this computer")).press("Enter")
    content = photo(color="teal", size=(99, 99))
    file = FilePayload(name="one.jpg", mimeType="image/jpeg", buffer=content)
    chooser.value.set_files([file])
    retry = form.get_by_role("button", name="Try again: one.jpg")
    expect(retry).to_be_visible()
    assert "could not be sent" in messages(form)[0]
    form.unroute("**/photos/upload/")
    drop(form, ("two.jpg", photo(color="salmon")))
    expect(form.locator("#id_photos-0-alt_text")).to_be_visible()

    retry.focus()
    form.keyboard.press("Enter")

    expect(form.locator("#id_photos-1-alt_text")).to_be_visible()
    expect(form.locator(".photo-uploads__summary")).to_have_text("Added: 2 of 2.")
    form.wait_for_timeout(500)  # rows change places
    assert images(form) == ["one", "two"]


@pytest.mark.tab(locale="en-GB")
def test_the_panel_of_uploads_has_no_barriers(form: Page, axe: str) -> None:
    drop(form, ("bad.jpg", b"nothing"), ("good.jpg", photo(color="tomato")))
    expect(form.locator(".photo-uploads__summary")).to_contain_text("Added: 1 of 2.")
    form.evaluate(axe)
    found = form.evaluate("async () => (await axe.run('.photo-uploads')).violations")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
