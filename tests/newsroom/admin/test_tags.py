from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.models import NewsTag, WireItem
from tests.factories import make_article, make_section, make_tag


@pytest.fixture
def merge_url() -> Any:
    def build(*tags: NewsTag) -> str:
        ids = "&".join(f"id={tag.pk}" for tag in tags)
        return f"/admin/bulk/newsroom/newstag/merge/?{ids}&next=/admin/"

    return build


def test_an_editor_finds_the_vocabulary(admin_client: Client, homes: Any) -> None:
    tag = make_tag("Kultura", en="Culture", uk="Культура")
    listing = admin_client.get(reverse("wagtailsnippets_newsroom_newstag:list"))
    form = admin_client.get(reverse("wagtailsnippets_newsroom_newstag:edit", args=[tag.pk]))
    assert "Kultura" in listing.content.decode()
    assert "Культура" in form.content.decode()


def test_merged_tags_give_way_to_the_chosen_one(
    admin_client: Client, homes: Any, settle: Any, merge_url: Any
) -> None:
    stays, goes, both = make_tag("Kultura"), make_tag("Sztuka"), make_tag("Teatr")
    section = make_section(homes["pl"])
    first = make_article(section, "Nowy teatr", tags=[goes])
    second = make_article(section, "Nowa scena", tags=[stays, both])
    settle()
    question = admin_client.get(merge_url(goes, both))
    assert "Sztuka" in question.content.decode()
    admin_client.post(merge_url(goes, both), {"target": stays.pk})
    settle()
    assert list(NewsTag.objects.all()) == [stays]
    for page in (first, second):
        row = WireItem.objects.get(page_id=page.pk)
        assert list(row.tags.values_list("slug", flat=True)) == ["kultura"]
        assert '"tags":[{"slug":"kultura","label":"Kultura"}]' in row.card


def test_the_tag_that_stays_may_be_among_the_chosen(
    admin_client: Client, homes: Any, merge_url: Any
) -> None:
    stays, goes = make_tag("Kultura"), make_tag("Sztuka")
    admin_client.post(merge_url(stays, goes), {"target": stays.pk})
    assert list(NewsTag.objects.all()) == [stays]


def test_a_tag_without_a_slug_gets_one_in_latin_letters(admin_client: Client, homes: Any) -> None:
    form = {
        "slug": "",
        "labels-TOTAL_FORMS": "0",
        "labels-INITIAL_FORMS": "0",
        "labels-MIN_NUM_FORMS": "0",
        "labels-MAX_NUM_FORMS": "1000",
    }
    for name in ("Zieleń i łąki", "Зелень"):
        answer = admin_client.post(
            reverse("wagtailsnippets_newsroom_newstag:add"), {**form, "name": name}
        )
        assert answer.status_code == 302
    assert set(NewsTag.objects.values_list("slug", flat=True)) == {"zielen-i-laki", "zelen"}
