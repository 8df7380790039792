"""Files of photos: readers get what has no metadata, editors get what the admin shows them."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from PIL import Image as Pillow
from wagtail.images.models import Filter

from galleries import renditions
from tests.factories import make_image, picture

pytestmark = pytest.mark.django_db
ARTIST = 0x013B
ADMINS_OWN = ("original", "max-800x600", "max-165x165")


@pytest.fixture
def photo() -> Any:
    """Give a photo that names its photographer, on a server where DEBUG is off."""
    exif = Pillow.Exif()
    exif[ARTIST] = "Jan Fotograf"
    return make_image(file=picture(exif=exif))


def url_of(photo: Any, spec: str) -> str:
    url: str = photo.get_rendition(Filter(spec=spec)).url
    return url


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_readers_get_the_public_renditions(client: Client, photo: Any, settings: Any) -> None:
    assert not settings.DEBUG
    for file_format in renditions.FORMATS:
        response = client.get(url_of(photo, renditions.spec(960, file_format)))

        assert response.status_code == 200
        assert response["Content-Type"] == f"image/{file_format}"
        assert response["Cache-Control"] == "public, max-age=86400"
        assert "Vary" not in response
        assert b"Fotograf" not in body(response)


@pytest.mark.parametrize("spec", ADMINS_OWN)
def test_readers_do_not_get_the_admins_own_renditions(
    client: Client, photo: Any, spec: str
) -> None:
    assert client.get(url_of(photo, spec)).status_code == 404


def test_a_name_like_a_public_one_opens_nothing(client: Client) -> None:
    file = picture()
    file.name = "plan.stripmetadata.format-jpeg.jpg"
    photo = make_image(file=file)
    for spec in ADMINS_OWN:
        assert client.get(url_of(photo, spec)).status_code == 404


@pytest.mark.parametrize("spec", ADMINS_OWN)
def test_editors_get_the_admins_own_renditions_for_themselves(
    editor: Any, client: Client, photo: Any, spec: str
) -> None:
    response = client.get(url_of(photo, spec))

    assert response.status_code == 200
    assert b"Fotograf" in body(response)
    assert response["Cache-Control"] == "private, no-store"


def test_a_login_without_the_admin_is_a_readers(client: Client, photo: Any) -> None:
    client.force_login(get_user_model().objects.create_user("reader"))

    assert client.get(url_of(photo, "original")).status_code == 404


def test_a_folder_and_what_lies_above_it_are_not_shown(
    client: Client, photo: Any, media_root: Path
) -> None:
    url_of(photo, renditions.FIRST)
    original = Path(photo.file.path).relative_to(media_root)
    (media_root / "x.stripmetadata.format-jpeg.jpg").write_bytes(b"above")
    for path in (
        "",
        "absent.stripmetadata.format-jpeg.jpg",
        "..",
        f"../{original}",
        f"%2e%2e/{original}",
        f"..%2f{original}",
        "../x.stripmetadata.format-jpeg.jpg",
        "..%2fx.stripmetadata.format-jpeg.jpg",
        "%5c..%5cx.stripmetadata.format-jpeg.jpg",
    ):
        assert client.get(f"/media/images/{path}").status_code == 404, path
    assert client.get(f"/media/{original}").status_code == 404


def test_a_file_can_only_be_read(client: Client, photo: Any) -> None:
    url = url_of(photo, renditions.FIRST)

    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405
