"""An editor withdraws a page and says in public why."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import lxml.etree
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from galleries.models import GalleryPage
from newsroom.models import ArticlePage, ProjectPage, WireItem, uid_for
from tests.editor import Editor
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    publish,
    translate,
)
from tests.shared import shared

REASON = "Podaliśmy nazwiska bez zgody tych osób.\nPrzepraszamy."
WHY = "We named people without their consent."
NOUNS = {ArticlePage: "articles", GalleryPage: "galleries", ProjectPage: "projects"}
AT = "{http://purl.org/atompub/tombstones/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@shared
def article(homes: dict[str, Any], settle: Callable[[], None]) -> ArticlePage:
    page = make_article(make_section(homes["pl"]), "Otwarto bibliotekę", lead="Wstęp jest wolny.")
    settle()
    return page


@pytest.fixture
def read(client: Client, settle: Callable[[], None]) -> Callable[[Page], Any]:
    """Give what readers find of a page on the web, in the API and in the feeds."""

    def look(page: Page) -> SimpleNamespace:
        settle()
        language = page.locale.language_code
        uid = uid_for(page.translation_key, language)
        kind = NOUNS[type(page)]
        name = "galleries" if kind == "galleries" else "news"
        atom = client.get(f"/feeds/{language}/{name}.atom").content
        feed = json.loads(client.get(f"/feeds/{language}/{name}.json").content)
        return SimpleNamespace(
            web=client.get(page.url),
            api=client.get(f"/api/news/v1/{kind}/{uid}/"),
            deleted=lxml.etree.fromstring(atom).findall(f"{AT}deleted-entry"),
            json=feed["_newsroom"].get("deleted", []),
        )

    return look


def withdraw(editor: Editor, page: Page, reason: str = REASON, **fields: Any) -> Any:
    expected, path = fields.pop("expected", 302), f"newsroom/{page.pk}/withdraw/"
    form = editor.form(path, "w-editor-form") | {"reason": reason} | fields
    return editor.post(path, form, expected=expected)


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


def test_readers_find_the_reason_everywhere(
    editor: Editor, article: ArticlePage, read: Any
) -> None:
    withdraw(editor, article)
    assert not fresh(article).live
    found = read(article)

    assert found.web.status_code == 410
    page = found.web.content.decode()
    assert "<p>Podaliśmy nazwiska bez zgody tych osób.<br>Przepraszamy.</p>" in page
    assert found.web["Content-Language"] == "pl"
    assert "bibliotekę" not in page
    assert "Wstęp" not in page

    assert found.api.status_code == 410
    assert found.api["Content-Type"] == "application/problem+json"
    problem = json.loads(found.api.content)
    assert (problem["reason"], problem["public_reason"]) == ("withdrawn", REASON)
    assert "bibliotekę" not in found.api.content.decode()

    (entry,) = found.deleted
    (comment,) = entry.findall(f"{AT}comment")
    assert (comment.text, comment.get(LANG)) == (REASON, "pl")
    assert [gone["reason"] for gone in found.json] == [REASON]


def test_the_reason_is_at_the_address_before_anything_is_settled(
    client: Client, article: ArticlePage
) -> None:
    from newsroom.admin.withdrawals import withdraw as withdraw_now

    withdraw_now({article: REASON})
    answer = client.get(article.url)
    assert answer.status_code == 410
    assert "nazwiska" in answer.content.decode()


@pytest.mark.parametrize("method", ["head", "post"])
def test_only_readers_are_told(
    editor: Editor, article: ArticlePage, client: Client, method: str
) -> None:
    withdraw(editor, article)
    answer = getattr(client, method)(article.url)
    assert answer.status_code == (410 if method == "head" else 404)


def test_a_former_address_tells_the_reason_too(
    editor: Editor, article: ArticlePage, client: Client, settle: Any
) -> None:
    former = article.url
    editor.publish(article, slug="biblioteka")
    settle()
    withdraw(editor, fresh(article))
    settle()
    assert client.get(former).status_code == 410
    assert client.get(fresh(article).url).status_code == 410


def test_a_page_without_the_slash_tells_it_where_there_is_the_page(
    editor: Editor, article: ArticlePage, client: Client
) -> None:
    withdraw(editor, article)
    assert client.get(article.url.rstrip("/"), follow=True).status_code == 410


def test_another_page_that_takes_the_address_is_shown(
    editor: Editor, article: ArticlePage, client: Client, settle: Any
) -> None:
    withdraw(editor, article)
    address = article.url
    page = fresh(article)
    page.slug = "stara"
    page.save()
    make_article(article.get_parent(), "Otwarto bibliotekę")
    settle()
    assert client.get(address).status_code == 200


def test_publishing_again_clears_the_reason(
    editor: Editor, article: ArticlePage, read: Any
) -> None:
    withdraw(editor, article)
    read(article)
    editor.publish(fresh(article))
    found = read(article)
    assert (found.web.status_code, found.api.status_code) == (200, 200)
    assert (found.deleted, found.json) == ([], [])
    assert WireItem.objects.get(kind="article").public_reason == ""

    editor.unpublish(fresh(article))
    found = read(article)
    assert (found.web.status_code, found.api.status_code) == (404, 410)
    problem = json.loads(found.api.content)
    assert (problem["reason"], problem["public_reason"]) == ("unpublished", "")


def test_a_reason_does_not_outlive_a_publication_that_nobody_settled(
    editor: Editor, article: ArticlePage, read: Any
) -> None:
    from newsroom.admin.withdrawals import withdraw as withdraw_now

    withdraw_now({article: REASON})
    publish(fresh(article).get_latest_revision_as_object())
    fresh(article).unpublish()
    found = read(article)
    assert found.web.status_code == 404
    assert json.loads(found.api.content)["public_reason"] == ""


def test_a_plain_unpublish_leaves_no_reason(
    editor: Editor, article: ArticlePage, read: Any
) -> None:
    editor.unpublish(article)
    found = read(article)
    assert (found.web.status_code, found.api.status_code) == (404, 410)
    assert json.loads(found.api.content)["public_reason"] == ""
    (entry,), (gone,) = found.deleted, found.json
    assert len(entry) == 0
    assert set(gone) == {"id", "when"}


def test_a_page_that_is_deleted_leaves_no_reason(
    editor: Editor, article: ArticlePage, read: Any
) -> None:
    editor.delete(article)
    assert read(article).web.status_code == 404
    assert WireItem.objects.get(kind="article").public_reason == ""


def test_a_draft_of_a_withdrawn_page_changes_nothing_for_readers(
    editor: Editor, article: ArticlePage, read: Any
) -> None:
    withdraw(editor, article)
    editor.save(fresh(article), title="Poprawiony tytuł")
    found = read(article)
    assert found.web.status_code == 410
    assert "Poprawiony" not in found.web.content.decode()


def test_its_translations_go_along_with_reasons_of_their_own(
    editor: Editor, article: ArticlePage, read: Any, settle: Any
) -> None:
    translate(article.get_parent(), "en", title="News")
    translate(article.get_parent(), "uk", title="Новини")
    english = translate(article, "en", title="A library has opened")
    ukrainian = translate(article, "uk", title="Відкрито бібліотеку")
    settle()

    withdraw(editor, article, **{f"reason_{english.pk}": WHY, f"also_{english.pk}": "on"})

    assert not fresh(english).live
    assert not fresh(ukrainian).live
    found = read(english)
    assert WHY in found.web.content.decode()
    assert found.web["Content-Language"] == "en"
    assert json.loads(found.api.content)["public_reason"] == WHY
    assert json.loads(read(ukrainian).api.content)["public_reason"] == REASON


def test_a_translation_may_stay(
    editor: Editor, article: ArticlePage, read: Any, settle: Any
) -> None:
    translate(article.get_parent(), "en", title="News")
    english = translate(article, "en", title="A library has opened")
    settle()
    form = editor.form(f"newsroom/{article.pk}/withdraw/", "w-editor-form")
    del form[f"also_{english.pk}"]
    editor.post(f"newsroom/{article.pk}/withdraw/", form | {"reason": REASON})
    assert fresh(english).live
    assert read(english).web.status_code == 200
    assert json.loads(read(english).api.content)["translations"] == []


def test_all_languages_are_withdrawn_or_none(
    article: ArticlePage, settle: Any, monkeypatch: Any
) -> None:
    from django.db import IntegrityError

    from newsroom.admin import withdrawals

    translate(article.get_parent(), "en", title="News")
    english = translate(article, "en", title="A library has opened")
    settle()
    told = []

    def fail_at_the_second(page: Page, reason: str) -> None:
        told.append(page)
        if len(told) == 2:
            raise IntegrityError("the disk is full")

    monkeypatch.setattr(withdrawals, "tell_why", fail_at_the_second)
    with pytest.raises(IntegrityError):
        withdrawals.withdraw({article: REASON, english: WHY})
    assert fresh(article).live
    assert fresh(english).live


def test_galleries_and_projects_are_withdrawn_as_well(
    editor: Editor, homes: dict[str, Any], read: Any, settle: Any
) -> None:
    pages = [make_gallery(homes["pl"], alts=["Wieniec"]), make_project(homes["pl"])]
    settle()
    for page in pages:
        withdraw(editor, page)
        found = read(page)
        assert (found.web.status_code, found.api.status_code) == (410, 410)


def test_a_reason_is_required_and_plain_text(
    editor: Editor, article: ArticlePage, read: Any
) -> None:
    answer = withdraw(editor, article, "  ", expected=200)
    assert "reason" in answer.context["form"].errors
    assert fresh(article).live
    withdraw(editor, article, "<b>Błąd</b> & <script>alert(1)</script>")
    page = read(article).web.content.decode()
    assert "&lt;b&gt;Błąd&lt;/b&gt; &amp;" in page
    assert "<script>alert" not in page


def test_the_history_of_the_page_tells_of_it(editor: Editor, article: ArticlePage) -> None:
    withdraw(editor, article, "Błędne dane.")
    history = editor.client.get(f"/admin/pages/{article.pk}/history/").content.decode()
    assert "Withdrawn: “Błędne dane.”" in history


@pytest.mark.parametrize(("permission", "allowed"), [("publish", True), ("add", False)])
def test_who_may_unpublish_may_withdraw(
    client: Client, article: ArticlePage, permission: str, allowed: bool
) -> None:
    user, group = User.objects.create_user("redaktorka"), Group.objects.create(name="Redakcja")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for name in ("change", permission):
        GroupPagePermission.objects.create(
            group=group, page=Page.get_first_root_node(), permission_type=name
        )
    user.groups.add(group)
    client.force_login(user)
    answer = client.get(f"/admin/newsroom/{article.pk}/withdraw/")
    assert (answer.status_code == 200) is allowed
    edit = client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    assert (f"/admin/newsroom/{article.pk}/withdraw/" in edit) is allowed


def test_only_live_items_are_withdrawn(
    editor: Editor, article: ArticlePage, homes: dict[str, Any]
) -> None:
    section = article.get_parent()
    alias = article.create_alias(parent=section, update_slug="odbicie")
    article.unpublish()
    for page in (article, alias, section, homes["pl"]):
        assert editor.client.get(f"/admin/newsroom/{page.pk}/withdraw/").status_code == 302
        edit = editor.client.get(f"/admin/pages/{page.pk}/edit/", follow=True).content.decode()
        assert "/withdraw/" not in edit


def test_what_is_not_found_costs_one_query_more(
    client: Client, article: ArticlePage, django_assert_max_num_queries: Any
) -> None:
    client.get("/pl/aktualnosci/")
    with django_assert_max_num_queries(100) as known:
        assert client.get("/pl/aktualnosci/").status_code == 200
    assert not [query for query in known if "newsroom_wireaddress" in query["sql"]]
    with django_assert_max_num_queries(100) as unknown:
        assert client.get("/pl/aktualnosci/niczego-tu-nie-ma/").status_code == 404
    assert len([query for query in unknown if "newsroom_wireaddress" in query["sql"]]) == 1


@pytest.mark.parametrize("path", ["/pl/%00/", "//evil.example/pl/x/", "/pl/%E2%80%8B/"])
def test_strange_addresses_are_not_found(client: Client, article: ArticlePage, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_reason_is_valid_in_xml(editor: Editor, article: ArticlePage, read: Any) -> None:
    withdraw(editor, article, "Błąd\x0b w danych")
    (entry,) = read(article).deleted
    assert entry.findtext(f"{AT}comment") == "Błąd w danych"
