"""The state of every language, in sight of who edits a page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Page

from newsroom.admin.translation_states import Condition, State, states_of
from newsroom.models import ArticlePage
from tests.editor import Editor
from tests.factories import (
    make_article,
    make_gallery,
    make_image,
    make_project,
    make_section,
    submit_for_translation,
    translate,
)
from tests.shared import shared


@shared
def section(homes: dict[str, Any]) -> Page:
    return make_section(homes["pl"])


def state(page: Page, language: str) -> State:
    return states_of([page])[page.translation_key][language]


def strip(client: Client, page: Page) -> dict[str, str]:
    """What the editor of a page reads of each language."""
    answer = client.get(f"/admin/pages/{page.pk}/edit/")
    found: Any = BeautifulSoup(answer.content, "html.parser").select(".newsroom-languages__item")
    said = {item.strong["lang"]: item for item in found}
    return {
        language: " ".join(item.get_text(" ").split()).removeprefix(item.strong.get_text()).strip()
        for language, item in said.items()
    }


def links(client: Client, page: Page) -> dict[str, str]:
    answer = client.get(f"/admin/pages/{page.pk}/edit/")
    found: Any = BeautifulSoup(answer.content, "html.parser").select(".newsroom-languages__item a")
    return {link.strong["lang"]: link["href"] for link in found}


def copy_by_hand(page: Page, language: str) -> Page:
    """A translation made with Wagtail alone."""
    copied: Page = page.copy_for_translation(
        Locale.objects.get(language_code=language), copy_parents=True
    )
    return copied


def test_an_article_in_one_language_lacks_the_others(editor: Editor, section: Page) -> None:
    article = make_article(section)
    assert strip(editor.client, article) == {
        "pl": "Live",
        "en": "Missing : translate",
        "uk": "Missing : translate",
    }
    assert links(editor.client, article)["en"] == (
        f"/admin/localize/submit/page/{article.pk}/"
        f"?select_locale=en&next=%2Fadmin%2Fpages%2F{article.pk}%2Fedit%2F"
    )


def test_the_translation_editor_shows_the_same_and_leads_back(
    editor: Editor, section: Page
) -> None:
    article = make_article(section)
    english = translate(article, "en")
    assert strip(editor.client, english)["pl"] == "Live"
    assert links(editor.client, english)["pl"] == f"/admin/pages/{article.pk}/edit/"
    assert links(editor.client, article)["en"] == f"/admin/pages/{english.pk}/edit/"


def test_galleries_and_projects_show_their_languages_too(
    editor: Editor, section: Page, homes: dict[str, Any]
) -> None:
    for page in (make_gallery(section, alts=["Chór"]), make_project(homes["pl"])):
        assert strip(editor.client, page)["uk"].startswith("Missing")
    assert strip(editor.client, section) == {}


def test_a_submitted_page_is_a_draft_with_texts_to_translate(section: Page) -> None:
    article = make_article(section, lead="Wstęp.", alts=["Sala"])
    submit_for_translation(article, "en")
    english = state(article, "en")
    # The title, the lead and the alternative text; nobody reads the slug.
    assert (english.condition, english.untranslated) == (Condition.DRAFT, 3)
    assert english.awaits_translation
    assert state(article, "pl").is_source


def test_a_translated_page_is_live_and_complete(section: Page) -> None:
    article = make_article(section, lead="Wstęp.")
    translate(article, "en")
    english = state(article, "en")
    assert (english.condition, english.behind, english.untranslated) == (Condition.LIVE, False, 0)
    assert english.is_complete


def test_a_translation_is_behind_until_the_source_s_changes_are_taken_over(
    editor: Editor, section: Page
) -> None:
    article = make_article(section, lead="Wstęp.")
    english = translate(article, "en")
    editor.publish(article, lead="Nowy wstęp.")
    assert strip(editor.client, article)["en"] == "Live, behind its source"
    page = BeautifulSoup(
        editor.client.get(f"/admin/pages/{english.pk}/edit/").content, "html.parser"
    )
    update = page.find("a", string="Take over changes")
    assert update is not None
    editor.post(str(update["href"]).removeprefix("/admin/"))
    now = state(article, "en")
    assert (now.condition, now.behind, now.untranslated) == (Condition.CHANGED, False, 1)


def test_an_unpublished_draft_of_the_source_leaves_nobody_behind(
    editor: Editor, section: Page
) -> None:
    article = make_article(section, lead="Wstęp.")
    translate(article, "en")
    editor.save(article, lead="Jeszcze nie.")
    assert state(article, "pl").condition == Condition.CHANGED
    assert not state(article, "en").behind


def test_publishing_what_was_translated_as_a_draft_leaves_nobody_behind(section: Page) -> None:
    article = make_article(section, live=False)
    submit_for_translation(article, "en")
    article.get_latest_revision().publish()
    assert not state(article, "en").behind


def test_a_translation_made_by_hand_is_behind_a_later_version(section: Page) -> None:
    article = make_article(section)
    copy_by_hand(article, "en").get_latest_revision().publish()
    assert state(article, "en").is_complete
    article.lead = "Nowy."
    article.save_revision().publish()
    assert state(article, "en").behind
    assert not state(article, "pl").behind


def test_an_alias_is_missing(editor: Editor, section: Page) -> None:
    article = make_article(section)
    copy_by_hand(section, "en")
    alias = article.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    assert state(article, "en").condition == Condition.MISSING
    assert strip(editor.client, alias)["en"].startswith("Missing")
    assert "localize/submit" in links(editor.client, article)["en"]


def test_a_converted_alias_is_a_draft_until_somebody_publishes_it(
    editor: Editor, section: Page
) -> None:
    article = make_article(section)
    copy_by_hand(section, "en")
    alias = article.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    editor.convert_alias(alias)
    assert state(article, "en").condition == Condition.DRAFT


def test_a_scheduled_and_an_unpublished_page_say_so(editor: Editor, section: Page) -> None:
    article = make_article(section, live=False)
    tomorrow = timezone.now() + timedelta(days=1)
    moment = timezone.localtime(tomorrow).strftime("%Y-%m-%d %H:%M")
    editor.publish(article, go_live_at=moment)
    assert state(article, "pl").condition == Condition.SCHEDULED
    assert strip(editor.client, article)["pl"].startswith("Scheduled for")
    other = make_article(section, "Inny")
    editor.unpublish(other)
    assert strip(editor.client, other)["pl"] == "Unpublished"


def test_pictures_without_a_text_are_counted_in_drafts(section: Page) -> None:
    image = make_image()
    image.contextual_alt_text, image.decorative = "", False
    article = make_article(
        section,
        alts=["Sala", "", " "],
        body=[("image", {"image": image, "caption": "", "credit": ""})],
        live=False,
    )
    found = state(article, "pl")
    assert found.alts_missing == 3
    assert not found.is_complete


def test_who_may_not_edit_a_language_sees_it_without_a_link(
    homes: dict[str, Any], section: Page, django_user_model: Any
) -> None:
    article = make_article(section)
    english = translate(article, "en")
    group = Group.objects.create(name="English")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=homes["en"],
        permission=Permission.objects.get(codename="change_page"),
    )
    user = django_user_model.objects.create_user("english")
    user.groups.add(group)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    assert strip(client, english) == {"pl": "Live", "en": "Live", "uk": "Missing"}
    assert links(client, english) == {}
    assert "publish-together" not in client.get(f"/admin/pages/{english.pk}/edit/").content.decode()


def test_a_hundred_pages_cost_as_many_queries_as_one(section: Page) -> None:
    first = make_article(section, "Pierwszy", alts=[""], live=False)
    submit_for_translation(first, "en")
    with CaptureQueriesContext(connection) as one:
        states_of([first])
    for number in range(5):
        page = make_article(section, f"Artykuł {number}", alts=["", "Sala"], live=False)
        submit_for_translation(page, "en", "uk")
    with CaptureQueriesContext(connection) as many:
        found = states_of(ArticlePage.objects.filter(locale=section.locale))
    assert len(found) == 6
    assert len(many) == len(one) <= 7


@pytest.mark.usefixtures("section")
def test_the_editor_of_a_page_asks_no_more_for_more_languages(
    editor: Editor, section: Page
) -> None:
    article = make_article(section)
    english = translate(article, "en")

    def asked(page: Page) -> int:
        editor.client.get(f"/admin/pages/{page.pk}/edit/")
        with CaptureQueriesContext(connection) as queries:
            strip(editor.client, page)
        return sum("newsroom_release" in query["sql"] for query in queries)

    before = asked(english)
    translate(article, "uk")
    assert asked(english) == before == 2


def test_a_site_in_one_language_shows_nothing(editor: Editor, section: Page, settings: Any) -> None:
    settings.WAGTAIL_I18N_ENABLED = False
    assert strip(editor.client, make_article(section)) == {}


@pytest.mark.parametrize("app", ["wagtail_localize"])
def test_without_wagtail_localize_pages_are_translated_by_wagtail_alone(
    section: Page, monkeypatch: pytest.MonkeyPatch, app: str
) -> None:
    from django.apps import apps

    installed: Callable[[str], bool] = apps.is_installed
    monkeypatch.setattr(apps, "is_installed", lambda name: name != app and installed(name))
    article = make_article(section)
    copied = copy_by_hand(article, "en")
    assert state(article, "en").condition == Condition.DRAFT
    copied.get_latest_revision().publish()
    assert state(article, "en").condition == Condition.LIVE
