"""What the rules find stops a publication, or only warns, as the settings say."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, streamfield

from galleries.alt_text import Code
from galleries.models import AltTextSettings, GalleryPage, GalleryPhoto
from newsroom.models import ArticlePage
from tests.editor import Editor
from tests.factories import (
    add_photos,
    make_article,
    make_gallery,
    make_image,
    make_section,
    picture,
    publish,
    translate,
)

SAME = "Orkiestra dęta na rynku"


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


def errors_at_photos(response: Any) -> list[list[str]]:
    forms = response.context["form"].formsets["photos"].forms
    return [list(form.errors.get("alt_text", [])) for form in forms]


def test_repeated_texts_stop_it_and_are_told_at_each_photo(section: Any, editor: Editor) -> None:
    article = make_article(section, live=False, alts=[SAME, "Tłum przed sceną", SAME.upper()])
    response = editor.publish(article, expected=200)
    first, second, third = errors_at_photos(response)
    assert first[0].startswith("The same text stands at another picture (Photo 3). Say what is")
    assert second == []
    assert "(Photo 1)" in third[0]
    editor.save(article)
    editor.publish(article, photos__2__alt_text="Trębacz na schodach ratusza")
    assert ArticlePage.objects.get().live


def test_the_headline_stops_it_wherever_it_is_published(section: Any) -> None:
    article = make_article(section, "Święto plonów", live=False, alts=["Zdjęcie: Święto plonów"])
    with override("en"), pytest.raises(ValidationError, match="Photo 1: This is the headline"):
        article.get_latest_revision().publish()
    assert not ArticlePage.objects.get().live


def test_what_only_warns_is_published(section: Any, editor: Editor) -> None:
    gallery = make_gallery(section, alts=["IMG_2034.jpg", "zdjęcie", "Wóz"])
    assert gallery.live
    editor.publish(gallery)


def test_one_file_uploaded_twice_is_one_picture(section: Any) -> None:
    data = picture("teal")
    images = [make_image(file=data), make_image(file=data)]
    for image in images:
        image.get_file_hash()
    article = make_article(section, live=False, alts=[SAME, SAME])
    draft = article.get_latest_revision_as_object()
    for photo, image in zip(draft.photos.all(), images, strict=True):
        photo.image = image
    assert publish(draft).live


def test_a_choice_lets_photos_share_their_text_and_is_recorded(
    section: Any, editor: Editor
) -> None:
    article = make_article(section, live=False, alts=[SAME, SAME, "Tłum przed sceną"])
    ticked: dict[str, Any] = {"photos__0__shows_together": "on", "photos__1__shows_together": "on"}
    editor.publish(article, **ticked)
    assert ArticlePage.objects.get().live
    entries = PageLogEntry.objects.filter(action="galleries.show_together")
    assert [(entry.user.username, entry.data) for entry in entries] == [
        ("editor", {"photos": [1, 2]})
    ]
    with override("en"):
        assert entries[0].message.startswith("Photos 1, 2 show one thing together")
    editor.publish(article, lead="To samo jeszcze raz.")
    assert entries.count() == 1
    history = editor.client.get(f"/admin/pages/{article.pk}/history/").content.decode()
    assert "Photos 1, 2 show one thing together" in history


def figures(*alts: str) -> dict[str, Any]:
    blocks = [
        (
            "image",
            {
                "image": {"image": make_image().pk, "alt_text": alt},
                "caption": "",
                "credit": "",
            },
        )
        for alt in alts
    ]
    form: dict[str, Any] = nested_form_data({"body": streamfield(blocks)})
    return form


def test_a_text_repeated_in_the_body_is_told_at_its_block_and_at_the_photo(
    section: Any, editor: Editor
) -> None:
    article = make_article(section, live=False, alts=[SAME])
    form = editor.page_form(article) | figures("Werble na scenie", SAME)
    response = editor.post(
        f"pages/{article.pk}/edit/", form | {"action-publish": "x"}, expected=200
    )
    assert "(Image 2 in the text)" in errors_at_photos(response)[0][0]
    (error,) = response.context["form"].errors.as_data()["body"]
    assert list(error.block_errors) == [1]
    (said,) = error.block_errors[1].block_errors["image"].block_errors["alt_text"].messages
    assert "(Photo 1)" in said
    editor.post(f"pages/{article.pk}/edit/", form)
    with override("en"), pytest.raises(ValidationError, match="Image 2 in the text: The same"):
        ArticlePage.objects.get().get_latest_revision().publish()


def test_the_settings_say_what_stops_it(section: Any, editor: Editor) -> None:
    address = f"/admin/settings/galleries/alttextsettings/{AltTextSettings.load().pk}/"
    form = dict.fromkeys(Code.values, "warning") | {"missing": "error", "generic": "error"}
    editor.client.post(address, form | {"repeated": "off"})
    article = make_article(section, "Święto", live=False, alts=[SAME, SAME, "Święto"])
    assert publish(article.get_latest_revision_as_object()).live
    other = make_article(section, "Dożynki", live=False, alts=["zdjęcie"])
    response = editor.publish(other, expected=200)
    assert "what it shows they do not" in errors_at_photos(response)[0][0]


def test_the_source_s_words_in_a_translation_are_found(section: Any) -> None:
    article = make_article(section, alts=["Chłopiec z latawcem", "Dziewczynka na huśtawce"])
    english = translate(article, "en")
    row = english.photos.all()[1]
    row.alt_text = "Dziewczynka na huśtawce"
    row.save()
    found = english.examined_pictures()
    assert [[str(f.code) for f in findings] for _picture, findings in found] == [
        [],
        ["untranslated"],
    ]
    assert all(not findings for _picture, findings in article.examined_pictures())


def test_publishing_asks_as_often_for_twenty_photos_as_for_two(section: Any) -> None:
    def asked(number: int) -> int:
        alts = [f"Widok z wieży, strona {n}: {'o' * n}" for n in range(number - 1)]
        page = GalleryPage(title=f"Galeria {number}", locale=section.locale, live=False)
        section.add_child(instance=page)
        add_photos(page, GalleryPhoto, [*alts, alts[0]])
        with CaptureQueriesContext(connection) as captured:
            found = page.examined_pictures()
        assert [str(f.code) for f in found[-1].findings] == ["repeated"]
        return len(captured)

    assert asked(2) == asked(20) <= 3
