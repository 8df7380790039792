"""JSON Feed 1.1: the same items as in the other formats, and what it can say of them."""

import json
import os
import re
from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from tests.factories import make_article, make_gallery, translate

from .judges import complaints
from .reading import read
from .test_entries import correct
from .test_formats import SNAPSHOTS, rich_news

__all__ = ["rich_news"]


def test_it_obeys_the_specification(rich_news: Any) -> None:
    for language in ("pl", "en", "uk"):
        assert not list(complaints(read("json", language).body, "json"))


def test_the_public_form_of_a_json_feed(rich_news: Any) -> None:
    """The contract with readers; UPDATE_SNAPSHOTS=1 writes it anew."""
    text = json.dumps(read("json", "en").json, ensure_ascii=False, indent=1) + "\n"
    # The encoder's version decides the size of a JPEG.
    text = re.sub(r'("size_in_bytes": )\d+', r"\1…", text)
    snapshot = SNAPSHOTS / "news.json"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")


def test_every_photo_has_its_alternative_text(section: Any, settle: Any) -> None:
    make_article(section, alts=["Czytelnia", "Regał"])
    settle()
    (item,) = read("json").entries

    assert [image["alt"] for image in item["_newsroom"]["images"]] == ["Czytelnia", "Regał"]
    assert [file["title"] for file in item["attachments"]] == ["Czytelnia", "Regał"]
    assert item["image"] == item["attachments"][0]["url"]
    assert all(file["size_in_bytes"] > 0 for file in item["attachments"])


def test_a_gallery_holds_every_picture_in_order(section: Any, settle: Any) -> None:
    alts = [f"Zdjęcie {number}" for number in range(25)]
    make_gallery(section, alts=alts)
    settle()
    feed = read("json", name="galleries")
    (item,) = feed.entries
    (content,) = feed.contents

    assert [image["alt"] for image in item["_newsroom"]["images"]] == alts
    assert [image.get("alt") for image in content.iter("img")] == alts


def test_corrections_and_translations_are_told(section: Any, settle: Any) -> None:
    article = make_article(section)
    translate(section, "en")
    translate(article, "en", title="A library")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        correct(article, timezone.now(), "Zła data.")
        settle()
        (item,) = read("json").entries

    assert [note["text"] for note in item["_newsroom"]["corrections"]] == ["Zła data."]
    (other,) = item["_newsroom"]["translations"]
    assert (other["language"], other["title"]) == ("en", "A library")
    assert item["date_modified"] > item["date_published"]
