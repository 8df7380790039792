"""Editors' search for pages: in any form of a word, in every view of the admin that has one."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search.query import Not, PlainText

from tests.editor import Editor
from tests.factories import make_article, make_image, make_info_page, make_section

SEARCH, RESULTS, CHOOSER = "pages/search/", "pages/search/results/", "choose-page/search/"
Search = Callable[..., list[str]]

HOSTILE = {
    "a quotation mark": '"',
    "half a phrase": '"spotkanie',
    "many phrases": 'a"b' * 3000,
    "a NUL": "spot\x00kanie",
    "a backslash": "spotkanie\\",
    "an apostrophe": "d'Or' 'x",
    "operators of FTS5": "spotkanie AND NOT NEAR(a b, 2) OR * ^a title:b {c} : d -e + f",
    "operators of tsquery": "spotkanie & !b | (c <-> d):*A <2> e",
    "SQL": "'; DROP TABLE wagtailcore_page; --%s %(a)s {}",
    "no word at all": "!!! … ?? ( ) ***",
    "10 kB of words": "spotkanie " * 1000,
    "10 kB without a space": "ż" * 10_000,
    "signs of other scripts": "зустріч 会議 🎉 \u202eabc \ud7ff İ ß ﬁ",
    "combining signs": "s\u0301" * 500,
}


@pytest.fixture
def section(homes: dict[str, Any]) -> Page:
    return make_section(homes["pl"])


@pytest.fixture
def meeting(section: Page) -> Page:
    return make_article(section, "Spotkanie w Kielcach")


@pytest.fixture
def search(editor: Editor) -> Search:
    """Give the titles that a search in the admin lists: ``search("word", view=…)``."""

    def titles(query: str, view: str = SEARCH, **parameters: Any) -> list[str]:
        answer = editor.client.get(f"/admin/{view}", {"q": query, **parameters})
        assert answer.status_code == 200
        shown = answer.json()["html"] if "json" in answer["Content-Type"] else answer.content
        rows = BeautifulSoup(shown, "html.parser").select("table.listing tbody tr")
        found = [row.select_one(".title-wrapper a, a.choose-page") for row in rows]
        return [link.get_text(strip=True) for link in found if link]

    return titles


@pytest.mark.parametrize("query", ["Spotkanie w Kielcach", "spotkania", "SPOTKANIOM", "kielce"])
def test_a_page_is_found_by_any_form_of_a_word(search: Search, meeting: Page, query: str) -> None:
    assert search(query) == ["Spotkanie w Kielcach"]


def test_all_words_must_be_there(search: Search, meeting: Page) -> None:
    assert search("spotkań kielc") == ["Spotkanie w Kielcach"]
    assert search("spotkań radomia") == []


@pytest.mark.parametrize("query", ["swietokrzyskie", "swietokrzyskim", "świętokrzyska", "lodz"])
def test_a_page_is_found_without_diacritics(search: Search, section: Page, query: str) -> None:
    make_article(section, "Z województwa świętokrzyskiego do Łodzi")
    assert len(search(query)) == 1


@pytest.mark.parametrize("query", ["spotk", "swietok", "spotkanie w kielc", "lod"])
def test_an_unfinished_word_finds_what_begins_with_it(
    search: Search, section: Page, query: str
) -> None:
    make_article(section, "Spotkanie w Kielcach o Łodzi i Świętokrzyskiem")
    assert len(search(query)) == 1


@pytest.mark.parametrize("letter", "lxp")
def test_the_marks_of_languages_are_not_found(search: Search, section: Page, letter: str) -> None:
    make_article(section, "Zebranie")
    assert search(letter) == []


def test_every_language_has_its_own_forms(search: Search, homes: dict[str, Any]) -> None:
    make_info_page(homes["en"], "Meetings of the council")
    make_info_page(homes["uk"], "Зустрічі з мешканцями", slug="zustrichi")
    assert search("meeting") == ["Meetings of the council"]
    assert search("зустріч") == ["Зустрічі з мешканцями"]


def test_forms_of_one_language_are_not_those_of_another(
    search: Search, homes: dict[str, Any], section: Page
) -> None:
    make_article(section, "Meetings")  # a name, in a Polish text
    make_info_page(homes["en"], "Spotkania")
    assert search("spotkanie") == []


def test_a_draft_that_was_never_published_is_found(search: Search, section: Page) -> None:
    make_article(section, "Spotkanie z mieszkańcami", live=False)
    assert search("spotkania") == ["Spotkanie z mieszkańcami"]
    assert search("spotkania live:no") == ["Spotkanie z mieszkańcami"]
    assert search("spotkania live:yes") == []


def test_a_changed_title_is_found_instead_of_the_old_one(
    search: Search, editor: Editor, meeting: Page
) -> None:
    editor.publish(meeting, title="Zebranie w Radomiu")
    assert search("zebrania") == ["Zebranie w Radomiu"]
    assert search("spotkania") == []


def test_a_phrase_is_found_as_it_is_written(search: Search, meeting: Page) -> None:
    assert search('"spotkanie w kielcach"') == ["Spotkanie w Kielcach"]
    assert search('"spotkania w kielcach"') == []
    assert search('"w kielcach" spotkania') == ["Spotkanie w Kielcach"]


def test_the_searched_form_comes_first(search: Search, section: Page) -> None:
    make_article(section, "Spotkania")
    make_article(section, "Spotkanie")
    make_article(section, "Spotkań")
    assert search("spotkanie")[0] == "Spotkanie"
    assert len(search("spotkanie")) == 3


def test_an_order_that_was_asked_for_is_kept(search: Search, section: Page) -> None:
    for title in ("Spotkania w Radomiu", "Spotkanie w Kielcach", "Dzień spotkań"):
        make_article(section, title)
    titles = ["Dzień spotkań", "Spotkania w Radomiu", "Spotkanie w Kielcach"]
    assert search("spotkanie", ordering="title") == titles


@pytest.mark.parametrize("view", [RESULTS, CHOOSER, "pages/{section}/", "pages/{section}/results/"])
def test_the_other_views_search_alike(
    search: Search, section: Page, meeting: Page, view: str
) -> None:
    make_article(section, "Zebranie")
    assert search("spotkaniami", view.format(section=section.pk)) == ["Spotkanie w Kielcach"]


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("view", [SEARCH, RESULTS, CHOOSER, "pages/{section}/"])
def test_no_text_is_an_error(
    search: Search, section: Page, meeting: Page, view: str, query: str
) -> None:
    search(query, view.format(section=section.pk))  # says so itself


def test_signs_around_words_do_not_matter(search: Search, meeting: Page) -> None:
    assert search("„spotkania”, (kielce)!") == ["Spotkanie w Kielcach"]
    assert search('spotkania"') == ["Spotkanie w Kielcach"]
    assert search("!!!") == []


def test_programs_search_whole_texts_and_what_is_not_there(meeting: Page, section: Page) -> None:
    other = make_article(section, "Zebranie", lead="Po spotkaniach w Kielcach.")
    pages: PageQuerySet = Page.objects.filter(pk__in=[meeting.pk, other.pk])
    assert [page.pk for page in pages.search("spotkania")] == [meeting.pk, other.pk]
    assert [page.pk for page in pages.search(Not(PlainText("zebrania")))] == [meeting.pk]
    assert pages.search("spotkania").count() == 2
    assert pages.search("spotkania | zebrania", operator="or").count() == 2


@pytest.mark.parametrize("query", ["spotkania", "kielce"])
def test_pictures_are_found_in_the_default_language(
    editor: Editor, homes: dict[str, Any], query: str
) -> None:
    image = make_image("Rynek")
    image.tags.add("spotkanie", "w Kielcach")
    image.save()
    answer = editor.client.get("/admin/images/results/", {"q": query})
    assert "Rynek" in answer.content.decode()


def test_update_index_fills_the_index(search: Search, meeting: Page) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM wagtailsearch_indexentry")
    assert search("spotkania") == []
    call_command("update_index", verbosity=0)
    assert search("spotkania") == ["Spotkanie w Kielcach"]


def test_of_an_enormous_text_as_much_is_found_as_every_database_takes(section: Page) -> None:
    # More than 1 MiB of different words; their lemmas come on top.
    words = ["ю" * 60 + "".join(letters) for letters in product("абвгдежзик", repeat=4)]
    page = make_article(section, "Spis", body=[("rich_text", f"<p>{' '.join(words)}</p>")])

    for found in ("spisy", words[0], words[1000]):
        assert [one.pk for one in Page.objects.search(found)] == [page.pk]
    assert not Page.objects.search(words[-1])
