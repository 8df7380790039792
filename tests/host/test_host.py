"""The two packages in somebody else's project: only what every host may rely on."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

pytestmark = pytest.mark.django_db


def test_the_reference_site_is_not_needed() -> None:
    for name in ("home", "search", "wagtail.contrib.settings", "wagtail_localize", "ninja"):
        assert not apps.is_installed(name)


def test_the_project_passes_its_checks() -> None:
    call_command("check", fail_level="WARNING")


def test_the_migrations_know_every_model() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_the_first_page_of_the_admin_answers(editor: Client) -> None:
    assert editor.get("/admin/").status_code == 200


@pytest.mark.parametrize("model", ["newsindexpage", "projectpage"])
def test_the_form_of_a_new_page_opens(editor: Client, model: str) -> None:
    home = Page.objects.get(depth=2)
    response = editor.get(f"/admin/pages/add/newsroom/{model}/{home.pk}/")

    assert response.status_code == 200


def test_the_form_of_a_new_gallery_opens(editor: Client) -> None:
    home = Page.objects.get(depth=2)
    response = editor.get(f"/admin/pages/add/galleries/gallerypage/{home.pk}/")

    assert response.status_code == 200


def test_the_report_of_feeds_opens(editor: Client) -> None:
    response = editor.get("/admin/reports/feeds/")

    assert response.status_code == 200


def test_other_pages_are_served_as_before(client: Client) -> None:
    assert client.get("/").status_code == 200
