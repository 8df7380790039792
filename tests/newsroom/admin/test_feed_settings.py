"""What editors decide about feeds: the settings of a Site, and the switches of a page."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from newsroom.models import (
    ArticlePage,
    FeedSettings,
    FeedWords,
    NewsIndexPage,
    WireItem,
    WireSequence,
)
from newsroom.wire.feed_options import Options
from tests.editor import Editor
from tests.factories import make_article, make_gallery, make_section, publish, translate
from tests.shared import shared


@shared
def section(homes: dict[str, Any]) -> NewsIndexPage:
    return make_section(homes["pl"])


@pytest.fixture
def address(homes: dict[str, Any]) -> str:
    return f"settings/newsroom/feedsettings/{Site.objects.get().pk}/"


def words(*rows: dict[str, Any]) -> dict[str, Any]:
    """The form's rows of words by language."""
    form: dict[str, Any] = {"words-TOTAL_FORMS": len(rows), "words-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        form |= {f"words-{number}-{name}": value for name, value in row.items()}
    return form


def test_an_editor_decides_how_the_feeds_of_a_site_look(
    editor: Editor, address: str, locales: dict[str, Any]
) -> None:
    form = editor.form(address)
    polish = {"locale": locales["pl"].pk, "title": "Urząd pisze", "description": "O gminie."}
    changes = {"content": "lead", "items": 7, "hub": "https://hub.example/", **words(polish)}

    editor.post(address, form | changes)

    options = Options.of(Site.objects.get())
    assert (options.full, options.items, options.hub) == (False, 7, "https://hub.example/")
    assert options.newsroom("pl") == "Urząd pisze"
    assert options.words_in("pl").description == "O gminie."
    assert options.newsroom("en") == "Urząd"


def test_the_menu_leads_to_the_settings(editor: Editor, address: str) -> None:
    html = editor.client.get("/admin/").content.decode()
    assert "/admin/settings/newsroom/feedsettings/" in html


def test_a_language_is_refused_the_second_time(
    editor: Editor, address: str, locales: dict[str, Any]
) -> None:
    form = editor.form(address)
    twice = words({"locale": locales["pl"].pk}, {"locale": locales["pl"].pk})

    response = editor.post(address, form | twice, expected=200)

    html = response.content.decode()
    assert "There can be words for each language only once." in html
    assert "This language is there already." in html
    assert not FeedSettings.objects.filter(words__isnull=False)


@pytest.mark.parametrize(
    ("hub", "why"),
    [
        ("http://hub.example/", "The address must start with https://."),
        ("https://hub.example:8080/", "Port 8080 is not allowed; use 443 or 8443."),
        ("https://127.0.0.1/", "127.0.0.1 is not a public address."),
        ("https://user@hub.example/", "The address must not hold a user name or a password."),
    ],
)
def test_a_hub_that_would_not_be_called_is_refused(
    editor: Editor, address: str, hub: str, why: str
) -> None:
    form = editor.form(address)
    response = editor.post(address, form | words() | {"hub": hub}, expected=200)
    assert why in response.content.decode()
    assert not FeedSettings.objects.exclude(hub="").exists()


@pytest.mark.parametrize("hub", ["ftp://hub.example/", "javascript:alert(1)", "hub"])
def test_a_hub_is_reached_through_the_web(editor: Editor, address: str, hub: str) -> None:
    form = editor.form(address)
    response = editor.post(address, form | words() | {"hub": hub}, expected=200)
    assert "Enter a valid URL" in response.content.decode()


@pytest.mark.parametrize("items", [0, 101])
def test_a_feed_holds_one_to_a_hundred_items(editor: Editor, address: str, items: int) -> None:
    form = editor.form(address)
    editor.post(address, form | words() | {"items": items}, expected=200)


def test_readers_see_another_state_after_the_settings_were_saved(
    editor: Editor, address: str, locales: dict[str, Any], settle: Callable[[], None]
) -> None:
    versions = []
    settle()
    for form in (
        words({"locale": locales["pl"].pk, "title": "Nowa"}),
        {"words-0-title": "Nowsza"},
        {"words-0-DELETE": "on"},
    ):
        editor.post(address, editor.form(address) | form)
        settle()
        versions.append(WireSequence.objects.get().version)

    assert versions == sorted(set(versions))
    assert not FeedWords.objects.exists()
    FeedSettings.objects.get().delete()
    settle()
    assert WireSequence.objects.get().version > versions[-1]


def test_a_page_leaves_the_feeds_when_its_switch_is_off(
    editor: Editor, section: NewsIndexPage, settle: Callable[[], None]
) -> None:
    article, gallery = make_article(section), make_gallery(section, alts=["Orkiestra"])
    settle()

    for page in (article, gallery):
        form = editor.page_form(page) | {"action-publish": "action-publish"}
        assert form.pop("in_feeds") == ["on"]
        editor.post(f"pages/{page.pk}/edit/", form)
        settle()
        assert not WireItem.objects.get(page_id=page.pk).in_feeds, page
        assert WireItem.objects.public().filter(page_id=page.pk).exists()


def test_a_summary_of_its_own_goes_on_the_wire(
    editor: Editor, section: NewsIndexPage, settle: Callable[[], None]
) -> None:
    article = make_article(section, lead="Wstęp.")
    editor.publish(article, feed_summary="Krótko.")
    settle()
    entry = json.loads(WireItem.objects.get(page_id=article.pk).entry)
    assert entry["summary"] == "Krótko."


def test_the_summary_is_translated_and_the_switch_is_set_once_for_all_languages(
    section: NewsIndexPage, homes: dict[str, Any], settle: Callable[[], None]
) -> None:
    article = make_article(section, feed_summary="Krótko.", in_feeds=False)
    translate(section, "en")

    translation = translate(article, "en", feed_summary="In short.")

    assert isinstance(translation, ArticlePage)
    assert (translation.feed_summary, translation.in_feeds) == ("In short.", False)
    article.in_feeds = True
    publish(article)
    assert translate(article, "en", feed_summary="In short.").in_feeds


def test_without_the_right_to_it_nobody_changes_the_settings(
    address: str, client: Client, django_user_model: Any
) -> None:
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("writer")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(f"/admin/{address}").status_code == 302
