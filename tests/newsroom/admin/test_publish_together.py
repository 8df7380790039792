"""Languages go live together, or not at all."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Page

from newsroom.models import ArticlePage, Release
from tests.editor import Editor
from tests.factories import make_article, make_section, submit_for_translation, translate
from tests.newsroom.wire.wire import document, on_wire

Settle = Callable[[], None]

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)  # 12:00 in Warsaw
IN_AN_HOUR = NOON + timedelta(hours=1)
MOMENT = "2026-05-04 13:00"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def section(homes: dict[str, Any]) -> Page:
    return make_section(homes["pl"])


def make_draft(section: Page, title: str = "Otwarcie", **fields: Any) -> ArticlePage:
    """A draft as the editor's form saves it, which writes to the page as well."""
    draft = make_article(section, title, live=False, **fields).get_latest_revision_as_object()
    draft.save()
    draft.save_revision()
    return ArticlePage.objects.get(pk=draft.pk)


@pytest.fixture
def article(section: Page) -> ArticlePage:
    """Give a draft with drafts of its translations, nothing of which is translated."""
    article = make_draft(section, lead="Wstęp.", alts=["Sala"])
    submit_for_translation(article, "en", "uk")
    return article


def in_language(page: Page, code: str) -> Any:
    return page.get_translation(Locale.objects.get(language_code=code)).specific


def write(page: Page, code: str, **texts: str) -> None:
    """Translate texts, as the translation editor does one by one: the page is not saved."""
    from wagtail_localize.models import StringSegment, StringTranslation

    segments = StringSegment.objects.filter(source__object_id=page.translation_key)
    for segment in segments.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=Locale.objects.get(language_code=code),
            context=segment.context,
            defaults={"data": texts.get(segment.context.path, f"{segment.string.data} {code}")},
        )


def address(page: Page) -> str:
    return f"newsroom/{page.pk}/publish-together/"


def together(
    editor: Editor, page: Page, *languages: str, at: str = "", expected: int = 302
) -> BeautifulSoup:
    """Send the form; returns what the editor then reads."""
    answer = editor.post(address(page), {"languages": list(languages), "at": at}, expected=expected)
    if answer.status_code == 302:
        answer = editor.client.get(answer.url)
    return BeautifulSoup(answer.content, "html.parser")


def boxes(client: Client, page: Page) -> dict[str, str]:
    found: Any = BeautifulSoup(client.get(f"/admin/{address(page)}").content, "html.parser")
    return {
        box["value"]: "disabled"
        if box.has_attr("disabled")
        else "checked"
        if box.has_attr("checked")
        else "empty"
        for box in found.select("input[name=languages]")
    }


def reasons(page: BeautifulSoup) -> list[str]:
    return [item.get_text(" ", strip=True) for item in page.select("[class$=__reasons] li")]


def live(page: Page) -> set[str]:
    pages = Page.objects.filter(translation_key=page.translation_key, live=True)
    return set(pages.values_list("locale__language_code", flat=True))


def test_what_is_ready_is_proposed(editor: Editor, article: ArticlePage, clock: Any) -> None:
    clock.shift(60)
    write(article, "en")
    assert boxes(editor.client, article) == {"pl": "checked", "en": "checked", "uk": "empty"}


def test_the_page_of_one_language_leads_to_the_form(editor: Editor, article: ArticlePage) -> None:
    for code in ("pl", "en"):
        page = in_language(article, code) if code != "pl" else article
        html = editor.client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
        assert f"/admin/{address(page)}" in html


def test_all_chosen_languages_go_live_with_the_texts_translated_last(
    editor: Editor, article: ArticlePage, settle: Settle, clock: Any
) -> None:
    clock.shift(60)
    write(article, "en", title="The opening", slug="the-opening")
    said = together(editor, article, "pl", "en")
    settle()
    assert live(article) == {"pl", "en"}
    english = document(in_language(article, "en"))
    assert (english["title"], english["lead"]) == ("The opening", "Wstęp. en")
    assert english["url"].endswith("/the-opening/")
    assert [photo["alt"] for photo in english["photos"]] == ["Sala en"]
    assert [item["locale"] for item in document(article)["translations"]] == ["en"]
    assert "has been published in 2 languages" in said.get_text()
    # The source as it was translated is what has been published.
    assert boxes(editor.client, article) == {"pl": "disabled", "en": "disabled", "uk": "empty"}


def test_changes_of_live_languages_go_live_together(
    editor: Editor, section: Page, settle: Settle, clock: Any
) -> None:
    article = make_article(section, "Otwarcie", lead="Wstęp.")
    english = translate(article, "en")
    clock.shift(60)
    editor.save(article, lead="Nowy wstęp.")
    write(article, "en", lead="A new lead.")
    settle()
    assert document(english)["lead"] == "Wstęp. en"
    together(editor, article, "pl", "en")
    settle()
    assert document(article)["lead"] == "Nowy wstęp."
    assert document(english)["lead"] == "A new lead."


def test_a_missing_alternative_text_keeps_all_of_them_back(
    editor: Editor, section: Page, settle: Settle
) -> None:
    article = make_draft(section, alts=["Sala", ""])
    other = translate(make_article(section, "Inny"), "en")
    submit_for_translation(article, "en")
    page = together(editor, article, "pl", "en", expected=200)
    settle()
    assert live(article) == set()
    assert not on_wire(article)
    assert any("Photo 2" in reason for reason in reasons(page))
    assert "Nothing has been published" in page.get_text()
    assert other.live


def test_a_slug_that_is_taken_keeps_all_of_them_back(editor: Editor, section: Page) -> None:
    make_article(section, "Pierwszy", slug="ten-sam")
    article = make_draft(section, "Drugi", slug="drugi")
    submit_for_translation(article, "en")
    revision = article.get_latest_revision()
    revision.content["slug"] = "ten-sam"
    revision.save()
    page = together(editor, article, "pl", "en", expected=200)
    assert live(article) == set()
    assert any("slug" in reason for reason in reasons(page))


def test_a_locked_language_keeps_the_others_back(editor: Editor, article: ArticlePage) -> None:
    english = in_language(article, "en")
    english.locked = True
    english.save()
    page = together(editor, article, "pl", "en", expected=200)
    assert live(article) == set()
    assert reasons(page) == ["It is locked."]


def test_a_page_with_a_date_of_its_own_keeps_the_others_back(
    editor: Editor, article: ArticlePage
) -> None:
    editor.save(article, go_live_at=MOMENT)
    page = together(editor, article, "pl", "en", expected=200)
    assert live(article) == set()
    assert "date of its own" in reasons(page)[0]


def test_nothing_is_published_when_the_last_of_them_fails(
    editor: Editor, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody could ask beforehand is found while publishing; the first is live by then."""
    from newsroom.delivery import releases

    monkeypatch.setattr(releases, "obstacles", lambda page, user: [])
    english = in_language(article, "en")
    revision = english.get_latest_revision()
    revision.content["photos"][0]["alt_text"] = ""
    revision.save()
    page = together(editor, article, "pl", "en", expected=200)
    assert live(article) == set()
    assert any("Photo 1" in reason for reason in reasons(page))


def test_nothing_chosen_publishes_nothing(editor: Editor, article: ArticlePage) -> None:
    page = together(editor, article, expected=200)
    assert "Choose at least one language." in page.get_text()
    assert live(article) == set()


def make_user(model: Any, *permissions: tuple[Page, str]) -> Client:
    group = Group.objects.create(name="Desk")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for page, name in permissions:
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename=f"{name}_page")
        )
    user = model.objects.create_user("desk")
    user.groups.add(group)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def test_who_may_publish_one_language_only_publishes_that_alone(
    homes: dict[str, Any], article: ArticlePage, django_user_model: Any
) -> None:
    client = make_user(
        django_user_model,
        (homes["pl"], "change"),
        (homes["en"], "change"),
        (homes["en"], "publish"),
    )
    path = f"/admin/{address(in_language(article, 'en'))}"
    answer = client.post(path, {"languages": ["pl", "en"]})
    told = reasons(BeautifulSoup(answer.content, "html.parser"))
    assert told == ["You may not publish it."] * 2  # Polish and Ukrainian
    assert live(article) == set()
    assert client.post(path, {"languages": ["en"]}).status_code == 302
    assert live(article) == {"en"}


def test_who_may_not_publish_does_not_get_the_form(
    homes: dict[str, Any], article: ArticlePage, django_user_model: Any
) -> None:
    client = make_user(django_user_model, (homes["pl"], "change"), (homes["en"], "change"))
    answer: Any = client.post(f"/admin/{address(article)}", {"languages": ["pl"]})
    assert answer.status_code == 302
    assert answer.url == "/admin/"
    assert live(article) == set()


# At a moment


def test_planned_languages_go_live_together(
    editor: Editor, article: ArticlePage, settle: Settle, clock: Any
) -> None:
    clock.shift(60)
    write(article, "en")
    said = together(editor, article, "pl", "en", at=MOMENT)
    assert "goes live on" in said.get_text()
    assert "Scheduled for" in said.select(".newsroom-languages__item")[1].get_text()
    settle()
    assert live(article) == set()
    clock.move_to(IN_AN_HOUR)
    settle()
    assert live(article) == {"pl", "en"}
    assert document(in_language(article, "en"))["lead"] == "Wstęp. en"
    assert not Release.objects.exists()


def test_what_is_written_after_the_plan_waits(
    editor: Editor, article: ArticlePage, settle: Settle, clock: Any
) -> None:
    together(editor, article, "pl", "en", at=MOMENT)
    clock.shift(60)
    editor.save(article, lead="Po czasie.")
    write(article, "en")
    clock.move_to(IN_AN_HOUR)
    settle()
    assert document(article)["lead"] == "Wstęp."
    assert document(in_language(article, "en"))["lead"] == "Wstęp."
    assert ArticlePage.objects.get(pk=article.pk).has_unpublished_changes


def test_planning_changes_nothing_on_live_pages(
    editor: Editor, section: Page, settle: Settle, clock: Any
) -> None:
    article = make_article(section, "Otwarcie", lead="Wstęp.")
    english = translate(article, "en")
    clock.shift(60)
    write(article, "en", lead="A new lead.")
    together(editor, article, "en", at=MOMENT)
    settle()
    assert ArticlePage.objects.get(pk=english.pk).lead == "Wstęp. en"
    clock.move_to(IN_AN_HOUR)
    settle()
    assert document(english)["lead"] == "A new lead."


def test_if_one_cannot_go_live_at_its_hour_none_does_and_the_editor_reads_why(
    editor: Editor, article: ArticlePage, settle: Settle, clock: Any
) -> None:
    together(editor, article, "pl", "en", at=MOMENT)
    english = in_language(article, "en")
    revision = english.get_latest_revision()
    revision.content["photos"][0]["alt_text"] = ""
    revision.save()
    clock.move_to(IN_AN_HOUR)
    settle()
    assert live(article) == set()
    page = BeautifulSoup(
        editor.client.get(f"/admin/pages/{article.pk}/edit/").content, "html.parser"
    )
    told = page.select_one(".newsroom-languages__refused")
    assert told is not None
    assert "Nothing was published" in told.get_text()
    assert "English" in told.get_text()
    settle()  # nor later, when nobody expects it
    assert live(article) == set()
    revision.content["photos"][0]["alt_text"] = "A hall"
    revision.save()
    together(editor, article, "pl", "en")
    assert live(article) == {"pl", "en"}
    assert not Release.objects.exists()


@pytest.mark.parametrize("end", ["delete", "unpublish"])
def test_a_language_that_was_taken_away_keeps_the_others_back(
    editor: Editor, section: Page, settle: Settle, clock: Any, end: str
) -> None:
    article = make_article(section, live=False)
    english = translate(article, "en")
    clock.shift(60)
    write(article, "en", title="Another")
    together(editor, article, "pl", "en", at=MOMENT)
    clock.shift(60)
    getattr(editor, end)(english)
    clock.move_to(IN_AN_HOUR)
    settle()
    assert live(article) == set()
    assert Release.objects.get().refused


def test_a_page_published_since_keeps_its_newer_version(
    editor: Editor, article: ArticlePage, settle: Settle, clock: Any
) -> None:
    together(editor, article, "pl", "en", at=MOMENT)
    clock.shift(60)
    editor.publish(article, lead="Wcześniej, lecz nowsze.")
    clock.move_to(IN_AN_HOUR)
    settle()
    assert document(article)["lead"] == "Wcześniej, lecz nowsze."
    assert live(article) == {"pl", "en"}


def test_a_plan_can_be_cancelled(
    editor: Editor, article: ArticlePage, settle: Settle, clock: Any
) -> None:
    together(editor, article, "pl", "en", at=MOMENT)
    assert boxes(editor.client, article) == {"pl": "disabled", "en": "disabled", "uk": "empty"}
    page = together(editor, article, "en", expected=200)
    assert reasons(page) == ["It is planned already. Cancel that first."]
    editor.post(address(article), {"cancel": "1"})
    clock.move_to(IN_AN_HOUR)
    settle()
    assert live(article) == set()


def test_a_moment_that_has_passed_is_refused(editor: Editor, article: ArticlePage) -> None:
    page = together(editor, article, "pl", at="2026-05-04 11:00", expected=200)
    assert "This moment has passed." in page.get_text()
    assert not Release.objects.exists()


def test_without_a_worker_the_editor_is_warned(
    editor: Editor, article: ArticlePage, settle: Settle, clock: Any
) -> None:
    def warned() -> bool:
        html = editor.client.get(f"/admin/{address(article)}").content.decode()
        return "The worker is not running." in html

    assert warned()
    settle()
    assert not warned()
    clock.move_to(timezone.now() + timedelta(minutes=6))
    assert warned()
