"""The public files of photos: JPEG and WebP at a handful of widths, and nothing secret in them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from PIL import Image as Pillow
from wagtail.images import get_image_model

from galleries import renditions
from newsroom.models import WireImage
from tests.editor import Editor
from tests.factories import make_article, make_image, picture

from .wire import document

Settle = Callable[[], None]

ARTIST, GPS, LATITUDE = 0x013B, 0x8825, 2


def with_exif(size: tuple[int, int] = (1400, 900)) -> Any:
    exif = Pillow.Exif()
    exif[ARTIST] = "Tajny Fotograf"
    exif[0x0110] = "Aparat 123456"
    exif.get_ifd(GPS)[LATITUDE] = (50.0, 3.0, 41.0)
    return picture(size=size, exif=exif.tobytes(), comment=b"Tajny komentarz")


def public_files(photo: dict[str, Any]) -> list[Path]:
    prefix = f"http://localhost{settings.MEDIA_URL}"
    urls = [item["url"] for item in photo["renditions"]]
    assert all(url.startswith(prefix) for url in [*urls, photo["src"]])
    return [Path(settings.MEDIA_ROOT, url.removeprefix(prefix)) for url in urls]


def test_a_photo_comes_in_both_formats_and_several_widths(section: Any, settle: Settle) -> None:
    article = make_article(section, image=make_image(file=picture(size=(1400, 700))), alts=["Opis"])
    settle()
    (photo,) = document(article)["photos"]
    found = [(item["type"], item["width"]) for item in photo["renditions"]]
    widths = [320, 640, 960, 1280, 1400]
    assert found == [("image/jpeg", width) for width in widths] + [
        ("image/webp", width) for width in widths
    ]
    assert photo["src"] == photo["renditions"][2]["url"]
    assert (photo["width"], photo["height"]) == (960, 480)
    for path, item in zip(public_files(photo), photo["renditions"], strict=True):
        assert path.stat().st_size == item["length"]
        with Pillow.open(path) as file:
            assert file.size == (item["width"], item["height"])
            assert file.get_format_mimetype() == item["type"]
    assert not WireImage.objects.exists()


def test_no_public_file_tells_who_took_the_photo_where_and_with_what(
    section: Any, settle: Settle
) -> None:
    image = make_image(file=with_exif())
    with Pillow.open(image.file.path) as original:
        assert original.getexif()[ARTIST] == "Tajny Fotograf"
        assert not original.getexif().get_ifd(GPS)
    article = make_article(section, image=image, alts=["Opis"])
    settle()
    (photo,) = document(article)["photos"]
    files = public_files(photo)
    assert len(files) == 10
    for path in files:
        with Pillow.open(path) as file:
            assert dict(file.getexif()) == {}
            assert not {"exif", "xmp", "comment"} & set(file.info)
        for secret in (b"Tajny", b"Aparat", b"Exif"):
            assert secret not in path.read_bytes()


def test_a_photo_taken_upright_is_shown_upright(section: Any, settle: Settle) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # the camera was turned by a quarter
    image = make_image(file=picture(size=(1200, 800), exif=exif.tobytes()))
    article = make_article(section, image=image, alts=["Opis"])
    settle()
    (photo,) = document(article)["photos"]
    assert photo["height"] > photo["width"]


def test_an_upload_can_be_shown_at_once_and_gets_the_other_sizes_from_the_worker(
    section: Any, editor: Editor, settle: Settle
) -> None:
    form = {
        "title": "Port", "file": picture(size=(1400, 700)), "collection": 1,
        "description": "", "tags": "", "focal_point_x": "",
    }  # fmt: skip
    editor.post("images/add/", form)
    image = get_image_model().objects.get(title="Port")
    specs = image.renditions.filter(filter_spec__contains="stripmetadata")
    assert [row.filter_spec for row in specs] == ["width-960|stripmetadata|format-jpeg"]
    article = make_article(section, image=image, alts=["Opis"])
    settle()
    assert len(document(article)["photos"][0]["renditions"]) == 10


def test_a_composition_lists_only_what_exists(section: Any, settle: Settle) -> None:
    image = make_image(file=picture(size=(1400, 700)))
    article = make_article(section, image=image, alts=["Opis"])
    settle()
    for row in image.renditions.filter(filter_spec__contains="webp"):
        row.delete()
    call_command("reconcile_wire", "--deep")
    (photo,) = document(article)["photos"]
    assert {item["type"] for item in photo["renditions"]} == {"image/jpeg"}
    assert WireImage.objects.get().image_id == image.pk
    settle()
    assert len(document(article)["photos"][0]["renditions"]) == 10


def test_a_transparent_original_becomes_a_jpeg_too(section: Any, settle: Settle) -> None:
    from io import BytesIO

    from django.core.files.images import ImageFile

    data = BytesIO()
    Pillow.new("RGBA", (400, 300), (10, 200, 30, 80)).save(data, "PNG")
    image = make_image(file=ImageFile(BytesIO(data.getvalue()), name="znak.png"))
    article = make_article(section, image=image, alts=["Opis"])
    settle()
    types = {item["type"] for item in document(article)["photos"][0]["renditions"]}
    assert types == {"image/jpeg", "image/webp"}


def test_a_remembered_rendition_that_is_no_more_is_made(section: Any, settle: Settle) -> None:
    image = make_image(file=picture(size=(1400, 700)))
    for name in renditions.wanted(image):
        image.get_rendition(name)  # Wagtail's cache knows it from now on
    rows = image.renditions.all()
    rows._raw_delete(rows.db)  # as when a backup of the database is restored

    article = make_article(section, image=image, alts=["Opis"])
    settle()

    (photo,) = document(article)["photos"]
    assert len(photo["renditions"]) == 10
    assert all(path.is_file() for path in public_files(photo))


class ForgetfulStorage(FileSystemStorage):
    """Accepts files and loses them."""

    def _save(self, name: str, content: Any) -> str:
        return name


def test_renditions_that_get_lost_do_not_keep_the_worker_busy(
    section: Any, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = get_image_model().get_rendition_model()._meta.get_field("file")
    monkeypatch.setattr(files, "storage", ForgetfulStorage())
    article = make_article(section, image=make_image(), alts=["Opis"])
    settle()

    assert not document(article)["photos"]
    assert WireImage.objects.get().attempts == 1


def test_a_file_replaced_while_its_sizes_are_made_is_not_shown_as_it_was(
    section: Any, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = make_image(file=picture((200, 0, 0), size=(300, 200)))
    article = make_article(section, image=image, alts=["Opis"])
    make = renditions.make

    def make_while_an_editor_replaces_the_file(stale: Any, specs: list[str]) -> bool:
        monkeypatch.undo()
        current = get_image_model().objects.get(pk=image.pk)
        current.file = picture((0, 0, 200), size=(300, 200))
        current.save()
        return make(stale, specs)

    monkeypatch.setattr(renditions, "make", make_while_an_editor_replaces_the_file)
    settle()
    (photo,) = document(article)["photos"]
    for path in public_files(photo):
        with Pillow.open(path) as file:
            red, _, blue = file.convert("RGB").resize((1, 1)).tobytes()
        assert red < 50 < blue
