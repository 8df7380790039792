"""Moving pages between sites: a slug that names a page there is not taken twice."""

from typing import Any

import pytest
from wagtail.models import Page

from tests.editor import Editor
from tests.factories import make_info_page, make_project, make_section, make_site_tree


@pytest.fixture
def elsewhere(homes: dict[str, Any]) -> Any:
    """Give the Polish home page of another site."""
    return make_site_tree("other.newsroom.test", slug="inny")["pl"]


def make_folder(parent: Page, title: str) -> Any:
    return make_info_page(parent, title)


def parent_of(page: Page) -> Page:
    found: Page = Page.objects.get(pk=page.pk).get_parent()
    return found


def said(editor: Editor, response: Any) -> str:
    return str(editor.client.get(response["Location"]).content.decode())


REFUSED = "Another page of this kind has the slug “nowe-drogi” in that site and language."


@pytest.mark.parametrize("ask", ["GET", "POST"])
def test_a_page_is_not_moved_to_a_site_that_has_its_slug(
    homes: dict[str, Any], elsewhere: Page, editor: Editor, ask: str
) -> None:
    make_project(homes["pl"], "Nowe drogi")
    moved = make_project(elsewhere, "Nowe drogi")
    target = make_folder(homes["pl"], "Archiwum")
    address = f"/admin/pages/{moved.pk}/move/{target.pk}/confirm/"

    response = editor.client.generic(ask, address)

    assert response["Location"] == f"/admin/pages/{moved.pk}/move/"
    assert REFUSED in said(editor, response)
    assert parent_of(moved).pk == elsewhere.pk


def test_a_page_is_not_moved_with_one_below_it_whose_slug_is_taken(
    homes: dict[str, Any], elsewhere: Page, editor: Editor
) -> None:
    make_project(homes["pl"], "Nowe drogi")
    folder = make_folder(elsewhere, "Archiwum")
    make_project(folder, "Nowe drogi")

    response = editor.post(f"pages/{folder.pk}/move/{homes['pl'].pk}/confirm/")

    assert REFUSED in said(editor, response)
    assert parent_of(folder).pk == elsewhere.pk


def test_a_page_with_a_slug_of_its_own_is_moved(
    homes: dict[str, Any], elsewhere: Page, editor: Editor
) -> None:
    make_project(homes["pl"], "Nowe drogi")
    make_section(homes["pl"], "Nowe mosty")  # a section's slug names no project

    editor.move(make_project(elsewhere, "Nowe mosty"), make_folder(homes["pl"], "Archiwum"))


def test_a_page_is_moved_within_its_site(homes: dict[str, Any], editor: Editor) -> None:
    project = make_project(homes["pl"], "Nowe drogi")

    editor.move(project, make_folder(homes["pl"], "Archiwum"))


def test_a_bulk_move_moves_nothing_if_one_slug_is_taken(
    homes: dict[str, Any], elsewhere: Page, editor: Editor
) -> None:
    make_project(make_folder(homes["pl"], "Fundusze"), "Nowe drogi")
    taken, free = make_project(elsewhere, "Nowe drogi"), make_project(elsewhere, "Nowe mosty")

    response = editor.bulk("wagtailcore/page", "move", [free, taken], {"chooser": homes["pl"].pk})

    assert REFUSED in said(editor, response)
    assert {parent_of(page).pk for page in (taken, free)} == {elsewhere.pk}


def test_a_bulk_move_does_not_bring_two_pages_with_one_slug(
    homes: dict[str, Any], elsewhere: Page, editor: Editor
) -> None:
    third = make_site_tree("third.newsroom.test", slug="trzeci")["pl"]
    folders = [make_folder(home, f"Fundusze {home.pk}") for home in (elsewhere, third)]
    for folder in folders:
        make_project(folder, "Nowe drogi")

    response = editor.bulk("wagtailcore/page", "move", folders, {"chooser": homes["pl"].pk})

    assert REFUSED in said(editor, response)
    assert [parent_of(folder).pk for folder in folders] == [elsewhere.pk, third.pk]


def test_a_bulk_move_of_pages_with_slugs_of_their_own(
    homes: dict[str, Any], elsewhere: Page, editor: Editor
) -> None:
    make_project(homes["pl"], "Nowe drogi")
    moved = [make_project(elsewhere, title) for title in ("Nowe mosty", "Nowe place")]

    editor.bulk("wagtailcore/page", "move", moved, {"chooser": homes["pl"].pk})

    assert {parent_of(page).pk for page in moved} == {homes["pl"].pk}
