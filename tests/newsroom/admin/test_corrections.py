"""An editor adds a correction to a live article."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowTask,
)

from newsroom.models import ArticlePage, Correction, uid_for
from tests.editor import Editor
from tests.factories import (
    make_article,
    make_gallery,
    make_section,
    publish,
    submit_for_translation,
    translate,
)
from tests.shared import shared

Api = Callable[[Page], Any]

NOTE = "Podaliśmy złą godzinę. Biblioteka jest czynna od 9.00."


@shared
def article(homes: dict[str, Any], settle: Callable[[], None]) -> ArticlePage:
    page = make_article(make_section(homes["pl"]), "Otwarto bibliotekę", alts=["Sala z książkami"])
    settle()
    return page


def correct(editor: Editor, page: Page, text: str = NOTE, **fields: Any) -> Any:
    query, expected = fields.pop("query", ""), fields.pop("expected", 302)
    path = f"newsroom/{page.pk}/correct/{query}"
    form = editor.form(path, "w-editor-form") | {"text": text} | fields
    return editor.post(path, form, expected=expected)


@pytest.fixture
def api(client: Client, settle: Callable[[], None]) -> Callable[[Page], Any]:
    """Give what the API says of a page."""

    def read(page: Page) -> Any:
        settle()
        uid = uid_for(page.translation_key, page.locale.language_code)
        return json.loads(client.get(f"/api/news/v1/articles/{uid}/").content)

    return read


def fresh(page: Page) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def moment(value: str) -> datetime:
    parsed = parse_datetime(value)
    assert parsed
    return parsed


def test_a_correction_is_shown_on_the_page_in_the_api_and_in_the_feeds(
    editor: Editor, article: ArticlePage, client: Client, api: Api
) -> None:
    before = api(article)
    correct(editor, article)
    after = api(article)
    assert [note["text"] for note in after["corrections"]] == [NOTE]
    assert after["updated_at"] == after["corrections"][0]["date"]
    assert after["published_at"] == before["published_at"]
    assert moment(after["updated_at"]) >= moment(before["updated_at"])
    assert NOTE in client.get(fresh(article).url).content.decode()
    for extension in ("rss", "atom", "json"):
        assert NOTE in client.get(f"/feeds/pl/news.{extension}").content.decode()


def test_a_minor_edit_does_not_make_the_article_count_as_updated(
    editor: Editor, article: ArticlePage, time_machine: Any, api: Api
) -> None:
    before = api(article)
    time_machine.move_to(timezone.now() + timedelta(hours=3))
    editor.publish(article, title="Otwarto nową bibliotekę")
    after = api(article)
    assert after["title"] == "Otwarto nową bibliotekę"
    assert after["updated_at"] == before["updated_at"]


def test_only_the_correction_is_published_and_the_draft_keeps_it_too(
    editor: Editor, article: ArticlePage, api: Api
) -> None:
    editor.save(article, title="Tytuł w szkicu")
    correct(editor, article)
    live = fresh(article)
    assert live.title == "Otwarto bibliotekę"
    assert live.has_unpublished_changes
    draft = live.get_latest_revision_as_object()
    assert draft.title == "Tytuł w szkicu"
    (live_row,), (draft_row,) = live.corrections.all(), draft.corrections.all()
    assert (draft_row.pk, draft_row.translation_key) == (live_row.pk, live_row.translation_key)
    assert api(article)["title"] == "Otwarto bibliotekę"

    editor.publish(live)
    assert api(article)["title"] == "Tytuł w szkicu"
    assert Correction.objects.get().pk == live_row.pk
    assert [note["text"] for note in api(article)["corrections"]] == [NOTE]


def test_photos_keep_their_identity(editor: Editor, article: ArticlePage) -> None:
    before = list(article.photos.values_list("pk", "translation_key"))
    correct(editor, article)
    assert list(fresh(article).photos.values_list("pk", "translation_key")) == before


def test_an_article_without_a_draft_has_none_afterwards(
    editor: Editor, article: ArticlePage
) -> None:
    correct(editor, article)
    live = fresh(article)
    assert not live.has_unpublished_changes
    assert live.live_revision_id == live.latest_revision_id


def test_a_version_that_is_scheduled_stays_scheduled_and_has_the_correction(
    editor: Editor, article: ArticlePage, settle: Any, time_machine: Any, api: Api
) -> None:
    later = timezone.now() + timedelta(hours=2)
    draft = article.get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Jutrzejszy tytuł", later
    draft.save_revision().publish()
    newer = fresh(article).get_latest_revision_as_object()
    newer.title, newer.go_live_at = "Jeszcze nowszy szkic", None
    newer.save_revision()

    correct(editor, article)

    assert api(article)["title"] == "Otwarto bibliotekę"
    assert fresh(article).get_latest_revision_as_object().title == "Jeszcze nowszy szkic"
    time_machine.move_to(later + timedelta(minutes=1))
    settle()
    from django.core.management import call_command

    call_command("publish_scheduled")
    settle()
    assert api(article)["title"] == "Jutrzejszy tytuł"
    assert [note["text"] for note in api(article)["corrections"]] == [NOTE]


def test_a_second_correction_keeps_the_first(
    editor: Editor, article: ArticlePage, api: Api
) -> None:
    correct(editor, article)
    correct(editor, article, "I jeszcze jedno.", date="2026-01-05 10:00")
    both = [NOTE, "I jeszcze jedno."]
    assert [note["text"] for note in api(article)["corrections"]] == both
    editor.publish(fresh(article))
    assert [note["text"] for note in api(article)["corrections"]] == both
    assert list(Correction.objects.values_list("sort_order", flat=True)) == [0, 1]


def test_the_history_of_the_article_tells_of_it(editor: Editor, article: ArticlePage) -> None:
    correct(editor, article)
    history = editor.client.get(f"/admin/pages/{article.pk}/history/").content.decode()
    assert f"Correction added: “{NOTE}”" in history


def test_a_correction_needs_a_text(editor: Editor, article: ArticlePage) -> None:
    answer = correct(editor, article, "", expected=200)
    assert answer.context["form"].errors == {"text": ["This field is required."]}
    assert not Correction.objects.exists()


def test_a_correction_is_not_dated_in_the_future(editor: Editor, article: ArticlePage) -> None:
    answer = correct(editor, article, date="2999-01-01 10:00", expected=200)
    assert answer.context["form"].errors == {"date": ["The date lies in the future."]}


def test_an_article_that_may_not_be_published_as_it_is_says_why(
    editor: Editor, article: ArticlePage
) -> None:
    # Published before there was a rule against it.
    article.photos.update(alt_text="")
    answer = correct(editor, article, expected=200)
    assert "Photo 1" in answer.content.decode()
    assert not Correction.objects.exists()
    assert fresh(article).latest_revision_id == article.latest_revision_id


def test_the_article_in_other_languages_is_offered_for_the_same_correction(
    editor: Editor, article: ArticlePage, api: Api
) -> None:
    translate(article.get_parent(), "en", title="News")
    english = translate(article, "en", title="A library has opened")
    translate(article, "uk", title="Відкрито бібліотеку")
    correct(editor, article)
    (polish,) = Correction.objects.all()
    said = editor.client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    link = f"/admin/newsroom/{english.pk}/correct/?of={polish.translation_key}"
    assert link in said
    form = editor.client.get(link).content.decode()
    assert NOTE in form

    correct(editor, english, "The library opens at 9.", query=f"?of={polish.translation_key}")

    row = Correction.objects.get(locale__language_code="en")
    assert row.translation_key == polish.translation_key
    assert [note["text"] for note in api(english)["corrections"]] == ["The library opens at 9."]
    said = editor.client.get(f"/admin/pages/{english.pk}/edit/").content.decode()
    assert f"correct/?of={polish.translation_key}" in said
    assert link not in said


def test_a_translation_keeps_its_corrections_when_it_is_brought_up_to_date(
    editor: Editor, article: ArticlePage
) -> None:
    translate(article.get_parent(), "en", title="News")
    english = translate(article, "en", title="A library has opened")
    correct(editor, english, "Only in English.", date="2026-01-01 10:00")
    correct(editor, english, "In English, too.", date="2026-01-02 10:00")
    correct(editor, article, "Pierwsza.", date="2026-01-01 10:00")
    correct(editor, article)
    key = Correction.objects.get(page=article, text=NOTE).translation_key
    correct(editor, english, "The library opens at 9.", query=f"?of={key}")
    translated = submit_for_translation(fresh(article)).translations.get()

    translated.save_target(publish=False)

    latest = fresh(english).get_latest_revision_as_object()
    for page in (fresh(english), latest):
        notes = list(page.corrections.all())
        assert [note.sort_order for note in notes] == [0, 1, 2, 3]
        assert key in {note.translation_key for note in notes}
        only_here = [note.text for note in notes if "English" in note.text]
        assert only_here == ["Only in English.", "In English, too."]


def test_a_draft_in_moderation_stays_a_draft_and_has_to_be_submitted_again(
    editor: Editor, article: ArticlePage, api: Api
) -> None:
    task = GroupApprovalTask.objects.create(name="Sekretarz")
    task.groups.add(Group.objects.create(name="Sekretarze"))
    workflow = Workflow.objects.create(name="Sekretariat")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    editor.save(article, title="Tytuł w szkicu")
    workflow.start(fresh(article), User.objects.get(username="editor"))
    form = editor.client.get(f"/admin/newsroom/{article.pk}/correct/").content.decode()
    assert "is in moderation" in form

    correct(editor, article)

    live = fresh(article)
    draft = live.get_latest_revision_as_object()
    assert (live.title, draft.title) == ("Otwarto bibliotekę", "Tytuł w szkicu")
    assert not live.workflow_in_progress
    assert len(draft.corrections.all()) == len(api(article)["corrections"]) == 1


@pytest.mark.parametrize("query", ["?of=nonsense", "?of=00000000-0000-4000-8000-000000000000"])
def test_a_correction_of_which_there_is_none_is_no_original(
    editor: Editor, article: ArticlePage, query: str
) -> None:
    answer = editor.client.get(f"/admin/newsroom/{article.pk}/correct/{query}")
    assert (answer.status_code == 200) is ("nonsense" not in query)


def user_with(*permissions: str) -> User:
    user = User.objects.create_user("redaktorka", password="x")
    group = Group.objects.create(name="Redakcja")
    group.permissions.add(*admin_access())
    for permission in set(permissions):
        GroupPagePermission.objects.create(
            group=group, page=Page.get_first_root_node(), permission_type=permission
        )
    user.groups.add(group)
    return user


def admin_access() -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename="access_admin")


@pytest.mark.parametrize(("permission", "allowed"), [("publish", True), ("change", False)])
def test_who_may_publish_may_correct(
    client: Client, article: ArticlePage, permission: str, allowed: bool
) -> None:
    client.force_login(user_with("change", permission))
    answer = client.get(f"/admin/newsroom/{article.pk}/correct/", HTTP_ACCEPT_LANGUAGE="en")
    assert (answer.status_code == 200) is allowed
    edit = client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    assert (f"/admin/newsroom/{article.pk}/correct/" in edit) is allowed


def test_a_locked_article_is_not_corrected(editor: Editor, article: ArticlePage) -> None:
    other = User.objects.create_user("inna")
    ArticlePage.objects.update(locked=True, locked_by=other, locked_at=timezone.now())
    answer = editor.client.get(f"/admin/newsroom/{article.pk}/correct/")
    assert answer.status_code == 302


def test_only_live_articles_are_corrected(
    editor: Editor, article: ArticlePage, homes: dict[str, Any]
) -> None:
    gallery = make_gallery(homes["pl"], alts=["Wieniec"])
    assert editor.client.get(f"/admin/newsroom/{gallery.pk}/correct/").status_code != 200
    alias = article.create_alias(parent=article.get_parent(), update_slug="odbicie")
    assert editor.client.get(f"/admin/newsroom/{alias.pk}/correct/").status_code == 302
    article.unpublish()
    assert editor.client.get(f"/admin/newsroom/{article.pk}/correct/").status_code == 302
    edit = editor.client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    assert "/correct/" not in edit


def test_a_correction_of_an_older_date_does_not_move_the_update_backwards(
    editor: Editor, article: ArticlePage, api: Api
) -> None:
    article.publication_date = timezone.now() - timedelta(days=3)
    publish(article)
    correct(editor, article, date="2020-01-01 10:00")
    document = api(article)
    assert document["updated_at"] == document["published_at"]
