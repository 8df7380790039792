"""Aliases: the source's text under another address is no item of its own, until it is made one."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from newsroom.models import ArticlePage, WireItem
from tests.editor import Editor
from tests.factories import make_article, make_section, publish
from tests.shared import shared

from .wire import changes, document, on_wire, tombstone

Settle = Callable[[], None]


@shared
def english_section(homes: dict[str, Any], section: Any) -> Any:
    return publish(section.copy_for_translation(Locale.objects.get(language_code="en")))


@shared
def english_alias(section: Any, english_section: Any) -> tuple[ArticlePage, ArticlePage]:
    """Give a live article and its live alias in English, as tree synchronisation makes it."""
    article = make_article(section, alts=["Czytelnia"], lead="Wstęp.")
    alias = article.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    assert alias.live
    return article, alias


def test_an_alias_is_no_item(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    culture = make_section(homes["pl"], "Kultura")
    article = make_article(section)
    settle()
    alias = editor.copy(article, culture, "odbicie", alias=True)
    settle()
    editor.publish(article, title="Nowy tytuł")
    settle()
    assert Page.objects.get(pk=alias.pk).title == "Nowy tytuł"
    assert not on_wire(alias)
    assert WireItem.objects.count() == 1


def test_an_alias_in_another_language_is_no_translation(
    english_alias: tuple[Any, Any], settle: Settle
) -> None:
    article, alias = english_alias
    settle()
    assert not on_wire(alias)
    assert document(article)["translations"] == []


def test_a_converted_alias_is_nowhere_until_it_is_published(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    alias = editor.copy(article, make_section(homes["pl"], "Kultura"), "odbicie", alias=True)
    settle()
    editor.convert_alias(alias)
    settle()
    converted = ArticlePage.objects.get(pk=alias.pk)
    assert converted.live
    assert converted.alias_of is None
    assert not on_wire(converted)
    editor.save(converted, title="Szkic")
    settle()
    assert not on_wire(converted)
    editor.publish(ArticlePage.objects.get(pk=alias.pk), title="Własny tytuł")
    settle()
    assert document(converted)["title"] == "Własny tytuł"
    assert document(article)["title"] == "Otwarto nową bibliotekę"


def test_an_alias_submitted_for_translation_is_nowhere_until_it_is_published(
    english_alias: tuple[Any, Any], editor: Editor, settle: Settle
) -> None:
    article, alias = english_alias
    settle()
    english = Locale.objects.get(language_code="en")
    editor.post(f"localize/submit/page/{article.pk}/", {"locales": [english.pk]})
    settle()
    converted = ArticlePage.objects.get(pk=alias.pk)
    assert converted.alias_of is None
    assert not on_wire(converted)
    assert document(article)["translations"] == []
    assert Translation.objects.get().target_locale == english
    editor.post(f"pages/{alias.pk}/edit/", {"action": "publish"})
    settle()
    assert on_wire(converted)
    assert [item["locale"] for item in document(article)["translations"]] == ["en"]


def test_a_translation_converted_to_an_alias_is_withdrawn(
    english_alias: tuple[Any, Any], editor: Editor, settle: Settle
) -> None:
    article, alias = english_alias
    english = Locale.objects.get(language_code="en")
    editor.post(f"localize/submit/page/{article.pk}/", {"locales": [english.pk]})
    editor.post(f"pages/{alias.pk}/edit/", {"action": "publish"})
    settle()
    assert on_wire(alias)
    editor.post(f"localize/page/{alias.pk}/convert_to_alias/")
    settle()
    assert tombstone(alias).reason == "alias"
    assert document(article)["translations"] == []


def test_an_alias_of_a_withdrawn_article_is_withdrawn_with_it(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    alias = editor.copy(article, make_section(homes["pl"], "Kultura"), "odbicie", alias=True)
    editor.convert_alias(alias)
    converted = ArticlePage.objects.get(pk=alias.pk)
    editor.publish(converted)
    settle()
    assert on_wire(converted)
    editor.unpublish(article)
    settle()
    assert not on_wire(article)
    assert on_wire(converted)


def test_a_link_to_an_alias_leads_to_its_source(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section, "Cel")
    alias = editor.copy(article, make_section(homes["pl"], "Kultura"), "odbicie", alias=True)
    text = f'<p><a linktype="page" id="{alias.pk}">cel</a></p>'
    linking = make_article(section, body=[("rich_text", text)])
    settle()
    assert "/pl/aktualnosci/cel/" in document(linking)["body_html"]
    editor.unpublish(article)
    settle()
    assert document(linking)["body_html"] == "<p>cel</p>"


def test_articles_below_the_alias_of_a_section_are_not_doubled(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    editor.copy(section, homes["pl"], "odbicie", alias=True)
    settle()
    assert WireItem.objects.count() == 1
    assert changes(article) == [("put", "")]


def test_a_link_to_the_alias_of_an_alias_leads_to_the_first_source(
    homes: dict[str, Any], section: Any, settle: Settle
) -> None:
    article = make_article(section, "Cel")
    alias = article.create_alias(parent=make_section(homes["pl"], "Kultura"))
    second = alias.create_alias(parent=make_section(homes["pl"], "Sport"))
    text = f'<p><a linktype="page" id="{second.pk}">cel</a></p>'
    linking = make_article(section, body=[("rich_text", text)])
    settle()
    assert "/pl/aktualnosci/cel/" in document(linking)["body_html"]
