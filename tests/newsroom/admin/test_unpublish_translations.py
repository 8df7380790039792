"""Unpublishing a source asks about its translations."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import GroupPagePermission, Page

from newsroom.models import ArticlePage
from tests.editor import Editor
from tests.factories import make_article, make_section, translate
from tests.newsroom.wire.wire import on_wire
from tests.shared import shared

Settle = Callable[[], None]


@shared
def article(homes: dict[str, Any]) -> ArticlePage:
    """Give a live article with live translations."""
    article = make_article(make_section(homes["pl"]), "Otwarcie")
    translate(article, "en")
    translate(article, "uk")
    return article


def asked(client: Client, page: Page) -> dict[str, str]:
    """The languages that the form asks about, and how it proposes to answer."""
    html = client.get(f"/admin/pages/{page.pk}/unpublish/").content
    found: Any = BeautifulSoup(html, "html.parser").select("input[name=translations]")
    return {
        box["id"].removeprefix("unpublish-"): "disabled" if box.has_attr("disabled") else "checked"
        for box in found
        if box.has_attr("checked") or box.has_attr("disabled")
    }


def live(page: Page) -> set[str]:
    pages = Page.objects.filter(translation_key=page.translation_key, live=True)
    return set(pages.values_list("locale__language_code", flat=True))


def translation(page: Page, code: str) -> Page:
    return Page.objects.get(translation_key=page.translation_key, locale__language_code=code)


def test_the_live_translations_go_along_unless_the_editor_says_otherwise(
    editor: Editor, article: ArticlePage, settle: Settle
) -> None:
    assert asked(editor.client, article) == {"en": "checked", "uk": "checked"}
    settle()
    answer = editor.post(
        f"pages/{article.pk}/unpublish/", {"translations": [translation(article, "en").pk]}
    )
    settle()
    assert live(article) == {"uk"}
    assert not on_wire(article)
    assert not on_wire(translation(article, "en"))
    assert on_wire(translation(article, "uk"))
    assert answer.url == f"/admin/pages/{article.get_parent().pk}/"
    said = editor.client.get(answer.url).content.decode()
    assert "has been unpublished in 2 languages" in said


def test_the_form_as_it_stands_unpublishes_all(editor: Editor, article: ArticlePage) -> None:
    path = f"pages/{article.pk}/unpublish/"
    editor.post(path, editor.form(path))
    assert live(article) == set()


def test_nothing_ticked_unpublishes_the_source_alone(editor: Editor, article: ArticlePage) -> None:
    editor.unpublish(article)
    assert live(article) == {"en", "uk"}


def test_a_translation_asks_about_nobody(editor: Editor, article: ArticlePage) -> None:
    assert asked(editor.client, translation(article, "en")) == {}
    editor.unpublish(translation(article, "uk"))
    assert asked(editor.client, article) == {"en": "checked"}


def test_what_one_may_not_unpublish_stays(
    homes: dict[str, Any], article: ArticlePage, django_user_model: Any
) -> None:
    group = Group.objects.create(name="Polish")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for page, name in ((homes["pl"], "publish"), (homes["pl"], "change"), (homes["en"], "change")):
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename=f"{name}_page")
        )
    user = django_user_model.objects.create_user("polish")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    assert asked(client, article) == {"en": "disabled", "uk": "disabled"}
    english = translation(article, "en")
    client.post(f"/admin/pages/{article.pk}/unpublish/", {"translations": [english.pk]})
    assert live(article) == {"pl", "en", "uk"}


def test_if_one_fails_nothing_is_unpublished(
    editor: Editor, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsroom.admin import translations_unpublish

    class Failing(UnpublishPageAction):
        def execute(self, skip_permission_checks: bool = False) -> None:
            super().execute(skip_permission_checks)
            if self.object.locale.language_code == "en":
                raise RuntimeError

    monkeypatch.setattr(translations_unpublish, "UnpublishPageAction", Failing)
    pages = [translation(article, code).pk for code in ("en", "uk")]
    with pytest.raises(RuntimeError):
        editor.post(f"pages/{article.pk}/unpublish/", {"translations": pages})
    assert live(article) == {"pl", "en", "uk"}
