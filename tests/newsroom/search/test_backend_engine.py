"""With a search server, everything is found as without: and nothing that is not public."""

import json
import logging
import os
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.test import Client

from newsroom.delivery import followers
from newsroom.delivery.search_server import compare_search_server
from newsroom.delivery.upkeep import prune
from newsroom.models import Follower, SearchEntry, WireItem
from newsroom.search import copying, server
from newsroom.search.engines import backend
from tests.factories import make_article, make_gallery, make_section, publish, translate

from .fake_server import FakeServer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:elastic_transport"),
]

# Another client that is installed can be tried as well.
BACKEND = os.environ.get("SEARCH_BACKEND", "wagtail.search.backends.elasticsearch9")


@pytest.fixture
def search_server(settings: Any) -> Iterator[FakeServer]:
    """Give an empty search server that the project has just been told of."""
    with FakeServer() as search_server:
        settings.WAGTAILSEARCH_BACKENDS = {
            **settings.WAGTAILSEARCH_BACKENDS,
            "words": {
                "BACKEND": BACKEND,
                "URLS": [search_server.url],
                "INDEX_PREFIX": "office_",
                "TIMEOUT": 2,
                "AUTO_UPDATE": False,
                "OPTIONS": {"max_retries": 0},
            },
        }
        settings.NEWSROOM_SEARCH_BACKEND = "words"
        yield search_server


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"], "Kultura")


@pytest.fixture
def filled(search_server: FakeServer, section: Any, settle: Callable[[], None]) -> FakeServer:
    """Give a server with two articles, and a worker that has nothing to do."""
    make_article(section, "Spotkanie w bibliotece", lead="Mieszkańcy Łodzi rozmawiali o książkach.")
    make_article(section, "Nowy most", lead="Otwarto go po spotkaniu radnych.")
    call_command("rebuild_wire", stdout=StringIO(), stderr=StringIO())
    settle()
    search_server.forget()
    return search_server


def search(text: str, **params: Any) -> Any:
    answer = Client().get("/api/news/v1/search/", {"q": text, **params})
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(text: str, **params: Any) -> list[str]:
    return [item["title"] for item in search(text, **params)["items"]]


def test_what_the_worker_has_brought_over_is_found_in_any_form(
    filled: FakeServer, section: Any, settle: Callable[[], None]
) -> None:
    make_article(section, "Wystawa w muzeum")
    settle()

    assert titles("wystawy") == ["Wystawa w muzeum"]
    assert len(filled.searches) > 0
    assert len(filled.documents) == WireItem.objects.count()


def test_titles_weigh_more_and_everything_told_of_hits_is_told(filled: FakeServer) -> None:
    found = search("spotkania")

    assert [item["title"] for item in found["items"]] == ["Spotkanie w bibliotece", "Nowy most"]
    assert found["items"][0]["score"] > found["items"][1]["score"] > 0
    assert "<mark>spotkaniu</mark>" in found["items"][1]["highlights"]["text"]
    assert found["count"] == 2
    assert [facet["count"] for facet in found["facets"]["kinds"]] == [2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lodz", ["Spotkanie w bibliotece"]),
        ("spotkanie -most", ["Spotkanie w bibliotece"]),
        ('spotkanie -"nowy most"', ["Spotkanie w bibliotece"]),
        ('"rozmawiali o książkach"', ["Spotkanie w bibliotece"]),
        ('"o rozmawiali książkach"', []),
        ("biblio*", ["Spotkanie w bibliotece"]),
        ("mo*", ["Nowy most"]),
        ("spotkanie książki", ["Spotkanie w bibliotece"]),
        ("hipopotam", []),
    ],
)
def test_words_phrases_beginnings_and_exclusions(
    filled: FakeServer, text: str, expected: list[str]
) -> None:
    assert titles(text) == expected
    assert filled.searches


HOSTILE = [
    '"', '""', "*", "-", "-most", "a*", "{}", '{"match_all":{}}', "most AND (", "\x00",
    "title:most", "_id:1", "most^1000", "../../_all", "%s %d", "'; DROP TABLE", "ł" * 3000,
    " ".join(f"słowo{number}" for number in range(300)), " ".join(f"a{n}* b" for n in range(300)),
]  # fmt: skip


def test_any_text_is_legal(filled: FakeServer) -> None:
    for text in HOSTILE:
        search(text)

    # Had the server refused one, it would rest.
    filled.forget()
    assert titles("mosty") == ["Nowy most"]
    assert filled.searches


def test_one_answer_asks_once_for_the_same(filled: FakeServer) -> None:
    search("most", locale="all")

    asked = [json.dumps(each, sort_keys=True) for each in filled.searches]
    # Of each language, for its count, and of all.
    assert 0 < len(asked) == len(set(asked)) <= 4


def test_suggestions_are_found_there_too(filled: FakeServer) -> None:
    answer = Client().get("/api/news/v1/suggest/", {"q": "bibl"}).json()

    assert [item["title"] for item in answer["items"]] == ["Spotkanie w bibliotece"]
    assert filled.searches


def test_what_is_withdrawn_is_not_found_though_the_server_still_has_it(
    filled: FakeServer, section: Any, settle: Callable[[], None]
) -> None:
    article = section.get_children().get(title="Nowy most").specific
    before = dict(filled.documents)
    WireItem.objects.filter(page_id=article.pk).update(hidden=True)
    assert titles("most") == []
    WireItem.objects.filter(page_id=article.pk).update(hidden=False)
    assert titles("most") == ["Nowy most"]

    article.unpublish()
    assert titles("most") == []
    assert filled.documents == before

    settle()
    assert len(filled.documents) == len(before) - 1
    assert titles("most") == []


def test_restricted_and_deleted_items_are_taken_away(
    filled: FakeServer, section: Any, settle: Callable[[], None]
) -> None:
    section.get_children().get(title="Nowy most").specific.delete()
    section.view_restrictions.create(restriction_type="login")
    assert titles("spotkanie") == []

    settle()
    assert filled.documents == {}


def test_changed_words_replace_the_old_ones(
    filled: FakeServer, section: Any, settle: Callable[[], None]
) -> None:
    article = section.get_children().get(title="Nowy most").specific
    article.title = "Nowa kładka"
    publish(article)
    settle()

    assert titles("mosty") == []
    assert titles("kładki") == ["Nowa kładka"]


def test_answers_are_not_kept_while_the_server_lags(
    filled: FakeServer, section: Any, settle: Callable[[], None]
) -> None:
    filled.fails = True
    make_article(section, "Wystawa w muzeum")
    settle()
    filled.fails = False
    assert titles("wystawa") == []

    Follower.objects.update(not_before="2020-01-01T00:00Z")
    settle()
    assert titles("wystawa") == ["Wystawa w muzeum"]


def test_filters_and_languages_are_the_database_s(
    filled: FakeServer, section: Any, settle: Callable[[], None]
) -> None:
    make_gallery(section, "Spotkanie na zdjęciach", alts=["Ludzie przy stole"])
    article = section.get_children().get(title="Nowy most").specific
    translate(article, "en", title="A new bridge")
    settle()

    assert titles("spotkanie", kind="gallery") == ["Spotkanie na zdjęciach"]
    assert titles("bridges", locale="en") == ["A new bridge"]
    assert titles("bridges") == []


def test_as_many_as_a_server_gives_at_once_are_ranked(
    filled: FakeServer, section: Any, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_gallery(section, "Spotkanie", alts=["Ludzie na spotkaniu"])
    settle()
    first, second, third = WireItem.objects.order_by("pk").values_list("pk", flat=True)
    elsewhere = {10**9 + number: 1e-05 for number in range(backend.MOST_FOUND - 3)}
    told = {**elsewhere, second: 12.5, third: 3.0, first: 1e-07}
    monkeypatch.setattr(server.Server, "search", lambda *args: told)

    found = search("spotkanie")
    assert [item["score"] for item in found["items"]] == [12.5, 3.0, 1e-07]
    assert found["count"] == 3


class TestFailing:
    def test_readers_are_answered_from_the_database(
        self, filled: FakeServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        filled.fails = True
        with caplog.at_level(logging.WARNING, "newsroom.search"):
            assert titles("spotkania") == ["Spotkanie w bibliotece", "Nowy most"]
            assert titles("lodz") == ["Spotkanie w bibliotece"]

        # And only one of them has waited for it, and has been told of in the log.
        assert len([one for one in filled.requests if one.endswith("_search")]) == 1
        assert len([one for one in caplog.records if one.name.startswith("newsroom.search")]) == 1

    def test_it_is_asked_again_after_a_rest(
        self, filled: FakeServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(server, "REST", 0.0)
        filled.fails = True
        titles("most")
        filled.fails = False
        filled.forget()

        assert titles("most") == ["Nowy most"]
        assert filled.searches

    def test_a_server_that_is_gone_is_no_error(self, filled: FakeServer, settings: Any) -> None:
        words = settings.WAGTAILSEARCH_BACKENDS["words"]
        there = {**words, "URLS": ["http://127.0.0.1:9"]}
        settings.WAGTAILSEARCH_BACKENDS = {**settings.WAGTAILSEARCH_BACKENDS, "words": there}

        assert titles("mosty") == ["Nowy most"]

    def test_nothing_of_the_worker_s_work_is_lost(
        self,
        filled: FakeServer,
        section: Any,
        settle: Callable[[], None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        filled.fails = True
        make_article(section, "Wystawa w muzeum")
        settle()
        follower = Follower.objects.get(name="search words")
        assert "503" in follower.error

        filled.fails = False
        Follower.objects.update(not_before=follower.not_before.replace(year=2020))
        settle()
        follower.refresh_from_db()
        assert follower.error == ""
        assert follower.position == followers.newest_change()
        assert titles("wystawa") == ["Wystawa w muzeum"]

    def test_a_server_that_is_given_up_does_not_stay_in_the_admin_as_failing(
        self, filled: FakeServer, settings: Any
    ) -> None:
        prune()
        assert Follower.objects.filter(name="search words").exists()

        settings.NEWSROOM_SEARCH_BACKEND = ""
        prune()
        assert not Follower.objects.filter(name="search words").exists()


class TestFilling:
    def test_readers_are_not_told_what_half_a_copy_knows(
        self, search_server: FakeServer, section: Any, settle: Callable[[], None]
    ) -> None:
        settle()
        make_article(section, "Nowy most")
        settle()  # fills it
        search_server.aliases = {}

        assert titles("most") == ["Nowy most"]
        assert search_server.searches == []

        make_article(section, "Wystawa w muzeum")
        settle()
        assert titles("wystawy") == ["Wystawa w muzeum"]

    def test_a_server_that_has_lost_everything_is_filled_with_the_next_change(
        self, filled: FakeServer, section: Any, settle: Callable[[], None]
    ) -> None:
        filled.lose_everything()
        assert titles("most") == ["Nowy most"]

        make_article(section, "Wystawa w muzeum")
        settle()
        assert len(filled.documents) == WireItem.objects.count()

    def test_rebuild_wire_fills_an_empty_server(self, filled: FakeServer) -> None:
        number = len(filled.documents)
        filled.lose_everything()
        out = StringIO()
        call_command("rebuild_wire", stdout=out, stderr=StringIO())

        assert f"brought {number} entries" in out.getvalue()
        assert len(filled.documents) == number
        assert titles("mosty") == ["Nowy most"]

    def test_only_what_differs_is_brought_over_and_taken_away(
        self, filled: FakeServer, section: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(12):
            make_article(section, f"Artykuł {number}")
        call_command("rebuild_wire", stdout=StringIO(), stderr=StringIO())
        assert compare_search_server() == 0

        documents = filled.index("office_newsroom_search_1").written
        some = sorted(documents, key=int)
        del documents[some[2]], documents[some[-1]]
        documents["999999"] = {**documents[some[0]], "item": 999999}
        documents[some[4]] = {**documents[some[4]], "fingerprint": "of an old analysis"}
        for step in (2, 3, 5):
            monkeypatch.setattr(copying, "COMPARED_AT_ONCE", step)
            broken = dict(documents)
            assert compare_search_server() == 4
            assert set(documents) == {
                str(pk) for pk in SearchEntry.objects.values_list("pk", flat=True)
            }
            assert compare_search_server() == 0
            documents.clear()
            documents.update(broken)

    def test_a_failing_server_that_works_again_is_told_at_once(
        self, filled: FakeServer, section: Any, settle: Callable[[], None]
    ) -> None:
        filled.fails = True
        make_article(section, "Wystawa w muzeum")
        settle()
        filled.fails = False
        compare_search_server()
        settle()

        assert Follower.objects.get(name="search words").error == ""


def test_without_the_setting_no_server_is_asked(
    search_server: FakeServer, section: Any, settings: Any, settle: Callable[[], None]
) -> None:
    settings.NEWSROOM_SEARCH_BACKEND = ""
    make_article(section, "Nowy most")
    settle()

    assert titles("mosty") == ["Nowy most"]
    assert search_server.requests == []
    assert not Follower.objects.filter(name__startswith="search").exists()


@pytest.mark.django_db(transaction=True)
def test_the_server_is_never_written_to_in_a_transaction(
    filled: FakeServer,
    section: Any,
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send, inside = server.Server._send, []

    def watched(self: server.Server, actions: Any) -> None:
        inside.append(connection.in_atomic_block)
        send(self, actions)

    monkeypatch.setattr(server.Server, "_send", watched)
    make_article(section, "Wystawa w muzeum")
    settle()

    assert inside
    assert not any(inside)


def test_publishing_does_not_ask_the_server(filled: FakeServer, section: Any) -> None:
    make_article(section, "Wystawa w muzeum").unpublish()

    assert filled.requests == []


class TestChecks:
    def ids(self) -> set[str | None]:
        return {message.id for message in run_checks(tags=["newsroom"])}

    def test_a_server_as_documented_is_well(self, search_server: FakeServer) -> None:
        assert not self.ids() & {"newsroom.E010", "newsroom.W008"}
        assert search_server.requests == []

    @pytest.mark.parametrize("alias", ["elsewhere", "default"])
    def test_what_is_no_search_server_is_refused(
        self, search_server: FakeServer, settings: Any, alias: str
    ) -> None:
        settings.NEWSROOM_SEARCH_BACKEND = alias

        assert "newsroom.E010" in self.ids()

    def test_a_client_that_is_not_installed_is_told_of(
        self, search_server: FakeServer, settings: Any
    ) -> None:
        words = {**settings.WAGTAILSEARCH_BACKENDS["words"], "BACKEND": "nobody.has.this"}
        settings.WAGTAILSEARCH_BACKENDS = {"words": words}

        assert "newsroom.E010" in self.ids()

    def test_editors_who_would_wait_are_told_of(
        self, search_server: FakeServer, settings: Any
    ) -> None:
        words = {**settings.WAGTAILSEARCH_BACKENDS["words"], "AUTO_UPDATE": True}
        settings.WAGTAILSEARCH_BACKENDS = {"words": words}

        assert "newsroom.W008" in self.ids()
