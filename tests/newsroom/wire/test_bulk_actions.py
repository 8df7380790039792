"""Wagtail's bulk actions on pages, images and documents, and on collections."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from newsroom.models import ArticlePhoto
from tests.editor import Editor
from tests.factories import make_article, make_image, make_section, picture
from tests.shared import shared

from .wire import document, in_order, on_wire, tombstone

Settle = Callable[[], None]


def test_bulk_publishing(section: Any, editor: Editor, settle: Settle) -> None:
    articles = [make_article(section, f"Artykuł {n}", live=False) for n in range(3)]
    editor.bulk("wagtailcore/page", "publish", articles)
    settle()
    assert all(on_wire(article) for article in articles)
    assert in_order()


def test_bulk_publishing_of_a_section_with_everything_below(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section, live=False)
    editor.bulk("wagtailcore/page", "publish", [section], {"include_descendants": "on"})
    settle()
    assert on_wire(article)


def test_bulk_unpublishing(section: Any, editor: Editor, settle: Settle) -> None:
    articles = [make_article(section, f"Artykuł {n}") for n in range(12)]
    stays = make_article(section)
    settle()
    editor.bulk("wagtailcore/page", "unpublish", articles)
    assert not any(on_wire(article) for article in articles)
    settle()
    assert {tombstone(article).reason for article in articles} == {"unpublished"}
    assert on_wire(stays)


def test_bulk_deleting(section: Any, editor: Editor, settle: Settle) -> None:
    articles = [make_article(section, f"Artykuł {n}") for n in range(3)]
    settle()
    editor.bulk("wagtailcore/page", "delete", articles)
    settle()
    assert {tombstone(article).reason for article in articles} == {"deleted"}


def test_bulk_moving(homes: dict[str, Any], section: Any, editor: Editor, settle: Settle) -> None:
    articles = [make_article(section, f"Artykuł {n}") for n in range(3)]
    archive = make_section(homes["pl"], "Archiwum")
    settle()
    editor.bulk("wagtailcore/page", "move", articles, {"chooser": archive.pk})
    settle()
    assert {document(article)["section"]["slug"] for article in articles} == {"archiwum"}
    assert all(document(article)["former_urls"] for article in articles)


@pytest.fixture
def private(editor: Editor) -> Collection:
    collection = Collection.get_first_root_node().add_child(name="Poufne")
    restrict(editor, collection)
    return Collection.objects.get(pk=collection.pk)


def restrict(editor: Editor, collection: Collection, kind: str = "login") -> None:
    path = f"collections/{collection.pk}/privacy/"
    editor.post(path, {"restriction_type": kind}, expected=200)


def media_files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT, "images").glob("*") if path.is_file()}


@shared
def photographed(section: Any, settle: Settle) -> Any:
    """Give an article with two photos, in two collections of their own."""
    root = Collection.get_first_root_node()
    article = make_article(section, live=False)
    for number in range(2):
        image = make_image(f"Obraz {number}", collection=root.add_child(name=f"Zbiór {number}"))
        article.photos.add(
            ArticlePhoto(image=image, alt_text=f"Zdjęcie {number}", locale=article.locale)
        )
    article.save_revision().publish()
    settle()
    return article


def alts(article: Any) -> list[str]:
    return [photo["alt"] for photo in document(article)["photos"]]


def image_of(article: Any, number: int = 0) -> Any:
    return get_image_model().objects.get(title=f"Obraz {number}")


def assert_only_the_second_is_public(article: Any) -> None:
    assert alts(article) == ["Zdjęcie 1"]
    assert document(article)["lead_photo"]["alt"] == "Zdjęcie 1"
    public = (
        get_image_model()
        .get_rendition_model()
        .objects.filter(filter_spec__contains="stripmetadata")
    )
    assert {rendition.image for rendition in public} == {image_of(article, 1)}
    name = Path(image_of(article).file.name).stem
    assert not [
        path
        for path in media_files()
        if path.name.startswith(f"{name}.") and "stripmetadata" in path.name
    ]


def test_an_image_moved_to_a_restricted_collection_leaves_with_its_files(
    photographed: Any, private: Collection, editor: Editor, settle: Settle
) -> None:
    image = image_of(photographed)
    assert alts(photographed) == ["Zdjęcie 0", "Zdjęcie 1"]
    form = editor.form(f"images/{image.pk}/") | {"collection": private.pk}
    form.pop("file", None)
    editor.post(f"images/{image.pk}/", form)
    settle()
    assert_only_the_second_is_public(photographed)


def test_images_moved_in_bulk_leave_too(
    photographed: Any, private: Collection, editor: Editor, settle: Settle
) -> None:
    model = get_image_model()._meta.label_lower.replace(".", "/")
    form = {"collection": private.pk}
    editor.bulk(model, "add_to_collection", [image_of(photographed)], form)
    settle()
    assert_only_the_second_is_public(photographed)


def test_images_of_a_collection_moved_under_a_restricted_one_leave_too(
    photographed: Any, private: Collection, editor: Editor, settle: Settle
) -> None:
    collection = image_of(photographed).collection
    form = {"name": collection.name, "parent": private.pk}
    editor.post(f"collections/{collection.pk}/", form)
    settle()
    assert Collection.objects.get(pk=collection.pk).get_parent() == private
    assert_only_the_second_is_public(photographed)


def test_images_of_a_restricted_collection_leave_and_come_back(
    photographed: Any, editor: Editor, settle: Settle
) -> None:
    collection = image_of(photographed).collection
    restrict(editor, collection)
    settle()
    assert_only_the_second_is_public(photographed)
    restrict(editor, collection, "none")
    settle()
    assert alts(photographed) == ["Zdjęcie 0", "Zdjęcie 1"]


def test_a_collection_restricted_without_the_admin_loses_its_public_files_too(
    photographed: Any, private: Collection, settle: Settle
) -> None:
    image = image_of(photographed)
    image.collection = private
    image.save()
    settle()
    assert_only_the_second_is_public(photographed)


def test_a_replaced_file_is_shown_in_the_document(
    photographed: Any, editor: Editor, settle: Settle
) -> None:
    image = image_of(photographed)
    before = document(photographed)["photos"][0]
    form = editor.form(f"images/{image.pk}/") | {"file": picture(size=(80, 20))}
    editor.post(f"images/{image.pk}/", form)
    settle()
    after = document(photographed)["photos"][0]
    assert after["id"] == before["id"]
    assert after["src"] != before["src"]
    assert (after["width"], after["height"]) == (80, 20)
    assert all(item["height"] < item["width"] / 2 for item in after["renditions"])


def test_a_deleted_image_leaves_the_rest_in_place(
    photographed: Any, editor: Editor, settle: Settle
) -> None:
    editor.post(f"images/{image_of(photographed).pk}/delete/")
    settle()
    assert alts(photographed) == ["Zdjęcie 1"]


def make_document(title: str) -> Any:
    file = ContentFile(b"%PDF-1.4", name=f"{title.lower()}.pdf")
    return get_document_model().objects.create(
        title=title, file=file, collection=Collection.get_first_root_node()
    )


@pytest.mark.parametrize("way", ["singly", "in bulk", "deleted"])
def test_documents_that_are_not_public_are_neither_listed_nor_linked(
    section: Any, private: Collection, editor: Editor, settle: Settle, way: str
) -> None:
    first, second = make_document("Regulamin"), make_document("Wniosek")
    link = f'<p><a linktype="document" id="{first.pk}">regulamin</a></p>'
    article = make_article(
        section,
        body=[("rich_text", link), ("documents", {"documents": [first, second]})],
    )
    settle()
    body = document(article)["body"]
    assert [item["title"] for item in body[1]["documents"]] == ["Regulamin", "Wniosek"]
    assert "<a href=" in body[0]["html"]
    if way == "singly":
        form = editor.form(f"documents/edit/{first.pk}/") | {"collection": private.pk}
        form.pop("file", None)
        editor.post(f"documents/edit/{first.pk}/", form)
    elif way == "in bulk":
        editor.bulk(
            "wagtaildocs/document", "add_to_collection", [first], {"collection": private.pk}
        )
    else:
        editor.post(f"documents/delete/{first.pk}/")
    settle()
    body = document(article)["body"]
    assert [item["title"] for item in body[1]["documents"]] == ["Wniosek"]
    assert body[0]["html"] == "<p>regulamin</p>"
