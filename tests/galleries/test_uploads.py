"""Many photos at once, the server's side: each file is answered for itself."""

import json
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Collection

from galleries.consents.withdrawals import withdraw
from tests.editor import Editor
from tests.factories import make_gallery, make_section

from .photo_files import SECRETS, photo, telling_photo
from .test_consents import make_editor

ADDRESS = "/admin/photos/upload/"


@pytest.fixture
def client(homes: dict[str, Any], editor: Editor) -> Client:
    """Give an administrator's browser in a site that has collections."""
    return editor.client


def upload(client: Client, content: bytes, name: str = "rynek.jpg", **fields: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(ADDRESS, {"file": file, **fields})


def refusal(client: Client, content: bytes, name: str = "rynek.jpg") -> str:
    answer = upload(client, content, name)
    assert answer.status_code == 400
    assert not get_image_model().objects.exists()
    text: str = answer.json()["error"]
    return text


def test_a_file_becomes_an_image_with_what_it_says_of_itself(client: Client) -> None:
    answer = upload(client, telling_photo())
    assert answer.status_code == 200
    image = get_image_model().objects.get()
    told = answer.json()
    assert image.title == "Święto nad Wisłą"
    assert str(image.uploaded_by_user) == "editor"
    assert told["credit"] == "Anna Zdjęcie / Urząd Miasta"
    assert told["day"] == "2026-05-03"
    assert told["notes"] == ["Taken on 3 May 2026."] or "2026" in told["notes"][0]
    assert (told["image"]["id"], told["image"]["title"]) == (image.pk, image.title)
    assert told["image"]["edit_url"] == f"/admin/images/{image.pk}/"
    assert told["image"]["preview"]["url"].startswith("/media/")
    content = Path(image.file.path).read_bytes()
    assert not [secret for secret in SECRETS if secret in content]
    everything = json.dumps(told, ensure_ascii=False)
    assert not [secret for secret in SECRETS if secret.decode() in everything]


def test_a_file_that_says_nothing_is_named_after_itself(client: Client) -> None:
    told = upload(client, photo(), "DSC_0042.JPG").json()
    assert told["image"]["title"] == "DSC_0042"
    assert (told["credit"], told["day"], told["notes"]) == ("", "", [])


def test_a_broken_file_is_refused(client: Client) -> None:
    whole = photo(color=(10, 20, 30), size=(900, 700), quality=95)
    assert "damaged" in refusal(client, whole[: len(whole) // 2])
    assert "damaged" in refusal(client, b"this is no picture")


def test_a_file_of_a_wrong_kind_is_refused(client: Client) -> None:
    assert "PDF" not in refusal(client, photo(), "photo.pdf")
    assert refusal(client, photo("PNG"), "png-called.jpg")
    assert refusal(client, b"%PDF-1.7 text", "leaflet.pdf")


def test_a_huge_picture_is_refused_by_its_head(client: Client) -> None:
    data = BytesIO()
    Pillow.new("1", (8000, 5001)).save(data, "PNG")
    assert refusal(client, data.getvalue(), "huge.png") == (
        "This picture has more than 40 megapixels. Make it smaller and try again."
    )
    # A head that promises more than Pillow opens.
    head = bytearray(photo("PNG"))
    head[16:24] = (60000).to_bytes(4, "big") * 2
    head[29:33] = zlib.crc32(head[12:29]).to_bytes(4, "big")
    assert "40 megapixels" in refusal(client, bytes(head), "bomb.png")


def test_a_picture_of_just_forty_megapixels_is_taken(client: Client) -> None:
    data = BytesIO()
    Pillow.new("1", (8000, 5000)).save(data, "PNG")
    assert upload(client, data.getvalue(), "big.png").status_code == 200


def test_a_file_that_weighs_too_much_is_refused(client: Client, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    assert "too big" in refusal(client, photo())


def test_without_a_file_nothing_happens(client: Client) -> None:
    assert client.post(ADDRESS, {}).json() == {"error": "No file has arrived."}
    assert client.get(ADDRESS).status_code == 405


def test_the_same_file_is_used_and_not_added_once_more(client: Client) -> None:
    first = upload(client, telling_photo(), "a.jpg").json()
    second = upload(client, telling_photo(), "b.jpg").json()
    assert second["image"]["id"] == first["image"]["id"]
    assert second["notes"][0] == "This photo was here already. It is used, not added once more."
    assert get_image_model().objects.count() == 1


def test_who_adds_a_photo_that_people_objected_to_is_told(client: Client) -> None:
    upload(client, telling_photo())
    image = get_image_model().objects.get()
    withdraw([image], None)
    image.delete()
    assert upload(client, telling_photo()).json()["notes"][0] == (
        "People in it have withdrawn their consent: it is shown nowhere."
    )


def test_photos_go_to_the_collection_that_was_chosen(client: Client) -> None:
    collection = Collection.get_first_root_node().add_child(name="Wydarzenia")
    upload(client, photo(), collection=str(collection.pk))
    assert get_image_model().objects.get().collection == collection


def test_who_may_not_add_images_adds_none(homes: dict[str, Any], django_user_model: Any) -> None:
    client = make_editor(homes, django_user_model)
    assert upload(client, photo()).status_code in (302, 403)
    assert not get_image_model().objects.exists()


def test_nobody_adds_images_to_collections_of_others(
    homes: dict[str, Any], django_user_model: Any
) -> None:
    client = make_editor(homes, django_user_model, "add")
    from wagtail.models import GroupCollectionPermission

    own = Collection.get_first_root_node().add_child(name="Nasze")
    other = Collection.get_first_root_node().add_child(name="Cudze")
    GroupCollectionPermission.objects.update(collection=own)
    upload(client, photo(), collection=str(other.pk))
    assert [image.collection for image in get_image_model().objects.all()] in ([], [own])
    assert Permission.objects.filter(codename="add_image").exists()


def test_visitors_are_sent_to_log_in(homes: dict[str, Any]) -> None:
    assert upload(Client(), photo()).status_code == 302


def test_the_form_offers_it_to_those_who_may(
    homes: dict[str, Any], client: Client, django_user_model: Any
) -> None:
    gallery = make_gallery(make_section(homes["pl"]), alts=["Orkiestra"])
    html = client.get(f"/admin/pages/{gallery.pk}/edit/").content.decode()
    assert "Add photos from this computer" in html
    assert 'data-controller="galleries-uploads"' in html
    other = make_gallery(make_section(homes["en"], "News"), alts=["Orchestra"])
    writer = make_editor(homes, django_user_model)
    html = writer.get(f"/admin/pages/{other.pk}/edit/").content.decode()
    assert 'id="id_photos-FORMS"' in html
    assert "galleries-uploads" not in html
