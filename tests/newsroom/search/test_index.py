"""The index follows the wire, in the wire's own transactions."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.models import NewsIndexPage, SearchEntry, SearchWord, WireItem, uid_for
from newsroom.search import entries
from newsroom.search.engines import engine
from newsroom.search.engines.sqlite import MATCHING, expression
from newsroom.search.index import bring_up_to_date
from newsroom.search.queries import parse
from newsroom.wire import settle as settling
from tests.factories import make_article, make_gallery, publish

SEARCH = "/api/news/v1/search/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def titles(client: Client) -> Callable[[str], list[str]]:
    """Give a function that tells what a search finds: ``titles("most")``."""

    def find(text: str) -> list[str]:
        answer = client.get(SEARCH, {"q": text})
        return [item["title"] for item in answer.json()["items"]]

    return find


def in_index(text: str) -> int:
    """How many entries fit, whatever readers may see of them."""
    return engine().find(WireItem.objects.all(), parse(text, ["pl"])).count()


def test_what_is_published_can_be_found(
    section: NewsIndexPage, settle: Any, titles: Callable[[str], list[str]]
) -> None:
    article = make_article(section, "Stary most")
    settle()
    assert titles("moście") == ["Stary most"]
    article.title = "Nowa kładka"
    publish(article)
    settle()
    assert titles("mostem") == []
    assert titles("kładki") == ["Nowa kładka"]
    assert in_index("most") == 0


def test_a_draft_is_not_in_the_index(section: NewsIndexPage, settle: Any) -> None:
    article = make_article(section, "Stary most")
    settle()
    article.title = "Tajna kładka"
    article.save_revision()
    make_article(section, "Tajny tunel", live=False)
    settle()
    assert (in_index("most"), in_index("kładka"), in_index("tunel")) == (1, 0, 0)


def test_what_is_withdrawn_leaves_the_index(
    section: NewsIndexPage, settle: Any, titles: Callable[[str], list[str]]
) -> None:
    article = make_article(section, "Stary most")
    settle()
    article.unpublish()
    # Before the worker comes it is hidden already …
    assert titles("most") == []
    settle()
    # … and then not a word of it is kept.
    assert in_index("most") == 0
    assert not SearchEntry.objects.exists()


def test_a_deleted_row_leaves_no_words_behind(section: NewsIndexPage, settle: Any) -> None:
    make_article(section, "Stary most")
    settle()
    WireItem.objects.all().delete()
    assert not SearchEntry.objects.exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid {MATCHING}", [expression(parse("most", ["pl"]))])
            assert cursor.fetchall() == []


def test_the_entry_is_written_with_the_row_or_not_at_all(
    section: NewsIndexPage, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article(section, "Stary most")
    settle()
    article.title = "Nowa kładka"
    publish(article)
    put = settling.put  # type: ignore[attr-defined]

    def fail_afterwards(*args: Any) -> None:
        put(*args)
        raise ValueError("at the last moment")

    monkeypatch.setattr(settling, "put", fail_afterwards)
    settle()
    assert WireItem.objects.get().document.count("Stary most")
    assert (in_index("most"), in_index("kładka")) == (1, 0)


def test_every_text_of_a_document_is_indexed(
    section: NewsIndexPage, settle: Any, titles: Callable[[str], list[str]]
) -> None:
    gallery = make_gallery(section, "Obrazki", alts=["Latarnia morska"])
    table = {"data": [["Dzień", "Wtorek"]], "table_caption": "Rozkład jazdy"}
    make_article(
        section,
        "Wszystko",
        lead="Streszczenie",
        byline="Pani Redaktor",
        alts=["Fontanna w parku"],
        body=[
            ("heading", "Nagłówek"),
            ("rich_text", "<ul><li>pierwszy</li><li>dru<b>gi</b></li></ul>"),
            ("quote", {"text": "Cytat", "attribution": "Sołtys"}),
            ("table", table),
            ("gallery", {"gallery": gallery}),
            ("call_to_action", {"text": "Zapisz się", "page": None, "url": "https://example.org/"}),
        ],
    )
    settle()
    for text in (
        "streszczenia", "redaktorem", "fontanny", "nagłówkiem", "drugim", "cytatem", "sołtysa",
        "wtorku", "rozkładem", "latarniami", "zapisz", "aktualnościach", '"pierwszy"',
    ):  # fmt: skip
        assert "Wszystko" in titles(text), text
    assert titles('"pierwszy drugi"') == []


def test_of_an_enormous_text_as_much_is_indexed_as_every_database_takes(
    section: NewsIndexPage, settle: Any, titles: Callable[[str], list[str]]
) -> None:
    # Of 64 letters, of two bytes each.
    words = ["ю" * 60 + "".join(letters) for letters in product("абвгдежзик", repeat=4)]
    article = make_article(section, "Spis", body=[("rich_text", f"<p>{' '.join(words)}</p>")])
    settle()

    assert titles("spisy") == titles(words[0]) == titles(words[1000]) == ["Spis"]
    assert titles(words[-1]) == []
    entry = SearchEntry.objects.get(item__page_id=article.pk)
    tokens = {*entry.title.split(), *entry.body.split(), *entry.forms.split()}
    assert 800_000 < sum(len(token.encode()) for token in tokens) < 1_000_000


def test_what_has_not_changed_is_not_analysed_again(
    section: NewsIndexPage, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article(section, "Stary most")
    settle()
    monkeypatch.setattr(entries, "Forms", None)
    publish(article)
    settle()
    assert in_index("most") == 1


def test_an_older_index_is_brought_up_to_date_by_the_worker(
    section: NewsIndexPage, settle: Any, titles: Callable[[str], list[str]]
) -> None:
    make_article(section, "Stary most")
    make_article(section, "Nowa kładka")
    settle()
    SearchEntry.objects.filter(title__contains="kladka").delete()
    SearchEntry.objects.update(fingerprint="0/older/x", title="lplnieprawda", forms="")
    assert titles("mosty") == titles("kładka") == []
    settle()
    assert titles("mosty") == ["Stary most"]
    assert titles("kładka") == ["Nowa kładka"]
    assert in_index("nieprawda") == 0


def test_one_item_that_cannot_be_indexed_does_not_stop_the_others(
    section: NewsIndexPage, titles: Callable[[str], list[str]], settle: Any, monkeypatch: Any
) -> None:
    make_article(section, "Stary most")
    bad = make_article(section, "Nowa kładka")
    settle()
    SearchEntry.objects.all().delete()
    prepare = entries.prepare

    def failing(document: Any, known: str | None = None) -> Any:
        if document.title == bad.title:
            raise ValueError("No such word")
        return prepare(document, known)

    monkeypatch.setattr(entries, "prepare", failing)
    with pytest.raises(ExceptionGroup) as raised:
        bring_up_to_date(10)

    (error,) = raised.value.exceptions
    assert (
        str(error) == "No such word"
        and str(uid_for(bad.translation_key, "pl")) in error.__notes__[0]
    )
    assert titles("most") == ["Stary most"]
    monkeypatch.undo()
    assert bring_up_to_date(10) == 1
    assert titles("kładka") == ["Nowa kładka"]


def test_the_wire_is_rebuilt_with_its_index(
    section: NewsIndexPage, settle: Any, titles: Callable[[str], list[str]]
) -> None:
    make_article(section, "Stary most")
    settle()
    SearchEntry.objects.update(title="lplnieprawda")
    SearchWord.objects.create(locale="pl", word="zapomniane", folded="zapomniane")
    call_command("rebuild_wire")
    assert titles("moście") == ["Stary most"]
    assert in_index("nieprawda") == 0
    assert not SearchWord.objects.filter(word="zapomniane").exists()
    assert SearchWord.objects.filter(word="most").exists()


def test_an_index_by_older_rules_is_reported(section: NewsIndexPage, settle: Any) -> None:
    from newsroom.search.checks import check_index_is_of_this_version

    make_article(section, "Stary most")
    settle()
    assert check_index_is_of_this_version(None, databases=["default"]) == []
    SearchEntry.objects.update(fingerprint="0/older/x")
    (warning,) = check_index_is_of_this_version(None, databases=["default"])
    assert warning.id == "newsroom.W009"
    assert check_index_is_of_this_version(None) == []


def test_an_entry_costs_a_fixed_number_of_statements(section: NewsIndexPage, settle: Any) -> None:
    costs = []
    for number in (1, 40):
        text = " ".join(f"Zdanie {index} jest o czymś." for index in range(number))
        article = make_article(section, f"Próba {number}", body=[("rich_text", f"<p>{text}</p>")])
        settling.expand()
        with CaptureQueriesContext(connection) as captured:
            assert settling.settle_page(article.pk)
        costs.append(len([sql for sql in captured if "newsroom_search" in sql["sql"]]))
    # The fingerprint, the words that are known, those that are not, the entry.
    assert max(costs) <= 4
