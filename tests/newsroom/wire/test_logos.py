"""Logos of feeds: made when editors have decided on one, never for a reader."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Collection, Site

from newsroom.models import FeedSettings, WireMark
from newsroom.wire import logos
from tests.editor import Commit, Editor
from tests.factories import make_image, picture

ROOT = "https://news.example"


@pytest.fixture
def site(homes: dict[str, Any]) -> Site:
    return Site.objects.get()


@pytest.fixture
def save(site: Site, django_capture_on_commit_callbacks: Commit) -> Callable[[Any], None]:
    """Give what saves a logo in the settings and commits that."""

    def act(image: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            FeedSettings.objects.update_or_create(site=site, defaults={"image": image})

    return act


def private_collection() -> Collection:
    collection = Collection.get_first_root_node().add_child(name="Private")
    collection.view_restrictions.create(restriction_type="login")
    return collection


def test_saved_settings_have_a_logo(save: Callable[[Any], None], media_root: Path) -> None:
    image = make_image(file=picture(size=(800, 400), comment="Secret"))

    save(image)

    logo = logos.find(image.pk, ROOT)
    assert logo is not None
    assert (logo.width, logo.height, logo.media_type) == (144, 72, "image/png")
    assert logo.url.startswith(f"{ROOT}/media/images/")
    assert ".stripmetadata." in logo.url
    file = media_root / logo.url.removeprefix(f"{ROOT}/media/")
    with Pillow.open(file) as made:
        assert (made.size, made.format) == ((144, 72), "PNG")
        assert not made.info


def test_a_small_picture_is_not_enlarged(save: Callable[[Any], None]) -> None:
    image = make_image(file=picture(size=(64, 48)))
    save(image)
    logo = logos.find(image.pk, ROOT)
    assert logo is not None
    assert (logo.width, logo.height) == (64, 48)


def test_finding_makes_nothing(site: Site) -> None:
    image = make_image()
    before = image.renditions.count()
    assert logos.find(image.pk, ROOT) is None
    assert image.renditions.count() == before


def test_without_an_image_there_is_no_logo(site: Site) -> None:
    assert logos.find(None, ROOT) is None
    assert logos.find(99, ROOT) is None


def test_a_logo_whose_file_has_gone_is_made_again(save: Callable[[Any], None]) -> None:
    image = make_image()
    save(image)
    row = image.renditions.get(filter_spec=logos.SPEC)
    os.remove(row.file.path)

    assert logos.find(image.pk, ROOT) is None
    assert logos.make_missing() == 1
    assert logos.find(image.pk, ROOT) is not None
    assert logos.make_missing() == 0


def test_a_logo_that_was_made_later_is_news_to_readers(site: Site) -> None:
    settings = FeedSettings.objects.create(site=site, image=make_image())
    WireMark.objects.all().delete()
    logos.make_missing()
    changed = FeedSettings.objects.get().changed
    assert settings.changed is None
    assert changed is not None
    assert [mark.key for mark in WireMark.objects.all()] == [f"feeds:{site.pk}"]


def test_a_private_image_is_no_logo(save: Callable[[Any], None]) -> None:
    image = make_image()
    save(image)
    image.collection = private_collection()
    image.save()

    assert logos.find(image.pk, ROOT) is None
    image.renditions.all().delete()
    assert logos.make_missing() == 0
    assert not image.renditions.exists()


def test_a_broken_image_costs_only_itself(save: Callable[[Any], None]) -> None:
    image = make_image()
    os.remove(image.file.path)
    save(image)
    assert logos.find(image.pk, ROOT) is None


def test_another_file_in_place_of_the_old_one_is_the_new_logo(
    editor: Editor, save: Callable[[Any], None], settle: Callable[[], None]
) -> None:
    image = make_image(file=picture(size=(400, 400)))
    save(image)
    address = f"images/{image.pk}/"
    form = editor.form(address) | {"file": picture(size=(400, 200))}

    editor.post(address, form)
    settle()

    assert get_image_model().objects.get(pk=image.pk).height == 200
    logo = logos.find(image.pk, ROOT)
    assert logo is not None
    assert logo.height == 72
