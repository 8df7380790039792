"""What a feed says of an article."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.storage import default_storage
from wagtail.models import Site

from newsroom.models import Correction
from tests.factories import (
    make_article,
    make_gallery,
    make_image,
    make_section,
    make_tag,
    publish,
    translate,
)

from .reading import ATOM, DC, MEDIA, XML, XML_FORMATS, read

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture(params=XML_FORMATS)
def extension(request: pytest.FixtureRequest) -> str:
    """Give each format of XML in turn; test_json_feed has the third."""
    return str(request.param)


def correct(article: Any, date: datetime, text: str) -> Any:
    """Add a correction, publish the article, and give it as it is now."""
    article.corrections.add(Correction(date=date, text=text, locale=article.locale))
    publish(article)
    return type(article).objects.get(pk=article.pk)


def test_both_formats_have_the_same_items_in_the_same_order(section: Any, settle: Any) -> None:
    for day in (3, 1, 2):
        make_article(section, f"Dzień {day}", publication_date=datetime(2026, 5, day, tzinfo=UTC))
    settle()
    assert read("rss").titles == ["Dzień 3", "Dzień 2", "Dzień 1"]
    assert read("rss").ids == read("atom").ids
    assert read("rss").titles == read("atom").titles


def test_a_feed_holds_as_many_items_as_the_setting_says(
    section: Any, settle: Any, extension: str, settings: Any
) -> None:
    settings.NEWSROOM_FEED_ITEMS = 2
    for number in range(3):
        make_article(section, f"Wiadomość {number}")
    settle()
    assert len(read(extension).entries) == 2


def test_a_language_has_its_own_articles_only(
    homes: dict[str, Any], settle: Any, extension: str
) -> None:
    make_article(make_section(homes["pl"]), "Po polsku")
    make_article(make_section(homes["en"], "News"), "In English")
    settle()
    assert read(extension, "pl").titles == ["Po polsku"]
    assert read(extension, "en").titles == ["In English"]
    assert read(extension, "uk").titles == []


def test_ids_survive_slug_title_section_host_protocol_and_republishing(
    homes: dict[str, Any], section: Any, settle: Any, extension: str
) -> None:
    other = make_section(homes["pl"], "Komunikaty")
    article = make_article(section)
    settle()
    before = read(extension)
    feed_id = before.root.findtext(f"{ATOM}id")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", before.ids[0])

    article.title, article.slug = "Inny tytuł", "inny-adres"
    publish(article)
    article.move(other, pos="last-child")
    article.refresh_from_db()
    article.unpublish()
    settle()
    assert read(extension).entries == []
    publish(article)
    site = Site.objects.get()
    site.hostname, site.port = "news.newsroom.test", 443
    site.save()
    settle()

    after = read(extension, host="news.newsroom.test")
    assert after.titles == ["Inny tytuł"]
    assert b"https://news.newsroom.test/pl/komunikaty/inny-adres/" in after.body
    assert after.ids == before.ids
    assert after.root.findtext(f"{ATOM}id") == feed_id


def test_each_language_of_an_article_has_an_id_of_its_own(
    homes: dict[str, Any], section: Any, settle: Any, extension: str
) -> None:
    article = make_article(section)
    translate(article, "en")
    settle()
    assert read(extension, "pl").ids != read(extension, "en").ids


def test_dates_are_the_editors_in_utc_and_an_edit_does_not_move_them(
    section: Any, settle: Any
) -> None:
    article = make_article(
        section, publication_date=datetime(2026, 7, 1, 10, 30, 15, 999_999, tzinfo=WARSAW)
    )
    settle()
    article.lead = "Dopisano zdanie."
    publish(article)
    settle()
    assert read("rss").texts("pubDate", "") == ["Wed, 01 Jul 2026 08:30:15 GMT"]
    assert read("atom").texts("", "published") == ["2026-07-01T08:30:15Z"]
    assert read("atom").texts("", "updated") == ["2026-07-01T08:30:15Z"]


@pytest.mark.parametrize(
    ("fold", "expected"), [(0, "2026-10-25T00:30:00Z"), (1, "2026-10-25T01:30:00Z")]
)
def test_the_hour_that_occurs_twice_is_told_apart(
    section: Any, settle: Any, fold: int, expected: str
) -> None:
    moment = datetime(2026, 10, 25, 2, 30, tzinfo=WARSAW, fold=fold)
    with time_machine.travel(datetime(2026, 11, 1, tzinfo=UTC), tick=False):
        make_article(section, publication_date=moment)
        settle()
        assert read("atom").texts("", "published") == [expected]


def test_a_date_in_the_future_is_written_as_the_last_change(section: Any, settle: Any) -> None:
    today = datetime(2026, 5, 1, 12, tzinfo=UTC)
    with time_machine.travel(today, tick=False):
        make_article(section, publication_date=today + timedelta(days=40))
        settle()
        assert read("rss").texts("pubDate", "") == ["Fri, 01 May 2026 12:00:00 GMT"]
        assert read("atom").texts("", "updated") == ["2026-05-01T12:00:00Z"]


def test_a_correction_comes_first_and_moves_the_update_but_not_the_publication(
    section: Any, settle: Any, extension: str
) -> None:
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False):
        article = make_article(
            section,
            lead="Otwarcie w maju.",
            alts=["Regał z książkami"],
            publication_date=datetime(2026, 11, 19, tzinfo=UTC),
        )
        # Half past midnight of the next day in Warsaw.
        correct(article, datetime(2026, 11, 20, 23, 30, tzinfo=UTC), "Nie w maju, w <czerwcu>.")
        settle()
        feed = read(extension)
    first = feed.contents[0][0][0]
    assert first.tag == "p"
    assert "21 listopada 2026" in first.text_content()
    assert first.text_content().endswith("Nie w maju, w <czerwcu>.")
    assert feed.texts(f"{ATOM}updated", "updated") == ["2026-11-20T23:30:00Z"]
    assert feed.parsed.entries[0].published_parsed[:4] == (2026, 11, 19, 0)


def test_the_content_is_the_full_text_with_the_lead_photo_once(
    section: Any, settle: Any, extension: str
) -> None:
    make_article(
        section,
        lead="Zdanie wstępne.",
        body=[("rich_text", "<p>Treść <b>pełna</b>.</p>"), ("heading", "Śródtytuł")],
        alts=["Pierwsze zdjęcie", "Drugie zdjęcie"],
    )
    settle()
    content = read(extension).contents[0][0]
    assert content.get("lang") == "pl"
    assert content.get("dir") == "ltr"
    assert [child.tag for child in content] == ["figure", "p", "p", "h2", "figure"]
    assert content[1].text_content() == "Zdanie wstępne."
    assert content[2].text_content() == "Treść pełna."
    assert [image.get("alt") for image in content.iter("img")] == [
        "Pierwsze zdjęcie",
        "Drugie zdjęcie",
    ]


def body_image(alt: str, decorative: bool = False) -> tuple[str, dict[str, Any]]:
    image = make_image()
    image.contextual_alt_text, image.decorative = alt, decorative
    return "image", {"image": image, "caption": "Podpis", "credit": "J. Nowak"}


def test_every_photo_has_the_editors_alternative_text_in_content_and_media(
    homes: dict[str, Any], section: Any, settle: Any, extension: str
) -> None:
    gallery = make_gallery(section, alts=["Most o świcie", "Most nocą"])
    make_article(
        section,
        "Tytuł, którego nikt nie powtarza",
        alts=["Burmistrz przecina wstęgę"],
        body=[
            body_image("Plan <mostu> & drogi"),
            body_image("", decorative=True),
            ("gallery", {"gallery": gallery}),
        ],
    )
    settle()
    entry, content = read(extension).entries[0], read(extension).contents[0]
    expected = [
        "Burmistrz przecina wstęgę",
        "Plan <mostu> & drogi",
        "",
        "Most o świcie",
        "Most nocą",
    ]
    assert [image.get("alt") for image in content.iter("img")] == expected
    media = entry.findall(f"{MEDIA}content")
    assert [item.findtext(f"{MEDIA}description", "") for item in media] == expected
    assert media[1].findtext(f"{MEDIA}title") == "Podpis"
    assert media[1].findtext(f"{MEDIA}credit") == "J. Nowak"
    assert content.xpath("string(.//figcaption)") == "Podpis J. Nowak"
    for item in media:
        assert item.get("medium") == "image"
        assert item.get("type") == "image/jpeg"
        assert item.get("url") in {image.get("src") for image in content.iter("img")}
        assert item.find(f"{MEDIA}thumbnail").get("url").startswith("http://localhost/")


def test_the_enclosure_is_the_lead_photos_real_file(
    section: Any, settle: Any, extension: str, media_root: Path
) -> None:
    make_article(section, alts=["Nowy most"])
    settle()
    entry = read(extension).entries[0]
    if extension == "rss":
        (enclosure,) = entry.findall("enclosure")
        url = enclosure.get("url")
    else:
        (enclosure,) = entry.findall(f"{ATOM}link[@rel='enclosure']")
        url = enclosure.get("href")
        assert enclosure.get("title") == "Nowy most"
    assert enclosure.get("type") == "image/jpeg"
    file = media_root / url.removeprefix("http://localhost/media/")
    assert int(enclosure.get("length")) == file.stat().st_size


def test_a_missing_image_file_costs_only_that_image(
    section: Any, settle: Any, extension: str
) -> None:
    article = make_article(section, alts=["Jest", "Nie ma"])
    default_storage.delete(article.photos.all()[1].image.file.name)
    settle()
    feed = read(extension)
    assert [image.get("alt") for image in feed.contents[0].iter("img")] == ["Jest"]
    assert len(feed.entries[0].findall(f"{MEDIA}content")) == 1


def test_other_languages_are_related_links_and_never_a_second_alternate(
    homes: dict[str, Any], section: Any, settle: Any, extension: str
) -> None:
    article = make_article(section, "Otwarto most")
    english = translate(article, "en", title="A bridge has opened")
    settle()
    entry = read(extension).entries[0]
    links = entry.findall(f"{ATOM}link")
    (related,) = [link for link in links if link.get("rel") == "related"]
    assert related.get("hreflang") == "en"
    assert related.get("title") == "A bridge has opened"
    assert related.get("href") == f"http://localhost/en/aktualnosci/{english.slug}/"
    alternates = [link for link in links if link.get("rel") == "alternate"]
    assert len(alternates) == (1 if extension == "atom" else 0)
    assert read(extension).parsed.entries[0].link.startswith("http://localhost/pl/")


def test_the_language_is_said_of_the_feed_and_of_each_item(
    homes: dict[str, Any], settle: Any
) -> None:
    make_article(make_section(homes["uk"], "Новини", slug="novyny"), "Відкрито міст", slug="mist")
    settle()
    rss, atom = read("rss", "uk"), read("atom", "uk")
    assert rss.root.findtext("channel/language") == "uk"
    assert rss.texts(f"{DC}language", "") == ["uk"]
    assert atom.root.get(f"{XML}lang") == "uk"
    assert atom.entries[0].get(f"{XML}lang") == "uk"
    assert rss.titles == ["Відкрито міст"]


def test_right_to_left_text_says_so(
    homes: dict[str, Any], settle: Any, settings: Any, extension: str
) -> None:
    settings.LANGUAGES_BIDI = ["en"]
    make_article(make_section(homes["en"], "News"), lead="كلمات")
    settle()
    assert read(extension, "en").contents[0][0].get("dir") == "rtl"


def test_each_name_of_the_byline_is_an_author(section: Any, settle: Any, extension: str) -> None:
    make_article(section, byline="Anna Nowak,  Biuro Prasowe,")
    settle()
    entry = read(extension).entries[0]
    path = f"{DC}creator" if extension == "rss" else f"{ATOM}author/{ATOM}name"
    assert [author.text for author in entry.findall(path)] == ["Anna Nowak", "Biuro Prasowe"]


def test_without_a_byline_the_publisher_is_the_author(
    section: Any, settle: Any, extension: str, settings: Any
) -> None:
    make_article(section)
    settle()
    assert read(extension).parsed.entries[0].author == "Urząd"
    settings.NEWSROOM_PUBLISHER = "Urząd Gminy"
    assert read(extension).parsed.entries[0].author == "Urząd Gminy"


def test_tags_are_categories_with_labels_in_the_items_language(
    homes: dict[str, Any], section: Any, settle: Any
) -> None:
    tag = make_tag("Drogi", en="Roads & bridges")
    make_article(make_section(homes["en"], "News"), tags=[tag])
    settle()
    (category,) = read("atom", "en").entries[0].findall(f"{ATOM}category")
    assert category.get("term") == "drogi"
    assert category.get("label") == "Roads & bridges"
    assert read("rss", "en").texts("category", "") == ["Roads & bridges"]


def test_titles_and_leads_are_text_and_are_escaped_once(section: Any, settle: Any) -> None:
    make_article(section, "5 < 6 & <b>&amp;</b> ]]>", lead="Lead 5 < 6 &amp; <i>x</i>")
    settle()
    rss, atom = read("rss"), read("atom")
    assert rss.titles == atom.titles == ["5 < 6 & <b>&amp;</b> ]]>"]
    assert atom.texts("", "summary") == ["Lead 5 < 6 &amp; <i>x</i>"]
    # A description is HTML.
    assert rss.texts("description", "") == ["Lead 5 &lt; 6 &amp;amp; &lt;i&gt;x&lt;/i&gt;"]


def test_an_article_without_a_lead_has_no_summary(
    section: Any, settle: Any, extension: str
) -> None:
    make_article(section, body=[("rich_text", "<p>Treść.</p>")])
    settle()
    feed = read(extension)
    assert feed.texts("description", "summary") == [None]
    assert feed.contents[0].text_content() == "Treść."
