"""Feeds as XML: what RFC 4287, RSS 2.0 and Media RSS demand, and what feedgen gets wrong."""

import locale
import logging
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from lxml import etree
from wagtail.models import Page, Site

from newsroom.feeds import builder
from newsroom.feeds.editions import Edition
from newsroom.models import WireItem
from newsroom.wire.channels import Channel
from newsroom.wire.documents import parse
from newsroom.wire.entries import entry_of
from newsroom.wire.feed_options import Options
from tests.factories import make_article, make_image, make_section, make_tag, picture, translate

from .reading import ATOM, CONTENT, DC, MEDIA, XML_FORMATS, read
from .test_entries import correct

SNAPSHOTS = Path(__file__).parent / "snapshots"
FEED_ELEMENTS = {"id", "title", "updated", "author", "link", "generator", "subtitle", "entry"}
ENTRY_ELEMENTS = {
    "id", "title", "updated", "published", "author", "link", "category", "content", "summary",
}  # fmt: skip
LINK_ATTRIBUTES = {"href", "rel", "type", "hreflang", "title", "length"}
ITEM_ELEMENTS = {
    "title", "link", "description", "guid", "category", "enclosure", "pubDate",
    f"{CONTENT}encoded", f"{DC}creator", f"{DC}language", f"{ATOM}updated", f"{ATOM}link",
    f"{MEDIA}content",
}  # fmt: skip
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
RFC_822 = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")


@pytest.fixture(params=XML_FORMATS)
def extension(request: pytest.FixtureRequest) -> str:
    """Give each format of XML in turn; test_json_feed has the third."""
    return str(request.param)


@pytest.fixture
def rich_news(homes: dict[str, Any], settle: Any) -> Iterator[Any]:
    """Give an English section with everything that a feed can say, at a fixed time."""
    for number, home in enumerate(homes.values()):
        Page.objects.filter(pk=home.pk).update(translation_key=UUID(int=1), title=f"Home {number}")
    site = Site.objects.get()
    site.site_name = "Town Hall"
    site.save()
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False):
        section = make_section(homes["en"], "News", slug="news", translation_key=UUID(int=2))
        full = make_article(
            section,
            "A bridge & <two> roads",
            slug="bridge",
            translation_key=UUID(int=3),
            lead="The new bridge is open to cars & bicycles.",
            byline="Jane Roe, Press Office",
            body=[
                (
                    "rich_text",
                    '<p>It has <b>two</b> lanes. <a href="https://a.example/">More</a></p>',
                ),
                ("quote", {"text": "At last!", "attribution": "The mayor"}),
            ],
            alts=["A concrete bridge over a green river"],
            image=make_image(file=named("bridge.jpg")),
            tags=[make_tag("Roads")],
        )
        full = correct(
            full, datetime(2026, 5, 1, 11, tzinfo=UTC), "The bridge has two lanes, not four."
        )
        translate(full, "pl", title="Most i dwie drogi")
        make_article(section, "A short note", slug="note", translation_key=UUID(int=4))
        settle()
        yield section


def named(name: str) -> Any:
    file = picture((20, 120, 60), (640, 480))
    file.name = name
    return file


def test_an_atom_feed_obeys_rfc_4287(rich_news: Any) -> None:
    feed = read("atom", "en").root
    assert feed.tag == f"{ATOM}feed"
    assert {child.tag.removeprefix(ATOM) for child in feed} == FEED_ELEMENTS
    for name in ("id", "title", "updated", "generator", "subtitle"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")].count("self") == 1
    for entry in feed.findall(f"{ATOM}entry"):
        own = [child.tag for child in entry if child.tag.startswith(ATOM)]
        assert {name.removeprefix(ATOM) for name in own} <= ENTRY_ELEMENTS
        for name in ("id", "title", "updated", "published"):
            assert own.count(f"{ATOM}{name}") == 1
        for name in ("content", "summary"):
            assert own.count(f"{ATOM}{name}") <= 1
        assert own.count(f"{ATOM}author") >= 1
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1
        assert {content.get("type") for content in entry.findall(f"{ATOM}content")} <= {"html"}
        assert entry.findtext(f"{ATOM}updated") >= entry.findtext(f"{ATOM}published")
    for link in feed.iter(f"{ATOM}link"):
        assert set(link.attrib) <= LINK_ATTRIBUTES
    for moment in feed.iter(f"{ATOM}updated", f"{ATOM}published"):
        assert RFC_3339.fullmatch(moment.text)


def test_an_rss_feed_obeys_rss_2(rich_news: Any) -> None:
    rss = read("rss", "en").root
    assert rss.get("version") == "2.0"
    (channel,) = rss
    for name in ("title", "link", "description", "language", "lastBuildDate", "ttl"):
        assert len(channel.findall(name)) == 1
    assert channel.findtext("link") == "http://localhost/en/"
    assert RFC_822.fullmatch(channel.findtext("lastBuildDate"))
    for item in channel.findall("item"):
        names = [child.tag for child in item]
        assert set(names) <= ITEM_ELEMENTS
        for name in ("title", "link", "guid", "pubDate", f"{DC}language"):
            assert names.count(name) == 1
        assert names.count("enclosure") <= 1
        assert item.find("guid").get("isPermaLink") == "false"
        assert RFC_822.fullmatch(item.findtext("pubDate"))
    full = channel.findall("item")[-1]
    assert [child.tag for child in full].index("description") < [child.tag for child in full].index(
        f"{CONTENT}encoded"
    )


def test_feedparser_has_no_complaint(rich_news: Any, extension: str) -> None:
    for language in ("pl", "en", "uk"):
        parsed = read(extension, language).parsed
        assert not parsed.bozo
        assert all(entry.id and entry.title and entry.link for entry in parsed.entries)


def test_a_feed_names_itself_its_web_page_and_the_other_languages(
    rich_news: Any, extension: str
) -> None:
    feed = read(extension, "en")
    container = feed.root.find("channel") if extension == "rss" else feed.root
    links = container.findall(f"{ATOM}link")
    hrefs = {
        rel: [link.get("href") for link in links if link.get("rel") == rel]
        for rel in ("self", "related", "alternate")
    }
    assert hrefs["self"] == [f"http://localhost/feeds/en/news.{extension}"]
    assert hrefs["related"] == [
        f"http://localhost/feeds/pl/news.{extension}",
        f"http://localhost/feeds/uk/news.{extension}",
    ]
    assert hrefs["alternate"] == ([] if extension == "rss" else ["http://localhost/en/"])
    assert all(link.get("type") for link in links)
    assert feed.parsed.feed.link == "http://localhost/en/"
    assert feed.parsed.feed.title == "News – Town Hall"


def test_generated_words_are_in_the_feeds_language(rich_news: Any, extension: str) -> None:
    polish = read(extension, "pl")
    assert polish.parsed.feed.title == "Wiadomości – Town Hall"
    assert "Sprostowanie" in polish.contents[0].text_content()
    assert read(extension, "uk").parsed.feed.title == "Новини – Town Hall"


def test_a_feed_is_dated_by_its_newest_change(rich_news: Any) -> None:
    assert read("atom", "en").root.findtext(f"{ATOM}updated") == "2026-05-01T12:00:00Z"
    assert read("rss", "en").root.findtext("channel/lastBuildDate") == (
        "Fri, 01 May 2026 12:00:00 GMT"
    )


def test_the_public_form_of_a_feed(rich_news: Any, extension: str) -> None:
    """The contract with readers; UPDATE_SNAPSHOTS=1 writes it anew."""
    root = etree.fromstring(read(extension, "en").body)
    text = etree.tostring(root, pretty_print=True, encoding="unicode")
    # The encoder's version decides the size of a JPEG.
    text = re.sub(r'(length|fileSize)="\d+"', r'\1="…"', text)
    snapshot = SNAPSHOTS / f"news.{extension}"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")


HOSTILE = "Zły\x0b \x1b[0m tytuł \ufffe\uffff\x85]]> &amp; &nbsp; <script>alert(1)</script> 𝔘"
CLEAN = "Zły [0m tytuł ]]> &amp; &nbsp; <script>alert(1)</script> 𝔘"


def test_hostile_strings_neither_break_nor_enter_a_feed(
    section: Any, settle: Any, extension: str
) -> None:
    make_article(
        section,
        HOSTILE,
        slug="zly",
        lead=HOSTILE,
        byline=HOSTILE,
        alts=[f"Mapa, a na niej {HOSTILE}"],
        tags=[make_tag("Tag \x0b ]]> <x>")],
        body=[("rich_text", f"<p onclick='x()'>{HOSTILE}</p>"), ("heading", HOSTILE)],
    )
    settle()
    feed = read(extension)
    assert not feed.parsed.bozo
    assert feed.titles == [CLEAN]
    content = feed.contents[0]
    assert {element.tag for element in content.iter()} <= {"div", "figure", "img", "p", "h2"}
    assert not list(content.iterfind(".//*[@onclick]"))
    assert content.find(".//img").get("alt") == f"Mapa, a na niej {CLEAN}"


@pytest.fixture
def row(section: Any, settle: Any) -> WireItem:
    make_article(section, alts=["Zdjęcie"])
    settle()
    return WireItem.objects.get()


def render(rows: list[WireItem], extension: str) -> bytes:
    site = Site.objects.select_related("root_page").get()
    return builder.render(Edition(Channel(Options(site), "pl", "news"), rows=rows), extension)


def with_words(row: WireItem, **words: Any) -> WireItem:
    """The row with the entry of a document that no rule has made fit."""
    document = parse(row.kind, row.document).model_copy(update=words)
    row.entry = entry_of(document).model_dump_json()
    return row


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Ż" * 500, "Ż" * 500),
        (" \t\n ", "Lead"),
        ("Wiersz\njeden\r\n\tdwa", "Wiersz jeden dwa"),
        ("\x00NUL\x07", "NUL"),
    ],
)
def test_any_title_becomes_one_line_of_text(
    row: WireItem, extension: str, title: str, shown: str
) -> None:
    root = etree.fromstring(render([with_words(row, title=title, lead="Lead")], extension))
    (entry,) = root.iter("item", f"{ATOM}entry")
    assert entry.findtext("title" if extension == "rss" else f"{ATOM}title") == shown


def test_addresses_are_ascii(row: WireItem, extension: str) -> None:
    odd = with_words(row, url="https://miód.example:8443/pl/żółw i/?q=ą&b=%20")
    assert b"https://xn--mid-hna.example:8443/pl/%C5%BC%C3%B3%C5%82w%20i/?q=%C4%85&amp;b=%20" in (
        render([odd], extension)
    )


def test_a_broken_item_is_left_out_and_logged(
    section: Any, settle: Any, extension: str, caplog: pytest.LogCaptureFixture
) -> None:
    make_article(section, "Dobra")
    make_article(section, "Zepsuta")
    settle()
    broken = WireItem.objects.filter(slug="zepsuta")
    broken.update(entry='{"title": "Zepsuta"}')
    with caplog.at_level(logging.ERROR, logger="newsroom"):
        assert read(extension).titles == ["Dobra"]
    assert str(broken.get().uid) in caplog.text


def test_threads_that_render_at_once_leave_the_locale_of_the_process_alone(
    row: WireItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(locale, "setlocale", lambda *arguments: asked.append(arguments))
    site = Site.objects.select_related("root_page").get()
    edition = Edition(Channel(Options(site), "pl", "news"), rows=[row])

    def one(number: int) -> bytes:
        return builder.render(edition, ("rss", "atom")[number % 2])

    with ThreadPoolExecutor(4) as threads:
        bodies = set(threads.map(one, range(16)))
    assert len(bodies) == 2
    assert not asked
