"""Copies of pages whose slugs name them: drafts and aliases may bear the same slug."""

from typing import Any

from django.test import Client
from wagtail.models import Page

from newsroom.models import ProjectPage, WireItem
from tests.editor import Editor
from tests.factories import make_info_page, make_project, make_section, publish
from tests.shared import shared


@shared
def folder(homes: dict[str, Any]) -> Page:
    return make_info_page(homes["pl"], "Fundusze")


@shared
def project(homes: dict[str, Any]) -> ProjectPage:
    return make_project(homes["pl"], "Nowe drogi")


def messages_after(client: Client, path: str, **fields: Any) -> str:
    answer = client.post(path, fields, follow=True, HTTP_REFERER="http://testserver/admin/")
    return " ".join(str(message) for message in answer.context["messages"])


def test_an_alias_may_have_the_slug_of_its_source(
    folder: Page, project: ProjectPage, editor: Editor
) -> None:
    alias = editor.copy(project, folder, project.slug, alias=True)

    assert alias.live
    assert alias.alias_of_id == project.pk


def test_a_copy_with_the_same_slug_is_not_published(
    folder: Page, project: ProjectPage, editor: Editor
) -> None:
    copy = editor.copy(project, folder, project.slug)

    said = messages_after(
        editor.client, f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={copy.pk}"
    )

    assert "“Nowe drogi” was not published. Another page of this kind has this slug" in said
    assert not Page.objects.get(pk=copy.pk).live


def test_no_copy_is_made_that_would_be_public_with_the_same_slug(
    folder: Page, project: ProjectPage, editor: Editor
) -> None:
    said = messages_after(
        editor.client,
        f"/admin/pages/{project.pk}/copy/",
        new_title="Nowe drogi",
        new_slug=project.slug,
        new_parent_page=folder.pk,
        publish_copies="on",
    )

    assert "“Nowe drogi” was not published." in said
    assert ProjectPage.objects.count() == 1


def test_what_is_copied_along_and_public_gets_a_slug_of_its_own(
    homes: dict[str, Any], folder: Page, editor: Editor, settle: Any
) -> None:
    make_project(folder, "Nowe drogi")
    make_section(folder, "Komunikaty")

    editor.client.post(
        f"/admin/pages/{folder.pk}/copy/",
        {
            "new_title": "Fundusze 2",
            "new_slug": "fundusze-2",
            "new_parent_page": homes["pl"].pk,
            "copy_subpages": "on",
            "publish_copies": "on",
        },
    )
    settle()

    copies = Page.objects.get(slug="fundusze-2").get_children().live()
    assert [page.slug for page in copies] == ["nowe-drogi-1", "komunikaty-1"]
    assert set(WireItem.objects.public().values_list("slug", flat=True)) == {
        "nowe-drogi",
        "nowe-drogi-1",
    }
    for page in copies.specific():
        publish(page)
