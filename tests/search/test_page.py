"""The search page, as readers ask for it and as it is answered."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from newsroom.wire import keys
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    make_tag,
    publish,
    translate,
)
from tests.newsroom.web.reading import Answer, read

Settle = Callable[[], None]

pytestmark = pytest.mark.django_db


def ask(client: Client, q: str = "", language: str = "pl", **more: Any) -> Answer:
    query = urlencode({"q": q, **more}, doseq=True)
    return read(client, f"/{language}/search/?{query}")


def titles(answer: Answer) -> list[str]:
    return [
        " ".join(link.text_content().split()) for link in answer.all("//ol[@class='results']//h3/a")
    ]


def link(answer: Answer, words: str, within: str = "main") -> str:
    """The address of the only link there that begins with these words."""
    found = [
        one.get("href")
        for one in answer.all(f"//*[@class='{within}' or self::{within}]//a")
        if " ".join(one.text_content().split()).startswith(words)
    ]
    assert len(found) == 1, (words, found)
    return str(found[0])


def follow(client: Client, href: str, language: str = "pl") -> Answer:
    address = f"/{language}/search/{href}" if href.startswith("?") else href
    answer = read(client, address)
    assert answer.status == 200
    return answer


def asked_in(href: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(href).query)


@pytest.fixture
def newsroom(section: Any, settle: Settle) -> Any:
    """Give a section with a bridge in an article, a gallery and a project."""
    home = section.get_parent().specific
    make_article(
        section,
        "Otwarto most na Modrej",
        lead="Nowy most połączył brzegi.",
        tags=[make_tag("Transport", en="Transport links")],
        alts=["Przęsło w słońcu"],
    )
    make_gallery(home, "Zdjęcia mostu", alts=["Most o świcie"])
    make_project(home, "Budowa mostów w regionie")
    make_article(make_section(home, "Kultura"), "Koncert na moście")
    make_article(section, "Dożynki w gminie")
    settle()
    return section


def test_every_form_of_a_word_is_found_and_marked(client: Client, newsroom: Any) -> None:
    for words in ("mosty", "MOSTAMI", "o moście", "mostow"):
        answer = ask(client, words)
        assert answer.all("//h2[@id='results']")
        assert answer.text("//h2[@id='results']").startswith("4 wyniki dla ")

    first, second = ask(client, "mosty"), ask(client, "mosty", page=2)

    assert sorted(titles(first) + titles(second)) == [
        "Budowa mostów w regionie",
        "Koncert na moście",
        "Otwarto most na Modrej",
        "Zdjęcia mostu",
    ]
    assert first.all("//ol[@class='results']//h3/a/mark")


def test_a_result_has_what_a_card_has(client: Client, newsroom: Any) -> None:
    answer = ask(client, "przęsło")

    assert titles(answer) == ["Otwarto most na Modrej"]
    assert answer.all("//ol[@class='results']//img/@alt") == ["Przęsło w słońcu"]
    meta = answer.text("//ol[@class='results']//p[@class='meta']")
    assert meta.startswith("Artykuł Aktualności ")
    assert answer.all("//ol[@class='results']//time/@datetime")
    assert "Nowy most" in answer.text("//p[@class='snippet']")


def test_what_somebody_has_written_is_never_html(
    client: Client, section: Any, settle: Settle
) -> None:
    make_article(section, "Most <script>alert(1)</script>", lead="<b>Most</b> & brzeg")
    settle()

    answer = ask(client, 'most "><script>alert(2)</script>')
    again = ask(client, "most")

    for one in (answer, again):
        assert not one.all("//main//script") and not one.all("//main//b")
    assert titles(again) == ["Most <script>alert(1)</script>"]
    assert answer.all("//input[@id='q']/@value") == ['most "><script>alert(2)</script>']


def test_filters_are_links_that_narrow_and_can_be_taken_away(client: Client, newsroom: Any) -> None:
    answer = ask(client, "most")
    narrowed = {
        "Artykuły 2": {"Otwarto most na Modrej", "Koncert na moście"},
        "Galerie 1": {"Zdjęcia mostu"},
        "Projekty 1": {"Budowa mostów w regionie"},
        "Kultura 1": {"Koncert na moście"},
        "Transport 1": {"Otwarto most na Modrej"},
    }
    for words, found in narrowed.items():
        chosen = follow(client, link(answer, words, "narrow"))
        assert set(titles(chosen)) == found
        back = link(chosen, f"Usuń zawężenie: {words.rpartition(' ')[0]}", "chosen")
        assert asked_in(back) == [("q", "most")]

    both = follow(client, link(answer, "Artykuły 2", "narrow"))
    both = follow(client, link(both, "Transport 1", "narrow"))
    assert titles(both) == ["Otwarto most na Modrej"]
    assert len(both.all("//section[@class='chosen']//a")) == 2
    year = both.all("//nav[@id='narrow']//h3")[-1]
    assert year.text_content() == "Rok"


def test_a_filter_is_kept_by_the_form_and_by_pages(client: Client, newsroom: Any) -> None:
    answer = ask(client, "most", kind="article", tag="transport", order="newest")

    hidden = answer.all("//main//form//input[@type='hidden']")
    assert [(one.get("name"), one.get("value")) for one in hidden] == [
        ("kind", "article"),
        ("tag", "transport"),
        ("order", "newest"),
    ]
    paged = ask(client, "most", order="newest")
    assert asked_in(paged.all("//a[@rel='next']/@href")[0]) == [
        ("q", "most"),
        ("order", "newest"),
        ("page", "2"),
    ]


def test_results_come_best_or_newest_first(client: Client, section: Any, settle: Settle) -> None:
    make_article(section, "Most w Lipowcu")
    make_article(section, "Rozkład jazdy", lead="Autobus staje przy moście.")
    settle()

    best = ask(client, "most")
    newest = follow(client, link(best, "Najnowsze", "order"))

    assert titles(best) == ["Most w Lipowcu", "Rozkład jazdy"]
    assert titles(newest) == ["Rozkład jazdy", "Most w Lipowcu"]
    assert newest.text("//nav[@class='order']//a[@aria-current]") == "Najnowsze"


def test_pages_follow_each_other_and_end(client: Client, section: Any, settle: Settle) -> None:
    for number in range(7):
        make_article(section, f"Most numer {number}")
    settle()

    first = ask(client, "most")
    second = follow(client, first.all("//a[@rel='next']/@href")[0])
    third = follow(client, second.all("//a[@rel='next']/@href")[0])

    assert [len(titles(page)) for page in (first, second, third)] == [3, 3, 1]
    assert len({*titles(first), *titles(second), *titles(third)}) == 7
    assert not first.all("//a[@rel='prev']") and not third.all("//a[@rel='next']")
    assert second.all("//ol[@class='results']/@start") == ["4"]
    for deep in ("4", "99999", "999999"):
        assert titles(ask(client, "most", page=deep)) == titles(third)
    for absurd in ("0", "-1", "x", "", "1.5", "٢", "9" * 30, "\0"):
        assert titles(ask(client, "most", page=absurd)) == titles(first)


def test_a_misspelled_word_leads_to_what_was_meant(client: Client, newsroom: Any) -> None:
    answer = ask(client, "koncrt", kind="article")

    assert titles(answer) == []
    meant = follow(client, link(answer, "koncert", "meant"))
    assert titles(meant) == ["Koncert na moście"]
    assert ("kind", "article") in asked_in(link(answer, "koncert", "meant"))


def test_nothing_found_says_so_and_helps(client: Client, newsroom: Any) -> None:
    answer = ask(client, "hipopotam", kind="article")

    assert answer.text("//h2[@id='results']") == "Nic nie znaleziono dla „hipopotam”"
    assert asked_in(link(answer, "Szukaj wszędzie")) == [("q", "hipopotam")]
    assert not answer.all("//ol[@class='results']") and not answer.all("//nav[@id='narrow']")


@pytest.mark.parametrize("words", ["", "   ", "!!!", "-most", '""', "\0", "*"])
def test_without_a_word_there_is_a_form_and_help(client: Client, newsroom: Any, words: str) -> None:
    answer = ask(client, words)

    assert answer.status == 200
    assert answer.all("//main//form[@role='search'][@action='/pl/search/']")
    assert answer.all("//div[@class='search-help']") and not answer.all("//h2[@id='results']")


HOSTILE: list[dict[str, Any]] = [
    {"q": "most\0"},
    {"q": "most\0' OR 1=1 --"},
    {"q": '"most'},
    {"q": "'\"“”„«»"},
    {"q": "most " * 2000},
    {"q": "ł" * 10_000},
    {"q": "\ud83d\ude00 most".encode("utf-16", "surrogatepass").decode("utf-16")},
    {"q": "NEAR(most, 2) AND title:most OR NOT x*"},
    {"q": "most", "kind": "draft"},
    {"q": "most", "kind": "\0"},
    {"q": "most", "section": "nie-ma"},
    {"q": "most", "section": "'; DROP TABLE"},
    {"q": "most", "section": "x" * 5000},
    {"q": "most", "section": "a\0b"},
    {"q": "most", "tag": ["nie-ma", "\0", "x" * 500, ""]},
    {"q": "most", "tag": [f"t{number}" for number in range(50)]},
    {"q": "most", "year": "0000"},
    {"q": "most", "year": "20266"},
    {"q": "most", "year": "٢٠٢٦"},
    {"q": "most", "order": "DESC"},
    {"q": ["most", "brzeg"], "x": "y", "locale": "xx", "cursor": "zz", "limit": "-1"},
]


@pytest.mark.parametrize("query", HOSTILE)
def test_any_address_is_legal(client: Client, newsroom: Any, query: dict[str, Any]) -> None:
    for language in ("pl", "uk"):
        response = client.get(f"/{language}/search/", query)
        assert response.status_code == 200
        assert b"\0" not in response.content


def test_what_is_not_understood_is_ignored(client: Client, newsroom: Any) -> None:
    whole = titles(ask(client, "most"))
    for more in HOSTILE[8:18]:
        answer = ask(client, "most", **{name: value for name, value in more.items() if name != "q"})
        assert titles(answer) == whole
        assert not answer.all("//section[@class='chosen']")


def test_raw_bytes_are_legal(client: Client, newsroom: Any) -> None:
    for query in ("q=%ff%fe", "q=%ed%a0%80most", "q=%00", "&&&=&q", "q=a;b", "q=%"):
        assert client.get(f"/pl/search/?{query}").status_code == 200


def test_other_languages_are_offered_with_what_they_hold(
    client: Client, section: Any, settle: Settle
) -> None:
    article = make_article(section, "Festiwal Jazz Nadmodrze")
    translate(section, "en", title="News")
    translate(article, "en", title="Jazz festival on the river")
    settle()

    answer = ask(client, "jazz")
    (other,) = answer.all("//section[@aria-labelledby='others']//a")

    assert other.get("hreflang") == "en"
    assert other.xpath("span/@lang") == ["en"]
    assert " ".join(other.text_content().split()) == "English (1 wynik)"
    english = follow(client, other.get("href"))
    assert english.language == "en" and titles(english) == ["Jazz festival on the river"]
    # Words of the other language alone: here there is nothing, there is something.
    nothing = ask(client, "rivers")
    assert titles(nothing) == []
    assert len(nothing.all("//section[@aria-labelledby='others']//a")) == 1


def test_each_language_has_the_page_in_its_words(client: Client, newsroom: Any) -> None:
    headings = {"pl": "Wyszukiwarka", "en": "Search", "uk": "Пошук"}
    for language, heading in headings.items():
        answer = ask(client, "most", language)
        assert answer.language == language
        assert answer.text("//h1") == heading
        assert answer.response["Content-Language"] == language
        assert answer.switcher == {code: f"/{code}/search/" for code in headings}
        for switch in answer.all("//nav[@class='languages']//a/@href"):
            assert asked_in(switch) == [("q", "most")]


def test_search_engines_are_told_to_leave_results_alone(client: Client, newsroom: Any) -> None:
    answer = ask(client, "most", page=2, kind="article")

    assert answer.all("//head/meta[@name='robots']/@content") == ["noindex"]
    assert answer.canonical == "http://localhost/pl/search/"
    assert b"/search/" not in client.get("/sitemap.xml").content


def test_caches_may_keep_the_page_and_are_told_what_to_forget(
    client: Client, newsroom: Any
) -> None:
    response = ask(client, "most").response
    names = response["Surrogate-Key"].split()

    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"
    for language in ("pl", "en", "uk"):
        assert set(keys.of_lists(language)) <= set(names)
    assert {keys.PAGES, keys.OTHER_PAGES} <= set(names)
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_a_visitor_with_a_session_gets_a_page_of_their_own(
    client: Client, newsroom: Any, admin_client: Client
) -> None:
    assert ask(admin_client, "most").response["Cache-Control"] == "private, no-cache"


def test_only_reading_is_allowed(client: Client, newsroom: Any) -> None:
    assert client.post("/pl/search/", {"q": "most"}).status_code == 405
    assert client.head("/pl/search/?q=most").status_code == 200


def test_every_page_has_the_box_in_its_header(client: Client, newsroom: Any) -> None:
    for path in ("/pl/", "/uk/", "/en/galleries/", "/pl/search/", "/pl/nothing/", "/feeds/pl/"):
        answer = read(client, path)
        (form,) = answer.all("//header[@class='site-header']//form[@role='search']")
        (field,) = form.xpath(".//input[@name='q']")
        assert form.get("action") == f"/{answer.language}/search/"
        assert form.xpath(f".//label[@for='{field.get('id')}']")
        assert answer.all("//body/a[@class='skip']")
        # Scripts are files: a policy may forbid all others.
        assert all(script.get("src") for script in answer.all("//script[not(@type)]"))


def test_the_page_links_the_feed_of_the_search(client: Client, newsroom: Any) -> None:
    answer = ask(client, "most", kind="article", tag="transport", year="2026", order="newest")
    own = "/feeds/pl/search.rss?q=most&kind=article&tag=transport"

    first = answer.all("//head/link[@rel='alternate'][@type]")[0]
    assert first.get("href") == f"http://localhost{own}"
    assert first.get("title") == "Szukane: most · Artykuł · transport – Urząd (RSS)"
    shown = answer.all("//p[@class='search-feed']/a/@href")
    assert [urlsplit(url).path for url in shown] == [
        f"/feeds/pl/search.{extension}" for extension in ("rss", "atom", "json")
    ]
    assert client.get(own).status_code == 200
    assert not ask(client).all("//p[@class='search-feed']")


def test_what_is_not_public_is_neither_shown_nor_counted(
    client: Client, section: Any, settle: Settle
) -> None:
    withdrawn = make_article(section, "Wycofany most")
    restricted = make_article(section, "Zamknięty most")
    make_article(section, "Szkic mostu", live=False)
    settle()
    PageViewRestriction.objects.create(
        page=restricted, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    withdrawn.unpublish()

    # Hidden at once, before any worker has been there.
    for _ in range(2):
        answer = ask(client, "most")
        assert titles(answer) == []
        assert answer.text("//h2[@id='results']").startswith("Nic nie znaleziono")
        assert not answer.all("//nav[@id='narrow']") and not answer.all("//p[@class='meant']")
        settle()
    withdrawn = publish(withdrawn)
    settle()
    assert titles(ask(client, "most")) == ["Wycofany most"]


def test_a_page_costs_the_same_queries_however_much_is_found(
    client: Client, newsroom: Any, settings: Any, settle: Settle, django_assert_max_num_queries: Any
) -> None:
    settings.NEWSROOM_PAGE_SIZE = 20
    query = {"q": "most", "section": "aktualnosci", "tag": "transport"}
    client.get("/pl/search/", query)
    with django_assert_max_num_queries(200) as short:
        assert client.get("/pl/search/", query).status_code == 200
        cost = len(short)
    tag = newsroom.get_children().first().specific.tags.first()
    for number in range(6):
        make_article(newsroom, f"Most numer {number}", tags=[tag], alts=["Most"])
    settle()
    client.get("/pl/search/", query)

    with django_assert_max_num_queries(cost):
        answer = ask(client, **query)
    assert len(titles(answer)) == 7


def test_an_address_that_searches_too_often_is_told_when_to_come_again(
    client: Client, settings: Any
) -> None:
    settings.NEWSROOM_API_RATE = "2/m"
    for _ in range(2):
        assert ask(client, "most").status == 200
    refused = ask(client, "most")

    assert refused.status == 429
    wait = int(refused.response["Retry-After"])
    assert 0 < wait <= 60
    assert refused.response["Cache-Control"] == "no-store"
    (told,) = refused.all("//*[@role='alert']")
    assert told.text_content().startswith("Z Twojej sieci przyszło zbyt wiele zapytań.")
    # What costs nothing is given, and who asks from elsewhere is not concerned.
    assert ask(client).status == 200
    assert read(client, "/pl/search/?q=most", REMOTE_ADDR="192.0.2.7").status == 200
