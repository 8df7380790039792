"""From the admin of a foreign project to the API, with its own image model."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from tests.host.models import HostImage

Form = dict[str, Any]
Publish = Callable[[str, Page, Form], Page]
Commit = Callable[..., AbstractContextManager[Any]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def image() -> HostImage:
    return HostImage.objects.create(
        title="harbour.png", file=get_test_image_file(), photographer="Nobody in particular"
    )


@pytest.fixture
def publish(
    editor: Client, django_capture_on_commit_callbacks: Commit, settle: Callable[[], None]
) -> Publish:
    """Send the form of a new page of this type, as “Publish” does, and let the worker work."""

    def send(page_type: str, parent: Page, form: Form) -> Page:
        with django_capture_on_commit_callbacks(execute=True):
            response = editor.post(
                f"/admin/pages/add/{page_type}/{parent.pk}/",
                {**nested_form_data(form), "action-publish": "action-publish"},
            )
        assert response.status_code == 302, response.context["form"].errors
        settle()
        return Page.objects.get(slug=form["slug"]).specific

    return send


def photo(image: HostImage, alt_text: str) -> Form:
    return {
        "image": image.pk,
        "alt_text": alt_text,
        "caption": "",
        "credit": "",
        "licence": "",
        "decorative": "",
    }


def gallery_form(image: HostImage, alt_text: str) -> Form:
    return {
        "title": "The harbour in winter",
        "slug": "harbour",
        "lead": "Ice, gulls and two tugs.",
        "date": "2026-01-17",
        "place": "Harbour",
        "in_feeds": "on",
        "photos": inline_formset([photo(image, alt_text)]),
        "comments": inline_formset([]),
    }


def items(client: Client, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/news/v1/{kind}/").json()["items"]
    return found


def test_a_gallery_goes_from_the_admin_to_the_api(
    client: Client, publish: Publish, image: HostImage
) -> None:
    publish(
        "galleries/gallerypage",
        Page.objects.get(depth=2),
        gallery_form(image, "A tug in the ice"),
    )

    (gallery,) = items(client, "galleries")
    assert gallery["title"] == "The harbour in winter"
    assert gallery["lead_photo"]["alt"] == "A tug in the ice"
    assert gallery["lead_photo"]["renditions"]


def test_an_article_goes_from_the_admin_to_the_api_and_the_feed(
    client: Client, publish: Publish, image: HostImage
) -> None:
    section = publish(
        "newsroom/newsindexpage",
        Page.objects.get(depth=2),
        {
            "title": "News",
            "slug": "news",
            "introduction": "",
            "comments": inline_formset([]),
        },
    )
    publish(
        "newsroom/articlepage",
        section,
        {
            "title": "The ferry runs again",
            "in_feeds": "on",
            "slug": "ferry",
            "lead": "After five months the ferry crosses the river again.",
            "body": streamfield([]),
            "photos": inline_formset([photo(image, "The ferry at its pier")]),
            "corrections": inline_formset([]),
            "comments": inline_formset([]),
            "tags": "transport",
        },
    )

    (article,) = items(client, "articles")
    assert article["title"] == "The ferry runs again"
    assert article["section"]["slug"] == "news"
    assert article["lead_photo"]["alt"] == "The ferry at its pier"
    assert b"The ferry runs again" in client.get("/feeds/en/news.rss").content
    assert client.get(article["url"].removeprefix("http://localhost")).status_code == 200


def test_a_photo_without_alternative_text_is_not_published(
    editor: Client, image: HostImage
) -> None:
    form = {**gallery_form(image, ""), "action-publish": "action-publish"}
    response = editor.post(
        f"/admin/pages/add/galleries/gallerypage/{Page.objects.get(depth=2).pk}/",
        nested_form_data(form),
    )

    assert response.status_code == 200
    assert not Page.objects.filter(slug="harbour").exists()


def test_a_withdrawn_gallery_leaves_the_api(
    client: Client,
    publish: Publish,
    image: HostImage,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    gallery = publish(
        "galleries/gallerypage",
        Page.objects.get(depth=2),
        gallery_form(image, "A tug in the ice"),
    )
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/pages/{gallery.pk}/unpublish/")

    assert items(client, "galleries") == []


def test_the_wire_is_found_in_order(publish: Publish, image: HostImage) -> None:
    publish(
        "galleries/gallerypage",
        Page.objects.get(depth=2),
        gallery_form(image, "A tug in the ice"),
    )

    call_command("reconcile_wire", check=True)
