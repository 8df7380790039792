"""The form judges alternative texts while they are written, by the rules of publishing."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page

from tests.editor import Editor
from tests.factories import make_article, make_gallery, make_image, make_section, translate

ADDRESS = "/admin/galleries/alt-texts/examine/"


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


def written(*alts: str, **page: Any) -> dict[str, Any]:
    pictures = [
        {"field": f"photos-{number}", "kind": "photo", "image": number, "alt": alt}
        for number, alt in enumerate(alts)
    ]
    told = {"page": None, "language": "pl", "headline": "Święto plonów", "lead": ""}
    return {**told, "pictures": pictures, **page}


def ask(client: Client, page: Any, expected: int = 200) -> Any:
    response = client.post(ADDRESS, json.dumps(page), content_type="application/json")
    assert response.status_code == expected
    return response.json() if expected == 200 else None


def codes(answer: Any) -> dict[str, list[str]]:
    return {
        each["field"]: [finding["code"] for finding in each["findings"]]
        for each in answer["pictures"]
    }


def test_a_new_page_is_judged_as_it_is_written(section: Any, editor: Editor) -> None:
    answer = ask(editor.client, written("Święto plonów", "Wieniec z kłosów", "wieniec z kłosów"))
    assert codes(answer) == {
        "photos-0": ["headline"],
        "photos-1": ["repeated"],
        "photos-2": ["repeated"],
    }
    assert answer["lacking"] == 3
    assert answer["summary"] == "3 of 3 pictures lack a good alternative text."
    (finding,) = answer["pictures"][1]["findings"]
    assert finding["severity"] == "error"
    assert finding["message"] == "The same text stands at another picture (Photo 3)."
    assert finding["suggestion"].startswith("Say what is different")
    good = ask(editor.client, written("Wieniec z kłosów", "Korowód na rynku"))
    assert good["summary"] == "All pictures have a good alternative text."


def test_images_in_the_text_are_judged_with_the_photos(section: Any, editor: Editor) -> None:
    page = written("Wieniec z kłosów")
    in_text = {"field": "body-0-value-image", "kind": "text", "image": 9, "alt": "Wieniec z kłosów"}
    page["pictures"].append(in_text)
    answer = ask(editor.client, page)
    assert "(Image 1 in the text)" in answer["pictures"][0]["findings"][0]["message"]


def test_two_uploads_of_one_file_may_share_their_text(section: Any, editor: Editor) -> None:
    first = make_image()
    second = make_image(file=first.file)
    page = written("Wieniec z kłosów", "Wieniec z kłosów")
    for picture, image in zip(page["pictures"], (first, second), strict=True):
        image.get_file_hash()
        picture["image"] = image.pk
    assert first.file_hash == second.file_hash
    assert codes(ask(editor.client, page)) == {"photos-0": [], "photos-1": []}


def test_a_translation_is_compared_with_its_source(section: Any, editor: Editor) -> None:
    article = make_article(section, alts=["Wieniec z kłosów"])
    english = translate(article, "en")
    page = written("Wieniec z kłosów", page=english.pk, language="en")
    page["pictures"][0]["row"] = str(english.photos.get().pk)
    assert codes(ask(editor.client, page)) == {"photos-0": ["untranslated"]}


def test_it_is_for_those_who_may_edit_the_page(section: Any, client: Client) -> None:
    gallery = make_gallery(section)
    page = written("Wieniec", page=gallery.pk)
    ask(client, page, expected=302)
    group = Group.objects.create(name="Elsewhere")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = User.objects.create_user("anna")
    user.groups.add(group)
    client.force_login(user)
    ask(client, written("Wieniec"), expected=302)
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    other = make_section(Page.objects.get(pk=section.get_parent().pk), "Inne", slug="inne")
    GroupPagePermission.objects.create(
        group=group, page=Page.objects.get(pk=other.pk), permission=change
    )
    ask(client, page, expected=302)
    ask(client, written("Wieniec"))


@pytest.mark.parametrize(
    "page",
    [
        {},
        [],
        written("Wieniec", headline=7),
        written("Wieniec" * 10_000),
        written(*["Wieniec"] * 501),
        written("Wieniec", more="x"),
    ],
    ids=["nothing", "list", "wrong type", "long", "many", "unknown"],
)
def test_what_no_form_sends_is_refused(editor: Editor, page: Any) -> None:
    ask(editor.client, page, expected=400)


def test_it_is_posted_with_the_token_of_the_form(editor: Editor) -> None:
    assert editor.client.get(ADDRESS).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="editor"))
    assert ask(strict, written("Wieniec"), expected=403) is None


def test_it_asks_as_often_for_many_photos_as_for_few(section: Any, editor: Editor) -> None:
    article = make_article(section, alts=["Wieniec z kłosów", "Korowód na rynku"])

    def asked(number: int) -> int:
        page = written(*["Te same słowa"] * number, page=article.pk)
        with CaptureQueriesContext(connection) as captured:
            ask(editor.client, page)
        return len(captured)

    asked(2)
    assert asked(2) == asked(100) <= 20


def test_the_form_has_what_the_script_needs(section: Any, editor: Editor) -> None:
    article = make_article(section, alts=["Wieniec z kłosów"])
    html = editor.client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    assert f'data-galleries-photos-url-value="{ADDRESS}"' in html
    assert f'data-galleries-photos-page-value="{article.pk}"' in html
    assert 'data-galleries-photos-language-value="pl"' in html
    assert 'type="module"' in html and "galleries/admin/photos" in html
    new = editor.client.get(f"/admin/pages/add/galleries/gallerypage/{section.pk}/")
    assert 'data-galleries-photos-page-value=""' in new.content.decode()


def test_a_photo_is_shown_large_enough_to_be_described(section: Any, editor: Editor) -> None:
    image = make_image()
    response = editor.client.get(f"/admin/galleries/pictures/{image.pk}/")
    assert response.status_code == 302
    assert response["Location"] == image.renditions.get(filter_spec__startswith="width-960").url
    assert Client().get(f"/admin/galleries/pictures/{image.pk}/").status_code == 302
