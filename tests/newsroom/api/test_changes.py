"""The delta: whoever follows it knows what is public, and nothing else."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.delivery.upkeep import prune
from newsroom.models import WireItem, WireSequence
from newsroom.wire import compose as composing
from newsroom.wire.body import COMPOSERS
from newsroom.wire.marks import tell_why
from newsroom.wire.reconcile import request_repairs
from tests.factories import make_article, make_section, make_site_tree, publish

CHANGES = "/api/news/v1/changes/"
Settle = Callable[[], None]
Uid = Callable[[Any], str]


def asked(client: Client, address: str = CHANGES, **parameters: int | str) -> dict[str, Any]:
    answer = client.get(address, parameters or None)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def told(client: Client, since: int | str = 0) -> list[tuple[str, str]]:
    """What an answer says: (action, the item's id)."""
    found = asked(client, since=since)
    return [(change["action"], change["id"]) for change in found["changes"]]


def now() -> int:
    """The cursor of somebody who knows everything."""
    return WireSequence.objects.get().value


def since_in(address: str) -> str:
    (since,) = parse_qs(urlsplit(address).query)["since"]
    return since


def test_a_first_sync_gives_everything_public_as_its_own_address_does(
    client: Client, newsroom: SimpleNamespace, uid: Uid
) -> None:
    make_article(newsroom.section, "Szkic", live=False)
    answer = client.get(CHANGES)
    text, found = answer.content.decode(), answer.json()

    pages = {
        newsroom.library: "articles",
        newsroom.translated: "articles",
        newsroom.bridge: "articles",
        newsroom.gallery: "galleries",
        newsroom.project: "projects",
    }
    assert {change["id"] for change in found["changes"]} == set(map(uid, pages))
    for page, kind in pages.items():
        single = client.get(f"/api/news/v1/{kind}/{uid(page)}/").content.decode()
        assert f'"item":{single}}}' in text, page.title
    for change in found["changes"]:
        assert change["action"] == "put"
        for name in ("id", "translation_key", "kind", "locale"):
            assert change[name] == change["item"][name]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", change["at"])
    numbers = [change["sequence"] for change in found["changes"]]
    assert numbers == sorted(set(numbers))
    assert found["more"] is False


def test_next_leads_on_with_the_same_filters(client: Client, newsroom: SimpleNamespace) -> None:
    address, seen = f"{CHANGES}?limit=2&locale=pl&kind=article,project&wait=0", []
    for expected in ([2, True], [1, False], [0, False]):
        found = asked(client, address)
        assert [len(found["changes"]), found["more"]] == expected
        seen += [change["item"]["title"] for change in found["changes"]]
        address = found["next"]
        assert address.startswith(f"http://localhost{CHANGES}?limit=2&locale=pl&kind=article%2Cpro")
    assert sorted(seen) == sorted(
        page.title for page in (newsroom.library, newsroom.bridge, newsroom.project)
    )


def test_what_is_asked_for_again_is_only_what_is_new(
    client: Client, newsroom: SimpleNamespace, settle: Settle, uid: Uid
) -> None:
    following = asked(client)["next"]
    assert asked(client, following) == {"changes": [], "next": following, "more": False}

    newsroom.bridge.title = "Most zamknięty"
    publish(newsroom.bridge)
    settle()

    found = asked(client, following)
    assert [change["item"]["title"] for change in found["changes"]] == ["Most zamknięty"]
    assert asked(client, found["next"])["changes"] == []


def test_of_many_changes_of_an_item_the_last_one_is_told(
    client: Client, newsroom: SimpleNamespace, settle: Settle, uid: Uid
) -> None:
    before = now()
    for title in ("Jeden", "Dwa", "Trzy"):
        newsroom.bridge.title = title
        publish(newsroom.bridge)
        settle()

    (change,) = asked(client, since=before)["changes"]

    assert (change["item"]["title"], change["sequence"]) == ("Trzy", now())


def test_a_withdrawal_says_why(
    client: Client, newsroom: SimpleNamespace, settle: Settle, uid: Uid
) -> None:
    before = now()
    newsroom.bridge.unpublish()
    tell_why(newsroom.bridge, "Podaliśmy złą datę.")
    newsroom.gallery.delete()
    settle()

    found = {change["id"]: change for change in asked(client, since=before)["changes"]}

    gone = found[uid(newsroom.bridge)]
    assert [gone[name] for name in ("action", "reason", "public_reason", "kind", "locale")] == [
        "withdrawn", "withdrawn", "Podaliśmy złą datę.", "article", "pl",
    ]  # fmt: skip
    assert "item" not in gone
    deleted = found[uid(newsroom.gallery)]
    assert [deleted["action"], deleted["reason"]] == ["deleted", "deleted"]
    assert gone["at"] == client.get(f"/api/news/v1/articles/{gone['id']}/").json()["withdrawn_at"]


def test_who_starts_from_nothing_hears_of_nothing_that_is_gone(
    client: Client, newsroom: SimpleNamespace, settle: Settle, uid: Uid
) -> None:
    newsroom.bridge.unpublish()
    settle()

    assert ("withdrawn", uid(newsroom.bridge)) in told(client, since=1)
    assert uid(newsroom.bridge) not in [item for _, item in told(client)]


def test_what_is_withdrawn_during_a_first_sync_is_told_in_it(
    client: Client, newsroom: SimpleNamespace, settle: Settle, uid: Uid
) -> None:
    first = asked(client, limit=1)
    (seen,) = [change["id"] for change in first["changes"]]
    Page.objects.get(pk=WireItem.objects.get(uid=seen).page_id).unpublish()
    settle()

    rest = asked(client, first["next"].replace("limit=1", "limit=100"))

    assert ("withdrawn", seen) in [(each["action"], each["id"]) for each in rest["changes"]]
    assert since_in(rest["next"]) == str(now())


def test_a_move_is_a_put_with_the_former_address(
    client: Client, newsroom: SimpleNamespace, settle: Settle
) -> None:
    before, former = now(), newsroom.bridge.full_url
    newsroom.bridge.move(make_section(newsroom.homes["pl"], "Ulice"), pos="last-child")
    settle()

    (change,) = asked(client, since=before)["changes"]

    assert change["action"] == "put"
    assert change["item"]["former_urls"] == [former]
    assert "/ulice/" in change["item"]["url"]


def test_what_leaves_for_another_site_is_withdrawn_here_and_put_there(
    client: Client, newsroom: SimpleNamespace, settle: Settle, uid: Uid
) -> None:
    before = now()
    elsewhere = make_section(make_site_tree("other.newsroom.test", "inny")["pl"])
    newsroom.bridge.move(elsewhere, pos="last-child")
    settle()
    there = {"host": "other.newsroom.test"}

    here = asked(client, since=before)["changes"]
    assert [(each["action"], each["reason"]) for each in here] == [("withdrawn", "other_site")]
    (change,) = client.get(CHANGES, headers=there).json()["changes"]
    assert change["item"]["title"] == "Most otwarty"

    moved = Page.objects.get(pk=newsroom.bridge.pk)
    moved.unpublish()
    tell_why(moved, "Tylko dla czytelników tamtej strony.")
    settle()
    assert asked(client, since=before)["changes"] == here
    (gone,) = client.get(f"{CHANGES}?since={before}", headers=there).json()["changes"]
    assert gone["public_reason"] == "Tylko dla czytelników tamtej strony."


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("locale=all", {"pl article", "en article", "pl gallery", "pl project"}),
        ("locale=en", {"en article"}),
        ("locale=uk", set()),
        ("locale=en,uk", {"en article"}),
        ("kind=gallery", {"pl gallery"}),
        ("kind=gallery,project", {"pl gallery", "pl project"}),
        ("kind=article&locale=pl", {"pl article"}),
    ],
)
def test_changes_can_be_filtered(
    client: Client, newsroom: SimpleNamespace, query: str, kinds: set[str]
) -> None:
    found = asked(client, f"{CHANGES}?{query}")

    assert {f"{each['locale']} {each['kind']}" for each in found["changes"]} == kinds
    # It goes on from the newest change, also where that was none of these.
    assert since_in(found["next"]) == str(now())


class TestForgotten:
    @pytest.fixture
    def cursors(self, client: Client, newsroom: SimpleNamespace, settle: Settle) -> SimpleNamespace:
        """Give cursors from before and after a withdrawal that is forgotten by now."""
        before, unfinished = now(), since_in(asked(client, limit=1)["next"])
        newsroom.bridge.unpublish()
        settle()
        after, begun_after = now(), since_in(asked(client, limit=1)["next"])
        with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
            prune()
        assert WireSequence.objects.get().pruned == after
        return SimpleNamespace(
            before=before, unfinished=unfinished, after=after, begun_after=begun_after
        )

    def test_who_has_missed_it_has_to_start_over(
        self, client: Client, cursors: SimpleNamespace
    ) -> None:
        for since in (cursors.before, cursors.unfinished, 1):
            answer = client.get(f"{CHANGES}?locale=pl&since={since}")
            assert answer.status_code == 410, since
            assert answer["Content-Type"] == "application/problem+json"
            assert answer["Cache-Control"] == "no-store"
            assert "since=0" in answer.json()["detail"]
            start = answer.json()["start_over"]
            assert start == f"http://localhost{CHANGES}?locale=pl&since=0"
            assert client.get(start).status_code == 200

    def test_who_has_not_goes_on(self, client: Client, cursors: SimpleNamespace) -> None:
        for since in (0, cursors.after, cursors.begun_after):
            assert client.get(f"{CHANGES}?since={since}").status_code == 200, since
        # The place is one of long ago, but whoever began after the withdrawal misses nothing.
        position, _, start = cursors.begun_after.partition(".")
        assert int(position) < cursors.after <= int(start)


class TestLeftOut:
    """A put that may not be told at this moment is told by a later change."""

    @pytest.fixture
    def before(self, newsroom: SimpleNamespace) -> int:
        return now()

    def assert_told_later(
        self, client: Client, page: Any, before: int, settle: Settle, uid: Uid
    ) -> None:
        put = ("put", uid(page))
        left_out = asked(client)
        assert put not in told(client)
        settle()
        assert put in [(c["action"], c["id"]) for c in asked(client, left_out["next"])["changes"]]
        assert put in told(client, since=before)

    def test_hidden_for_a_moment(
        self, client: Client, newsroom: SimpleNamespace, before: int, settle: Settle, uid: Uid
    ) -> None:
        WireItem.objects.filter(uid=uid(newsroom.bridge)).update(hidden=True)
        request_repairs()
        self.assert_told_later(client, newsroom.bridge, before, settle, uid)

    def test_restricted_for_a_moment(
        self, client: Client, newsroom: SimpleNamespace, before: int, settle: Settle, uid: Uid
    ) -> None:
        restriction = PageViewRestriction.objects.create(
            page=newsroom.section, restriction_type=PageViewRestriction.LOGIN
        )
        restriction.delete()
        self.assert_told_later(client, newsroom.library, before, settle, uid)

    def test_expired_and_prolonged(
        self, client: Client, newsroom: SimpleNamespace, settle: Settle, uid: Uid
    ) -> None:
        expiry = timezone.now().replace(microsecond=0) + timedelta(hours=1)
        newsroom.bridge.expire_at = expiry
        bridge = publish(newsroom.bridge)
        settle()
        with time_machine.travel(expiry, tick=False):
            bridge.expire_at = expiry + timedelta(days=1)
            publish(bridge)
            self.assert_told_later(client, bridge, now(), settle, uid)

    def test_prolonged_in_the_last_moment(
        self, client: Client, newsroom: SimpleNamespace, settle: Settle, uid: Uid
    ) -> None:
        """A reader whose clock is a little ahead has not seen it any more."""
        expiry = timezone.now().replace(microsecond=0) + timedelta(hours=1)
        newsroom.bridge.expire_at = expiry
        bridge = publish(newsroom.bridge)
        settle()
        with time_machine.travel(expiry - timedelta(seconds=5), tick=False) as clock:
            bridge.expire_at = expiry + timedelta(days=1)
            publish(bridge)
            clock.shift(5)
            following = asked(client)
            assert ("put", uid(bridge)) not in told(client)
            clock.shift(-5)
            settle()
            assert [each["id"] for each in asked(client, following["next"])["changes"]] == [
                uid(bridge)
            ]

    def test_past_an_expiry_inside_and_not_to_be_composed(
        self,
        client: Client,
        newsroom: SimpleNamespace,
        settle: Settle,
        uid: Uid,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        expiry = timezone.now().replace(microsecond=0) + timedelta(hours=1)
        newsroom.gallery.expire_at = expiry
        publish(newsroom.gallery)
        article = make_article(
            newsroom.section,
            "Z galerią",
            body=[("gallery", {"gallery": newsroom.gallery}), ("heading", "Tytuł")],
        )
        settle()
        before = now()

        def fail(*args: Any) -> Any:
            raise RuntimeError("no headings today")

        with time_machine.travel(expiry, tick=False) as clock:
            (document,) = [
                each["item"] for each in asked(client)["changes"] if each["id"] == uid(article)
            ]
            # The worker has not been there, but what is told is right already.
            assert "Orkiestra na rynku" not in json.dumps(document)
            with monkeypatch.context() as patch:
                patch.setitem(COMPOSERS, "heading", fail)
                assert ("put", uid(article)) not in told(client)
                following = asked(client)["next"]
                settle()
            assert uid(article) not in {item for _, item in told(client, since=before)}
            clock.shift(timedelta(minutes=5))
            settle()
            found = {each["id"]: each for each in asked(client, following)["changes"]}
            assert "Orkiestra na rynku" not in json.dumps(found[uid(article)])
            assert found[uid(article)]["action"] == "put"

    def test_written_by_a_newer_release(
        self,
        client: Client,
        newsroom: SimpleNamespace,
        uid: Uid,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """An older process tells what it cannot read: nobody else would."""
        row = WireItem.objects.get(uid=uid(newsroom.bridge))
        row.composition = row.composition.replace(f"{composing.VERSION}:", "99:")
        row.document = f'{row.document[:-1]},"of_tomorrow":true}}'
        row.save()

        (item,) = [each["item"] for each in asked(client)["changes"] if each["id"] == str(row.uid)]
        assert item["of_tomorrow"] is True
        row.valid_until = timezone.now()
        row.save()
        (item,) = [each["item"] for each in asked(client)["changes"] if each["id"] == str(row.uid)]
        assert "of_tomorrow" not in item


class TestCursor:
    @pytest.mark.parametrize(
        "since", ["", "x", "-1", "01", "1.", ".1", "1.2.3", "1.x", "٣", " 1", "1" * 20, "0x1"]
    )
    def test_one_that_is_none_is_refused(self, client: Client, homes: Any, since: str) -> None:
        answer = client.get(CHANGES, {"since": since})

        assert answer.status_code == 400
        (error,) = answer.json()["errors"]
        assert error["param"] == "since"
        assert "`next`" in error["message"]

    @pytest.mark.parametrize("since", ["{}", "1.{}", "{}.1", str(2**63), "9" * 19])
    def test_one_of_another_database_is_refused(
        self, client: Client, newsroom: SimpleNamespace, since: str
    ) -> None:
        answer = client.get(CHANGES, {"since": since.format(now() + 1)})

        assert answer.status_code == 400
        (error,) = answer.json()["errors"]
        assert error["param"] == "since"
        assert "another database" in error["message"]
        assert "since=0" in error["message"]

    def test_there_is_one_before_anything_was_published(
        self, client: Client, homes: Any, settle: Settle
    ) -> None:
        following = asked(client)["next"]
        make_article(make_section(homes["pl"]))
        settle()

        assert len(asked(client, following)["changes"]) == 1

    @pytest.mark.parametrize(
        ("query", "accepted"),
        [
            ("limit=0", "from 1 to 500"),
            ("limit=501", "from 1 to 500"),
            ("wait=26", "from 0 to 25"),
            ("wait=-1", "from 0 to 25"),
            ("wait=1.5", "from 0 to 25"),
            ("locale=fr", "all, or languages separated by commas, of: pl, en, uk"),
            ("locale=pl,all", "all, or languages"),
            ("locale=", "all, or languages"),
            ("kind=page", "article, gallery, project"),
            ("kind=", "article, gallery, project"),
            ("cursor=1", "kind, limit, locale, since, wait"),
        ],
    )
    def test_a_refusal_says_what_is_accepted(
        self, client: Client, homes: Any, query: str, accepted: str
    ) -> None:
        answer = client.get(f"{CHANGES}?{query}")

        assert answer.status_code == 400
        (error,) = answer.json()["errors"]
        assert error["param"] == query.partition("=")[0]
        assert accepted in error["message"]


def test_caches_ask_each_time_and_are_told_304(
    client: Client, newsroom: SimpleNamespace, settle: Settle
) -> None:
    answer = client.get(CHANGES)
    known = {"if-none-match": answer["ETag"]}

    assert answer["Cache-Control"] == "no-cache"
    assert answer["Surrogate-Key"].split() == answer["Cache-Tag"].split(",") == ["news", "changes"]
    short = client.get(CHANGES, headers=known)
    assert (short.status_code, short.content) == (304, b"")
    assert short["Cache-Control"] == "no-cache"
    make_article(newsroom.section, "Nowy")
    settle()
    assert client.get(CHANGES, headers=known).status_code == 200


def test_a_page_costs_the_same_for_any_number_of_changes(
    client: Client, newsroom: SimpleNamespace, settle: Settle
) -> None:
    client.get("/health/live")  # ends the work that publishing has left to the next request
    counts = set()
    for query in ("limit=1", "limit=500", "since=1&limit=500", "limit=500&locale=pl&kind=article"):
        with CaptureQueriesContext(connection) as captured:
            asked(client, f"{CHANGES}?{query}")
        counts.add(len(captured))
    # The Site, the counter, the changes with their items, what is forgotten.
    assert counts == {4}


@time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False)
def test_who_may_not_wait_is_told_when_to_ask_again(
    client: Client, newsroom: SimpleNamespace, settings: Any
) -> None:
    settings.NEWSROOM_CHANGES_WAITERS = 0
    answer = client.get(f"{CHANGES}?since={now()}&wait=25")

    assert answer.json()["changes"] == []
    assert answer["Retry-After"] == "5"
    # Where there is something to tell, nobody has to wait.
    assert not client.get(f"{CHANGES}?wait=25").has_header("Retry-After")
    assert not client.get(f"{CHANGES}?since={now()}").has_header("Retry-After")
