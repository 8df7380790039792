"""What the benchmarks measure is as large as they say, and the same every time."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import Page

from benchmarks import archive, vocabulary
from benchmarks.corpus import Plan, generate
from benchmarks.hostile_queries import hostile_queries
from benchmarks.prepare import folder_made_once
from benchmarks.report import table
from newsroom.models import NewsTag, WireChange, WireItem, WireMark
from newsroom.wire.documents import parse
from tests.factories import make_section

PLAN = Plan(articles=5, languages=("pl", "en"), photos=2, pictures=1)


def start_again(settings: Any, media: Path) -> None:
    for page in Page.get_first_root_node().get_children():
        page.specific.delete()
    models: list[Any] = [get_image_model(), NewsTag, WireItem, WireMark]
    for model in models:
        model.objects.all().delete()
    settings.MEDIA_ROOT = str(media)


def documents() -> list[tuple[Any, ...]]:
    return list(WireItem.objects.order_by("uid").values_list("uid", "url", "document"))


@pytest.fixture
def corpus(db: None) -> None:
    generate(PLAN, hostname="localhost")


def test_every_language_has_the_articles_with_their_photos_and_tags(
    corpus: None, client: Client
) -> None:
    for locale in PLAN.languages:
        answer = client.get(f"/api/news/v1/articles/?locale={locale}&fields=full").json()

        assert answer["next"] is None
        assert len({item["translation_key"] for item in answer["items"]}) == 5
        for item in answer["items"]:
            assert len(item["photos"]) == 2
            assert all(photo["alt"] and len(photo["renditions"]) == 10 for photo in item["photos"])
            assert len(item["tags"]) == 3
            assert len(item["translations"]) == 1
            assert item["section"] and item["project"]
            assert 2_000 < len(item["body_html"]) < 6_000


def test_the_same_plan_gives_the_same_documents(
    corpus: None, settings: Any, tmp_path: Path
) -> None:
    first = documents()
    start_again(settings, tmp_path / "again")

    generate(PLAN, hostname="localhost")

    assert documents() == first


def test_a_database_that_holds_pages_is_left_alone(homes: dict[str, Any]) -> None:
    make_section(homes["pl"])
    pages = list(Page.objects.order_by("path").values_list("path", "title"))

    with pytest.raises(RuntimeError, match="empty database"):
        generate(PLAN)

    assert list(Page.objects.order_by("path").values_list("path", "title")) == pages


@pytest.fixture
def rows(homes: dict[str, Any]) -> None:
    archive.fill(300, hostname="localhost", port=80)


def test_an_archive_has_as_many_rows_as_asked_for_in_all_languages(rows: None) -> None:
    assert WireItem.objects.count() == WireChange.objects.count() == 300
    for locale, number in (("pl", 180), ("en", 90), ("uk", 30)):
        assert WireItem.objects.filter(locale=locale).count() == number
    withdrawn = WireItem.objects.exclude(withdrawn_at=None)
    assert withdrawn and not withdrawn.exclude(document="").exists()
    assert WireItem.objects.exclude(valid_until=None).exists()


def test_the_documents_of_an_archive_are_whole(rows: None) -> None:
    for item in WireItem.objects.public():
        assert 3_000 < len(item.document) < 12_000
        document = parse(item.kind, item.document)
        assert (document.id, document.locale) == (item.uid, item.locale)
        assert {tag.slug for tag in document.tags} == set(item.tags.values_list("slug", flat=True))


def test_a_rare_tag_of_an_archive_fills_just_one_page(rows: None, client: Client) -> None:
    lists = {
        tag: client.get(f"/api/news/v1/articles/?tag={tag}&limit={archive.RARE}").json()
        for tag in (archive.RARE_TAG, archive.COMMON_TAG)
    }

    assert [len(found["items"]) for found in lists.values()] == [archive.RARE] * 2
    assert lists[archive.RARE_TAG]["next"] is None
    assert lists[archive.COMMON_TAG]["next"]


def test_a_folder_is_filled_once_until_what_fills_it_changes(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"

    def is_filled_anew(*makers: str, fresh: bool = False) -> bool:
        with folder_made_once(folder, makers, fresh=fresh) as empty:
            assert empty == (not (folder / "content").exists())
            (folder / "content").touch()
        return empty

    assert is_filled_anew("benchmarks/words.py")
    assert not is_filled_anew("benchmarks/words.py")
    assert is_filled_anew("benchmarks/*.py")
    assert is_filled_anew("benchmarks/*.py", fresh=True)


def test_a_folder_that_was_not_filled_to_the_end_is_filled_again(tmp_path: Path) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        folder_made_once(tmp_path / "corpus", ["benchmarks/words.py"], fresh=False),
    ):
        raise KeyboardInterrupt

    with folder_made_once(tmp_path / "corpus", ["benchmarks/words.py"], fresh=False) as empty:
        assert empty


def test_tables_are_markdown() -> None:
    assert table(("", "ms"), [("first page", "1.5"), ("deep", "10.25")]).splitlines() == [
        "|            |    ms |",
        "| :--------- | ----: |",
        "| first page |   1.5 |",
        "| deep       | 10.25 |",
    ]


def test_texts_decline_their_words_and_are_the_same_every_time() -> None:
    for language in vocabulary.LANGUAGES:
        forms = [form for lexeme in vocabulary.lexemes(language) for form in lexeme.forms]
        first = vocabulary.text(Random(1), language)

        assert len(vocabulary.lexemes(language)) == vocabulary.LEXEMES < len(forms)
        assert first == vocabulary.text(Random(1), language)
        assert 300 < len(" ".join((first.title, first.lead, *first.paragraphs)).split()) < 500


def test_hostile_queries_are_of_every_kind_and_the_same_every_time() -> None:
    queries = hostile_queries(500)

    assert queries == hostile_queries(500)
    assert any("\x00" in query for query in queries)
    assert any('"' in query for query in queries)
    assert max(map(len, queries)) == 10_000
    assert min(map(len, queries)) == 1
