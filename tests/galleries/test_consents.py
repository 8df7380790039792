"""Consents at photos: what the form says of them, and what editors do when they are withdrawn."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from galleries.consents.links import GIVE_AGAIN, WITHDRAW, address_of
from galleries.consents.models import WithdrawnConsent
from galleries.consents.withdrawals import withdraw
from galleries.models import GalleryPage
from tests.editor import Editor
from tests.factories import make_article, make_gallery, make_section, translate

Settle = Callable[[], None]


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


@pytest.fixture
def gallery(section: Any) -> GalleryPage:
    return make_gallery(section, alts=["Orkiestra na rynku", "Tancerze"])


def make_editor(homes: dict[str, Any], users: Any, *image_permissions: str) -> Client:
    """The browser of somebody who edits the English pages, with permissions on images."""
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=homes["en"], permission=Permission.objects.get(codename="change_page")
    )
    for action in image_permissions:
        GroupCollectionPermission.objects.create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(codename=f"{action}_image"),
        )
    user = users.objects.create_user("writer")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def errors(answer: Any, number: int = 0) -> dict[str, list[str]]:
    found = answer.context["form"].formsets["photos"].forms[number].errors
    return {name: list(messages) for name, messages in found.items()}


@pytest.mark.parametrize("ground", ["", "nobody", "public-function", "gathering"])
def test_only_a_consent_has_days(editor: Editor, gallery: Any, ground: str) -> None:
    days: dict[str, Any] = {
        "photos__1__consent_date": "2026-01-02",
        "photos__1__consent_until": "2026-03-04",
    }
    answer = editor.publish(gallery, expected=200, photos__1__people=ground, **days)
    message = ["Only people who have agreed have such a day. Leave it empty."]
    assert errors(answer, 1) == {"consent_date": message, "consent_until": message}
    assert errors(answer, 0) == {}


def test_a_consent_does_not_end_before_it_is_given(editor: Editor, gallery: Any) -> None:
    given: dict[str, Any] = {
        "photos__0__people": "consent",
        "photos__0__consent_date": "2036-05-02",
    }
    answer = editor.publish(gallery, expected=200, photos__0__consent_until="2036-05-01", **given)
    assert errors(answer) == {"consent_until": ["This is before the day on which they agreed."]}
    editor.publish(gallery, photos__0__consent_until="2036-05-02", **given)
    row = GalleryPage.objects.get().photos.all()[0]
    assert (row.people, row.consent_until) == ("consent", date(2036, 5, 2))


def notes(client: Client, page: Page) -> list[str]:
    answer = client.get(f"/admin/pages/{page.pk}/edit/")
    html = BeautifulSoup(answer.content, "html.parser")
    for hint in html.select(".consent svg, .consent .help-block__icon"):
        hint.decompose()
    return [note.get_text(" ", strip=True) for note in html.select(".consent")]


def test_the_form_says_at_the_photo_that_it_is_shown_nowhere(editor: Editor, gallery: Any) -> None:
    action = "Withdraw the consent for this photo"
    assert notes(editor.client, gallery) == [action, action]
    second = gallery.photos.last()
    withdraw([second.image], None)
    ended: dict[str, Any] = {
        "photos__0__people": "consent",
        "photos__0__consent_until": "2020-02-03",
    }
    editor.save(gallery, **ended)

    one, two = notes(editor.client, gallery)

    assert "This photo is shown nowhere: a consent for it ended on" in one
    assert "2020" in one
    assert "people in it have withdrawn their consent" in two
    assert "They have agreed again" in two


def test_the_form_asks_as_few_queries_for_many_photos(editor: Editor, section: Any) -> None:
    def asked(number: int) -> int:
        page = make_gallery(section, f"Galeria {number}", alts=[f"Opis {n}" for n in range(number)])
        notes(editor.client, page)  # the first request settles what the test has made
        with CaptureQueriesContext(connection) as captured:
            assert len(notes(editor.client, page)) == number
        return sum(
            "consent" in query["sql"] and "alt_text" not in query["sql"]
            for query in captured.captured_queries
        )

    assert asked(1) == asked(8)


def test_what_is_asked_before_a_consent_is_withdrawn_lists_the_uses(
    editor: Editor, section: Any, gallery: Any
) -> None:
    image = gallery.photos.first().image
    article = make_article(section, "Święto miasta", image=image, alts=["Orkiestra"])
    translate(article, "en", title="The festival")

    html = editor.client.get(address_of(WITHDRAW, image.pk, "/admin/")).content.decode()

    for title in ("Święto miasta", "The festival", "Galeria"):
        assert title in html
    assert not WithdrawnConsent.objects.exists()


def test_uses_on_pages_of_others_are_counted_not_named(
    homes: dict[str, Any], section: Any, django_user_model: Any
) -> None:
    article = make_article(section, "Tajny szkic", alts=["Orkiestra"])
    client = make_editor(homes, django_user_model, "change")
    address = address_of(WITHDRAW, article.photos.get().image_id, "/admin/")
    html = client.get(address).content.decode()
    assert "Tajny szkic" not in html
    assert "1 other place" in html or "1 inne miejsce" in html


def test_who_may_not_change_the_image_cannot_withdraw(
    homes: dict[str, Any], django_user_model: Any, gallery: Any
) -> None:
    client = make_editor(homes, django_user_model, "add")
    image = gallery.photos.first().image
    client.post(address_of(WITHDRAW, image.pk, "/admin/"), {"note": ""})
    assert not WithdrawnConsent.objects.exists()


def test_a_consent_is_withdrawn_once(editor: Editor, gallery: Any) -> None:
    image = gallery.photos.first().image
    address = address_of(WITHDRAW, image.pk, "/admin/").removeprefix("/admin/")
    editor.post(address, {"note": "Pismo z 3 maja"})
    editor.post(address, {"note": ""})
    assert [consent.note for consent in WithdrawnConsent.objects.all()] == ["Pismo z 3 maja"]
    editor.post(address_of(GIVE_AGAIN, image.pk, "/admin/").removeprefix("/admin/"))
    editor.post(address, {"note": "Znowu nie"})
    assert WithdrawnConsent.objects.filter(given_again_at=None).count() == 1
    assert WithdrawnConsent.objects.count() == 2


def test_the_bar_outlives_the_image(editor: Editor, gallery: Any) -> None:
    image = gallery.photos.first().image
    withdraw([image], None)
    image.delete()
    consent = WithdrawnConsent.objects.get()
    assert consent.image is None
    assert consent.file_hash
    assert str(consent) == "Obraz"


def test_a_template_of_galleries_leaves_barred_photos_out(gallery: Any) -> None:
    template = Template(
        "{% load galleries_photos %}{% for row in rows|shown %}{{ row.alt_text }};{% endfor %}"
    )
    rows = gallery.photos.all()
    assert template.render(Context({"rows": rows})) == "Orkiestra na rynku;Tancerze;"
    withdraw([rows[0].image], None)
    assert template.render(Context({"rows": rows})) == "Tancerze;"
