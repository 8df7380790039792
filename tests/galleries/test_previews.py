"""Preview modes that another app adds to galleries."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from galleries.previews import HOOK, PreviewMode
from tests.editor import Editor
from tests.factories import make_gallery


def count(request: HttpRequest, page: Page) -> HttpResponse:
    return HttpResponse(f"{page.title}: {page.photos.count()}")


def counting(page: Page) -> Iterator[PreviewMode]:
    yield PreviewMode("count", "Count the photos", count)


def test_a_registered_mode_is_offered_and_served(homes: dict[str, Any], editor: Editor) -> None:
    gallery = make_gallery(homes["pl"], "Orkiestra", alts=["Trębacz", "Tancerze"])
    address = f"/admin/pages/{gallery.pk}/"

    with hooks.register_temporarily(HOOK, counting):
        html = editor.client.get(f"{address}edit/").content.decode()
        counted = editor.client.get(f"{address}view_draft/?mode=count")

    assert "Count the photos" in html
    assert counted.content.decode() == "Orkiestra: 2"
    assert ("count", "Count the photos") not in gallery.preview_modes
