"""Previews in the page editor: the draft as the API gives it, here or at a partner's."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from newsroom.models import ArticlePage, uid_for
from tests.editor import Editor
from tests.factories import (
    make_article,
    make_gallery,
    make_info_page,
    make_project,
    make_section,
    submit_for_translation,
)
from tests.newsroom.previewing import (
    AS_API,
    AT_PARTNER,
    document_in,
    link_in,
    page_preview,
    saved_preview,
)
from tests.shared import shared

PARTNER = "https://partner.example/preview"


@shared
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


@shared
def article(section: Any) -> ArticlePage:
    body = [("heading", "Przebieg"), ("rich_text", "<p>Od <b>rana</b> &amp; do wieczora.</p>")]
    return make_article(section, alts=["Nowa czytelnia"], lead="Wstęp.", body=body)


@pytest.fixture
def publisher(homes: dict[str, Any]) -> Client:
    """Give the browser of somebody who may publish pages, but not edit them."""
    group = Group.objects.create(name="Publishers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=Page.get_first_root_node(),
        permission=Permission.objects.get(codename="publish_page"),
    )
    user = User.objects.create_user("publisher")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def make(kind: str, section: Any) -> tuple[Page, str]:
    if kind == "article":
        return make_article(section, alts=["Nowa czytelnia"]), "articles"
    if kind == "gallery":
        return make_gallery(section, alts=["Orkiestra", "Tancerze"]), "galleries"
    return make_project(section.get_parent().specific), "projects"


@pytest.mark.parametrize("kind", ["article", "gallery", "project"])
def test_the_panel_shows_unsaved_changes_as_the_api_gives_them_once_published(
    section: Any, editor: Editor, settle: Callable[[], None], kind: str
) -> None:
    page, noun = make(kind, section)
    settle()
    changes: dict[str, Any] = {
        "title": "Tytuł <i>bez</i> zapisu",
        "slug": "bez-zapisu",
        "lead": "„Wstęp” & kropka.",
    }

    panel = page_preview(editor, page, **changes)
    saved = saved_preview(editor, page)
    editor.publish(page, **changes)
    settle()

    uid = uid_for(page.translation_key, "pl")
    live = Client().get(f"/api/news/v1/{noun}/{uid}/").json()
    assert document_in(panel) == live
    assert list(document_in(panel)) == list(live)
    assert live["title"] == changes["title"]
    assert document_in(saved)["title"] == page.title


def test_the_panel_is_a_page_in_a_frame_that_nobody_keeps(
    article: ArticlePage, editor: Editor
) -> None:
    response = page_preview(editor, article)

    assert response["Content-Type"].startswith("text/html")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_panel_speaks_the_editors_language(article: ArticlePage, editor: Editor) -> None:
    html = page_preview(editor, article).content.decode()

    assert '<html lang="en"' in html
    assert '<pre lang="pl"' in html


def test_the_link_leads_to_the_last_saved_draft(article: ArticlePage, editor: Editor) -> None:
    editor.save(article, title="Zapisany")

    link = link_in(page_preview(editor, article, title="Niezapisany"))

    assert Client().get(link).json()["title"] == "Zapisany"


def test_the_usual_preview_stays_the_first(article: ArticlePage, editor: Editor) -> None:
    response = page_preview(editor, article, mode="", title="Zwykły podgląd")

    assert "<h1>Zwykły podgląd</h1>" in re.sub(r"<h1[^>]*>\s*", "<h1>", response.content.decode())
    assert article.default_preview_mode == ""


def test_a_page_that_was_never_saved_is_shown_without_a_link(
    section: Any, article: ArticlePage, editor: Editor, settings: Any
) -> None:
    settings.NEWSROOM_PREVIEW_URL = PARTNER
    form = editor.page_form(article, title="Nowa wiadomość", slug="nowa-wiadomosc")
    form |= {name: "0" for name in form if name.endswith("INITIAL_FORMS")}
    address = f"/admin/pages/add/newsroom/articlepage/{section.pk}/preview/"
    assert editor.client.post(address, form).json()["is_valid"]

    response = editor.client.get(f"{address}?mode={AS_API}")

    assert document_in(response)["url"].endswith("/aktualnosci/nowa-wiadomosc/")
    assert document_in(response)["locale"] == "pl"
    assert link_in(response) == ""
    assert "Save the page" in response.content.decode()
    new = editor.client.get(f"/admin/pages/add/newsroom/articlepage/{section.pk}/").content.decode()
    assert AS_API in new
    assert AT_PARTNER not in new


def test_a_translation_is_shown_with_what_was_translated_so_far(
    article: ArticlePage, editor: Editor
) -> None:
    from wagtail_localize.models import StringSegment, StringTranslation, Translation

    source = submit_for_translation(article, "en")
    record = Translation.objects.get(source=source)
    segment = StringSegment.objects.get(source=source, context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=record.target_locale,
        context=segment.context,
        data="A new library",
    )

    response = editor.client.get(f"/admin/localize/translate/{record.pk}/preview/{AS_API}/")

    document = document_in(response)
    assert (document["locale"], document["title"]) == ("en", "A new library")
    assert document["lead"] == "Wstęp."
    translation = article.get_translation(record.target_locale)
    assert document["id"] == str(uid_for(article.translation_key, "en"))
    assert Client().get(link_in(response)).json()["url"] == document["url"]
    assert not translation.live


def test_a_page_in_no_site_is_said_to_be_in_none(homes: dict[str, Any], editor: Editor) -> None:
    page = make_article(make_section(Page.get_first_root_node(), "Bezdomne"), live=False)

    html = saved_preview(editor, page).content.decode()

    assert "in no site" in html
    assert "<pre" not in html
    assert "token=" not in html


def test_only_who_may_edit_a_page_gets_a_link(
    article: ArticlePage, editor: Editor, publisher: Client, settings: Any
) -> None:
    settings.NEWSROOM_PREVIEW_URL = PARTNER
    address = f"/admin/pages/{article.pk}/view_draft/?mode="

    for mode in (AS_API, AT_PARTNER):
        response = publisher.get(f"{address}{mode}")
        assert document_in(response)["title"] == article.title
        assert link_in(response) == ""
        assert "token=" not in response.content.decode()
    assert Client().get(f"{address}{AS_API}").status_code == 302


def test_the_menu_of_a_page_leads_to_a_link(article: ArticlePage, editor: Editor) -> None:
    html = editor.client.get(f"/admin/pages/{article.pk}/edit/").content.decode()

    address = f"/admin/pages/{article.pk}/view_draft/?mode={AS_API}"
    assert f'href="{address}"' in html
    assert link_in(editor.client.get(address))


def test_the_menu_has_no_link_for_what_is_no_item(
    homes: dict[str, Any], section: Any, article: ArticlePage, editor: Editor
) -> None:
    alias = article.create_alias(parent=make_section(homes["pl"], "Druga"), update_slug="druga")
    for page in (section, make_info_page(homes["pl"]), alias):
        html = editor.client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
        assert AS_API not in html, page


def test_the_menu_has_no_link_for_who_may_not_edit(
    section: Any, article: ArticlePage, publisher: Client
) -> None:
    from wagtail.admin.ui.menus.pages import get_page_header_buttons

    user = User.objects.get(username="publisher")
    found = get_page_header_buttons(article, user, None, "index")

    assert AS_API not in "".join(str(button.url) for button in found)


@pytest.mark.parametrize(
    ("setting", "start", "end"),
    [
        (PARTNER, f"{PARTNER}?token=", ""),
        (f"{PARTNER}?site=gmina&x=%C5%BC", f"{PARTNER}?site=gmina&x=%C5%BC&token=", ""),
        (f"{PARTNER}?", f"{PARTNER}?token=", ""),
        ("http://localhost:3000/#/preview", "http://localhost:3000/?token=", "#/preview"),
    ],
)
def test_a_partners_site_is_told_which_draft_to_fetch(
    article: ArticlePage, editor: Editor, settings: Any, setting: str, start: str, end: str
) -> None:
    settings.NEWSROOM_PREVIEW_URL = setting

    response = page_preview(editor, article, mode=AT_PARTNER)

    assert response.status_code == 302
    location = response["Location"]
    assert location.startswith(start)
    assert location.endswith(end)
    told = parse_qs(urlsplit(location).query)
    assert told["kind"] == ["article"]
    assert told["id"] == [str(uid_for(article.translation_key, "pl"))]
    assert told["locale"] == ["pl"]
    draft = Client().get("/api/news/v1/preview/", {"token": told["token"][0]})
    assert draft.json()["title"] == article.title
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("kind", ["article", "gallery", "project"])
def test_the_editor_offers_a_partners_site_once_there_is_one(
    section: Any, editor: Editor, settings: Any, kind: str
) -> None:
    page, _ = make(kind, section)
    address = f"/admin/pages/{page.pk}/edit/"

    without = editor.client.get(address).content.decode()
    settings.NEWSROOM_PREVIEW_URL = PARTNER
    with_it = editor.client.get(address).content.decode()

    assert f'value="{AS_API}"' in without
    assert AT_PARTNER not in without
    assert f'value="{AT_PARTNER}"' in with_it


def test_without_the_setting_the_partners_mode_is_the_usual_preview(
    article: ArticlePage, editor: Editor
) -> None:
    response = page_preview(editor, article, mode=AT_PARTNER)

    assert response.status_code == 200
    assert "token=" not in response.content.decode()


def test_other_pages_keep_their_previews(homes: dict[str, Any], editor: Editor) -> None:
    page = make_info_page(homes["pl"])

    assert [name for name, _ in page.preview_modes] == [""]
