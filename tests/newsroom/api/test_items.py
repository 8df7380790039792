import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from newsroom.wire.documents import parse
from tests.factories import make_article, publish


def test_an_item_is_its_whole_document(client: Client, newsroom: SimpleNamespace, uid: Any) -> None:
    for noun, kind, page in (
        ("articles", "article", newsroom.library),
        ("galleries", "gallery", newsroom.gallery),
        ("projects", "project", newsroom.project),
    ):
        response = client.get(f"/api/news/v1/{noun}/{uid(page)}/")
        answer = response.json()

        assert response["Content-Language"] == "pl"
        assert answer.pop("requested_locale") is None
        assert answer.pop("is_fallback") is False
        document = parse(kind, json.dumps(answer))
        assert (str(document.id), document.title) == (uid(page), page.title)


def test_a_translation_says_its_language(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    response = client.get(f"/api/news/v1/articles/{uid(newsroom.translated)}/")

    assert response["Content-Language"] == response.json()["locale"] == "en"


def test_an_id_may_be_written_in_capitals(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    response = client.get(f"/api/news/v1/articles/{uid(newsroom.library).upper()}/")

    assert response.status_code == 200


def test_an_item_is_found_under_its_own_kind_only(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    assert client.get(f"/api/news/v1/galleries/{uid(newsroom.library)}/").status_code == 404


def test_what_never_was_public_looks_like_what_never_was(
    client: Client, newsroom: SimpleNamespace, uid: Any, settle: Any
) -> None:
    draft = make_article(newsroom.section, "Szkic", live=False)
    settle()

    hidden = client.get(f"/api/news/v1/articles/{uid(draft)}/")
    absent = client.get(f"/api/news/v1/articles/{uuid4()}/")

    assert hidden.status_code == absent.status_code == 404
    assert hidden["Content-Type"] == "application/problem+json"
    assert hidden.content == absent.content
    assert dict(hidden.headers) == dict(absent.headers)


def test_a_withdrawn_item_leaves_only_the_public_part_of_its_tombstone(
    client: Client, newsroom: SimpleNamespace, uid: Any, settle: Any
) -> None:
    newsroom.bridge.unpublish()
    settle()

    response = client.get(f"/api/news/v1/articles/{uid(newsroom.bridge)}/")
    answer = response.json()

    assert response.status_code == 410
    assert response["Content-Type"] == "application/problem+json"
    assert answer.pop("withdrawn_at").endswith("Z")
    assert answer == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "This item is no longer public.",
        "id": uid(newsroom.bridge),
        "kind": "article",
        "locale": "pl",
        "reason": "unpublished",
        "public_reason": "",
    }


def test_a_deleted_item_is_gone_too(
    client: Client, newsroom: SimpleNamespace, uid: Any, settle: Any
) -> None:
    newsroom.gallery.delete()
    settle()

    response = client.get(f"/api/news/v1/galleries/{uid(newsroom.gallery)}/")

    assert (response.status_code, response.json()["reason"]) == (410, "deleted")


def test_an_expired_item_is_gone_before_the_worker_comes(
    client: Client, newsroom: SimpleNamespace, uid: Any, settle: Any
) -> None:
    newsroom.bridge.expire_at = timezone.now() + timedelta(hours=1)
    publish(newsroom.bridge)
    settle()
    url = f"/api/news/v1/articles/{uid(newsroom.bridge)}/"
    assert client.get(url).status_code == 200

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        response = client.get(url)

    assert (response.status_code, response.json()["reason"]) == (410, "expired")


def test_an_item_that_comes_back_is_no_longer_gone(
    client: Client, newsroom: SimpleNamespace, uid: Any, settle: Any
) -> None:
    newsroom.bridge.unpublish()
    settle()
    publish(newsroom.bridge)
    settle()

    assert client.get(f"/api/news/v1/articles/{uid(newsroom.bridge)}/").status_code == 200


@pytest.mark.parametrize(
    "malformed",
    [
        "1",
        "abc",
        "%00",
        "9" * 400,
        "null",
        "%27%22",
        "00000000-0000-0000-0000-00000000000",
        "{00000000-0000-0000-0000-000000000000}",
        "urn:uuid:00000000-0000-0000-0000-000000000000",
        "%F0%9F%93%B0",
        "%ED%A0%80",
    ],
)
def test_a_malformed_id_is_refused_by_name(client: Client, db: None, malformed: str) -> None:
    response = client.get(f"/api/news/v1/articles/{malformed}/")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [error["param"] for error in response.json()["errors"]] == ["id"]


def test_an_item_takes_no_parameters(client: Client, newsroom: SimpleNamespace, uid: Any) -> None:
    response = client.get(f"/api/news/v1/articles/{uid(newsroom.library)}/?fields=full")

    assert response.status_code == 400
    assert [error["param"] for error in response.json()["errors"]] == ["fields"]
