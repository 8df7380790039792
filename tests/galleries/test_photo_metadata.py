"""What files of photos say of themselves, and what is taken out of them."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.images import get_image_model

from galleries.metadata import details, secrets
from galleries.metadata.details import Details
from tests.editor import Editor
from tests.factories import make_image

from .photo_files import (
    ARTIST,
    COPYRIGHT,
    DATE_TIME_ORIGINAL,
    EXIF_IFD,
    GPS_IFD,
    ORIENTATION,
    SECRETS,
    dataset,
    exif,
    photo,
    telling_photo,
    with_iptc,
)

FORMATS = ["JPEG", "WEBP", "AVIF", "PNG"]


def pixels(data: bytes) -> bytes:
    with Pillow.open(BytesIO(data)) as image:
        return image.tobytes()


@pytest.mark.parametrize("file_format", FORMATS)
def test_places_and_serial_numbers_are_taken_out_and_not_a_pixel_changes(file_format: str) -> None:
    if file_format == "PNG":
        telling = photo("PNG", exif=exif().tobytes())
    else:
        telling = telling_photo(file_format)
    assert b"SN-BODY-4711" in telling

    clean = secrets.removed(telling)

    for secret in SECRETS:
        assert secret not in clean
    with Pillow.open(BytesIO(clean)) as image:
        tags = image.getexif()
        assert tags[ARTIST] == "Jan Aparat"
        assert tags[COPYRIGHT] == "Jan Aparat, 2026"
        assert tags.get(ORIENTATION) == Pillow.open(BytesIO(telling)).getexif().get(ORIENTATION)
        assert tags.get_ifd(EXIF_IFD)[DATE_TIME_ORIGINAL] == "2026:05:03 11:22:33"
        assert tags.get_ifd(GPS_IFD) == {}
    assert pixels(clean) == pixels(telling)
    assert secrets.removed(clean) == clean


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_file_without_secrets_stays_as_it_is(file_format: str) -> None:
    plain = photo(file_format)
    assert secrets.removed(plain) == plain


def test_the_texts_of_a_png_that_nobody_needs_are_left_out() -> None:
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    texts.add_text("Title", "Rynek")
    texts.add_text("Raw profile type exif", "SN-BODY-4711")
    texts.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>50,3.68N</x:xmpmeta>", zip=True)
    clean = secrets.removed(photo("PNG", pnginfo=texts))
    with Pillow.open(BytesIO(clean)) as image:
        image.load()
        assert image.info["Title"] == "Rynek"
        assert set(image.info) & {"Raw profile type exif", "XML:com.adobe.xmp", "xmp"} == set()


@pytest.mark.parametrize("cut", [8, 40, 200, 600])
def test_a_torn_file_is_no_trouble(cut: int) -> None:
    for file_format in FORMATS:
        torn = telling_photo(file_format)[:cut]
        assert len(secrets.removed(torn)) <= len(torn)


def test_a_directory_that_leads_to_itself_is_read_once() -> None:
    # One entry, an EXIF directory at offset 8, which is this one.
    loop = b"II*\x00\x08\x00\x00\x00" + b"\x01\x00" + bytes.fromhex("698704000100000008000000")
    assert secrets.removed(loop + bytes(8)) == loop + bytes(8)


def test_xmp_comes_before_the_older_ways() -> None:
    found = details.read(BytesIO(telling_photo()))
    assert found == Details("Święto nad Wisłą", "Anna Zdjęcie / Urząd Miasta", date(2026, 5, 3))


def test_exif_alone_gives_author_and_day() -> None:
    found = details.read(BytesIO(photo(exif=exif(day="2025:12:31 23:59:59").tobytes())))
    assert found == Details("", "Jan Aparat", date(2025, 12, 31))


@pytest.mark.parametrize("day", ["0000:00:00 00:00:00", "2026:13:01 00:00:00", "", "wczoraj"])
def test_a_clock_that_was_never_set_gives_no_day(day: str) -> None:
    assert details.read(BytesIO(photo(exif=exif(day=day).tobytes()))).day is None


@pytest.mark.parametrize(
    ("charset", "declared"), [("utf-8", True), ("utf-8", False), ("cp1250", False)]
)
def test_iptc_is_read_in_the_charsets_in_use(charset: str, declared: bool) -> None:
    marker = [dataset(1, 90, b"\x1b%G")] if declared else []
    file = with_iptc(
        photo(),
        *marker,
        dataset(2, 5, "Żółta łódź".encode(charset)),
        dataset(2, 55, b"20260503"),
        dataset(2, 80, "Łucja Świt".encode(charset)),
        dataset(2, 110, "Dom Kultury".encode(charset)),
    )
    found = details.read(BytesIO(file))
    assert found == Details("Żółta łódź", "Łucja Świt / Dom Kultury", date(2026, 5, 3))


def test_western_letters_stay_what_they_are() -> None:
    file = with_iptc(photo(), dataset(2, 80, "Zoë Müller".encode("latin-1")))
    assert details.read(BytesIO(file)).credit == "Zoë Müller"


def test_credits_that_repeat_each_other_are_written_once() -> None:
    file = with_iptc(photo(), dataset(2, 80, b"Jan Aparat"), dataset(2, 110, b"fot. Jan Aparat"))
    assert details.read(BytesIO(file)).credit == "fot. Jan Aparat"


@pytest.mark.parametrize(
    "xmp", [b"<x:xmpmeta><", b"\x00\xff", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>']
)
def test_metadata_that_cannot_be_read_is_as_if_it_were_not_there(xmp: bytes) -> None:
    file = photo(xmp=xmp, exif=exif(artist="Jan Aparat").tobytes())
    assert details.read(BytesIO(file)).credit == "Jan Aparat"


def test_no_original_in_the_library_tells_where_it_was_taken(
    homes: dict[str, Any], editor: Editor
) -> None:
    """Whatever way it comes: the form under Images, and code."""
    form = {
        "title": "Rynek", "file": ImageFile(BytesIO(telling_photo()), name="a.jpg"),
        "collection": 1, "description": "", "tags": "", "focal_point_x": "",
    }  # fmt: skip
    editor.post("images/add/", form)
    uploaded = get_image_model().objects.get(title="Rynek")
    made = make_image(file=ImageFile(BytesIO(telling_photo()), name="b.jpg"))
    for image in (uploaded, made):
        content = Path(image.file.path).read_bytes()
        assert not [secret for secret in SECRETS if secret in content]
        assert b"Jan Aparat" in content
    assert uploaded.file_hash == made.get_file_hash()
    assert uploaded.file_size == uploaded.file.size
