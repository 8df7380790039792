"""Feeds of sections, subjects, projects and galleries, and what becomes of their addresses."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from newsroom.models import WireScope, merge_tags
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    make_tag,
    publish,
    translate,
)
from tests.shared import shared

from .reading import get, read


@shared
def office(homes: dict[str, Any], settle: Any) -> SimpleNamespace:
    """Give two sections, a subject and a project with articles, a gallery, and a translation."""
    news, culture = make_section(homes["pl"]), make_section(homes["pl"], "Kultura")
    roads = make_tag("Drogi", en="Roads")
    project = make_project(homes["pl"])
    bridge = make_article(news, "Most", tags=[roads], project=project)
    concert = make_article(culture, "Koncert")
    gallery = make_gallery(culture, "Orkiestra", alts=["Skrzypek"])
    settle()
    return SimpleNamespace(
        homes=homes,
        news=news,
        culture=culture,
        roads=roads,
        project=project,
        bridge=bridge,
        concert=concert,
        gallery=gallery,
    )


def test_each_scope_has_its_own_items(office: SimpleNamespace, extension: str) -> None:
    found = {
        name: set(read(extension, name=name).titles)
        for name in (
            "news",
            "galleries",
            "sections/aktualnosci",
            "sections/kultura",
            "tags/drogi",
            f"projects/{office.project.slug}",
        )
    }

    assert found == {
        "news": {"Most", "Koncert"},
        "galleries": {"Orkiestra"},
        "sections/aktualnosci": {"Most"},
        "sections/kultura": {"Koncert"},
        "tags/drogi": {"Most"},
        # The project opens its own feed.
        f"projects/{office.project.slug}": {"Most", office.project.title},
    }


def test_the_title_says_what_it_is_a_feed_of(office: SimpleNamespace, settle: Any) -> None:
    translate(office.culture, "en", title="Culture", slug="culture")
    translate(office.concert, "en", title="A concert")
    translate(office.bridge, "en", title="The bridge")
    settle()

    def title(language: str, name: str) -> str:
        return str(read("json", language, name=name).json["title"])

    assert title("pl", "sections/kultura").startswith("Kultura – ")
    assert title("en", "sections/culture").startswith("Culture – ")
    assert title("en", "tags/drogi").startswith("Roads – ")
    assert title("pl", "galleries").startswith("Galerie – ")


def test_a_scope_links_itself_in_the_other_languages(office: SimpleNamespace, settle: Any) -> None:
    translate(office.culture, "en", title="Culture", slug="culture")
    translate(office.concert, "en", title="A concert")
    settle()
    own = read("json", name="sections/kultura").json
    (other,) = own["_newsroom"]["translations"]

    assert other["language"] == "en"
    assert other["url"] == "http://localhost/feeds/en/sections/culture.json"
    assert Client().get(other["url"]).json()["title"] == other["title"]
    assert read("atom", name="sections/kultura").links("related") == [
        "http://localhost/feeds/en/sections/culture.atom"
    ]


def test_the_home_of_a_scope_is_its_web_page(office: SimpleNamespace) -> None:
    homes = {
        "sections/kultura": "http://localhost/pl/kultura/",
        "tags/drogi": "http://localhost/pl/tags/drogi/",
        "galleries": "http://localhost/pl/galleries/",
        "news": "http://localhost/pl/",
    }
    for name, home in homes.items():
        assert read("json", name=name).json["home_page_url"] == home


def test_a_new_slug_leads_from_the_old_address_for_good(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    before = read(extension, name="sections/kultura")
    office.culture.slug = "kultura-i-sztuka"
    publish(office.culture)
    settle()
    moved = get(extension, name="sections/kultura")

    assert moved.status_code == 301
    assert moved["Location"] == f"/feeds/pl/sections/kultura-i-sztuka.{extension}"
    page = Client().get(f"/feeds/pl/sections/kultura.{extension}?page=1-1")
    assert page["Location"] == f"{moved['Location']}?page=1-1"
    assert read(extension, name="sections/kultura-i-sztuka").ids == before.ids
    # And back again.
    office.culture.slug = "kultura"
    publish(office.culture)
    settle()
    assert get(extension, name="sections/kultura-i-sztuka").status_code == 301
    assert read(extension, name="sections/kultura").titles == before.titles


def test_a_feed_keeps_its_id_under_a_new_slug(office: SimpleNamespace, settle: Any) -> None:
    before = read("json", name="tags/drogi").json["_newsroom"]["id"]
    office.roads.slug = "drogi-i-mosty"
    office.roads.save()
    settle()

    assert get("json", name="tags/drogi").status_code == 301
    assert read("json", name="tags/drogi-i-mosty").json["_newsroom"]["id"] == before


def test_a_deleted_section_is_gone_and_an_unknown_one_never_was(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    office.culture.delete()
    settle()

    assert get(extension, name="sections/kultura").status_code == 410
    assert get(extension, name="sections/nieznany").status_code == 404
    assert get(extension, name="tags/kultura").status_code == 404
    assert get(extension, name="authors/kultura").status_code == 404
    assert get(extension, name="news/kultura").status_code == 404


def test_a_deleted_subject_and_project_are_gone(office: SimpleNamespace, settle: Any) -> None:
    project = office.project.slug
    office.roads.delete()
    office.project.delete()
    settle()

    assert get("rss", name="tags/drogi").status_code == 410
    assert get("rss", name=f"projects/{project}").status_code == 410


def test_a_section_without_articles_has_an_empty_feed(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    office.concert.delete()
    settle()

    assert read(extension, name="sections/kultura").entries == []


@pytest.mark.parametrize("name", ["sections/kultura", "news"])
def test_a_restricted_section_is_in_no_feed(
    office: SimpleNamespace, settle: Any, extension: str, name: str
) -> None:
    read(extension, name=name)
    PageViewRestriction.objects.create(
        page=office.culture, restriction_type=PageViewRestriction.LOGIN
    )
    for _ in range(2):
        answer = get(extension, name=name)
        assert b"Koncert" not in answer.content
        # The section's name is nobody's business any more.
        assert answer.status_code == (410 if name != "news" else 200)
        settle()


def test_moving_an_article_takes_it_from_one_section_to_the_other(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    before = read(extension, name="sections/aktualnosci")
    office.concert.move(office.news, "last-child")
    settle()

    assert read(extension, name="sections/kultura").entries == []
    assert set(read(extension, name="sections/aktualnosci").titles) == {"Most", "Koncert"}
    assert before.response["ETag"] != get(extension, name="sections/aktualnosci")["ETag"]


def test_a_restricted_section_is_not_told_by_its_translation(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    translate(office.culture, "en", title="Culture", slug="kultura")
    settle()
    PageViewRestriction.objects.create(
        page=office.culture, restriction_type=PageViewRestriction.LOGIN
    )
    settle()
    assert get(extension, name="sections/kultura").status_code == 410


def test_a_restricted_project_is_not_told_by_its_articles(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    name = f"projects/{office.project.slug}"
    assert get(extension, name=name).status_code == 200
    PageViewRestriction.objects.create(
        page=office.project, restriction_type=PageViewRestriction.LOGIN
    )
    for _ in range(2):
        assert get(extension, name=name).status_code == 410
        settle()


def test_a_renamed_section_keeps_leading_on_when_it_is_empty(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    office.culture.slug = "sztuka"
    publish(office.culture)
    settle()
    office.concert.delete()
    settle()

    assert get(extension, name="sections/kultura").status_code == 301
    assert read(extension, name="sections/sztuka").entries == []


def test_an_empty_section_has_the_name_it_has_now(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    office.concert.delete()
    settle()
    office.culture.title, office.culture.slug = "Sztuka", "sztuka"
    publish(office.culture)
    settle()

    assert get(extension, name="sections/kultura").status_code == 301
    assert "Sztuka – " in read(extension, name="sections/sztuka").body.decode()


def test_a_new_section_has_a_feed_before_its_first_article(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    make_section(office.homes["pl"], "Sport")
    settle()
    assert read(extension, name="sections/sport").entries == []
    article = make_article(office.news, "Mecz")
    settle()
    article.move(type(office.news).objects.get(slug="sport"), "last-child")
    settle()
    assert read(extension, name="sections/sport").titles == ["Mecz"]


def test_a_merged_subject_leads_to_the_one_that_stays(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    bridges = make_tag("Mosty")
    make_article(office.news, "Kładka", tags=[bridges])
    settle()
    merge_tags(bridges, [office.roads])
    settle()
    moved = get(extension, name="tags/drogi")

    assert moved.status_code == 301
    assert moved["Location"] == f"/feeds/pl/tags/mosty.{extension}"
    assert set(read(extension, name="tags/mosty").titles) == {"Most", "Kładka"}


def test_a_subject_taken_away_leaves_that_feed_only(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    office.bridge.tags.clear()
    publish(office.bridge)
    settle()

    assert read(extension, name="tags/drogi").entries == []
    assert "Most" in read(extension).titles


def test_a_change_elsewhere_leaves_a_feed_and_its_validators_alone(
    office: SimpleNamespace, settle: Any, extension: str
) -> None:
    before = get(extension, name="sections/kultura")
    stamp = WireScope.objects.get(locale="pl", slug="kultura").stamp
    office.bridge.title = "Most otwarty"
    publish(office.bridge)
    settle()
    after = get(extension, name="sections/kultura")

    assert WireScope.objects.get(locale="pl", slug="kultura").stamp == stamp
    assert after["ETag"] == before["ETag"]
    assert after.content == before.content


def test_all_formats_have_the_same_items_in_the_same_order(
    office: SimpleNamespace, settle: Any
) -> None:
    for number in range(3):
        make_article(office.news, f"Komunikat {number}", tags=[office.roads])
    settle()
    for name in ("news", "sections/aktualnosci", "tags/drogi", f"projects/{office.project.slug}"):
        rss, atom, json = (read(extension, name=name) for extension in ("rss", "atom", "json"))
        assert rss.ids == atom.ids == json.ids
        assert rss.titles == atom.titles == json.titles
