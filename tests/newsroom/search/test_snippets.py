"""Where a text says what was looked for."""

import html
import re
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.search import analysis, known_forms
from newsroom.search.queries import parse
from newsroom.search.snippets import LENGTH, Marker

FILLER = "Mieszkańcy czekali na to od dawna i wreszcie się doczekali. "


def marker(text: str, language: str = "pl") -> Marker:
    return Marker(parse(text, [language]), language)


def plain(marked: str) -> str:
    return html.unescape(re.sub("</?mark>", "", marked))


def test_words_are_marked_in_whatever_form() -> None:
    assert marker("spotkanie").marked("Po spotkaniach, Spotkania!") == (
        "Po <mark>spotkaniach</mark>, <mark>Spotkania</mark>!"
    )
    assert marker("lodz").marked("W Łodzi") == "W <mark>Łodzi</mark>"
    assert marker("meetings", "en").marked("A meeting") == "A <mark>meeting</mark>"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("człowiek", "Dla <mark>ludzi</mark> i z <mark>ludźmi</mark>"),
        ("rok", "W ostatnich <mark>latach</mark>"),
        ("lepszy", "<mark>Dobra</mark> rada, <mark>najlepszy</mark> dzień"),
        ("uczestniczyć", "Za <mark>nieuczestniczenie</mark> nie ma kary"),
        ("ściąć", "Drzewa <mark>zetnie</mark> gmina"),
        ("być", "To <mark>jest</mark> i <mark>był</mark> park"),
        ("ul*", "Nowe <mark>ulice</mark>, <mark>Ülkü</mark> i <mark>UL</mark>"),
    ],
)
def test_forms_that_begin_in_another_way_are_marked(asked: str, said: str) -> None:
    text = said.replace("<mark>", "").replace("</mark>", "")
    assert marker(asked).marked(text) == said


def test_beginnings_and_phrases_are_marked_whole() -> None:
    assert marker("spot*").marked("spotted spotkanie") == (
        "<mark>spotted</mark> <mark>spotkanie</mark>"
    )
    assert marker('"nowy most"').marked("Nowy, most i most") == "<mark>Nowy, most</mark> i most"


def test_what_is_marked_does_not_depend_on_what_a_process_has_met(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(known_forms, "MOST", 3)
    monkeypatch.setattr(known_forms, "_known", {})
    text = "Na moście, przy MOSTACH i w Łodzi, lodzi i lódzi"
    first = marker("most lodz").marked(text)
    assert first == (
        "Na <mark>moście</mark>, przy <mark>MOSTACH</mark> i w <mark>Łodzi</mark>, "
        "<mark>lodzi</mark> i <mark>lódzi</mark>"
    )
    kept = marker("most lodz")
    for _ in range(3):
        assert marker("rower").marked(f"{text} rowerów") == f"{text} <mark>rowerów</mark>"
        assert marker("most lodz").marked(text) == kept.marked(text) == first


def test_words_whose_analysis_has_failed_are_marked_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(known_forms, "_known", {})
    with monkeypatch.context() as without_memory:
        without_memory.setattr(analysis, "meet", Mock(side_effect=MemoryError))
        with pytest.raises(MemoryError):
            marker("most").marked("Na moście")
    assert marker("most").marked("Na moście") == "Na <mark>moście</mark>"


def test_an_unusual_character_changes_nothing_in_what_is_marked_before_it() -> None:
    text = "Mosty, „moście” i MOST’u: nowy-most 1."
    for query in ("most", "mo*", '"nowy most"', "nowy 1"):
        marked = marker(query).marked(text)
        assert "<mark>" in marked
        assert marker(query).marked(f"{text} \u200b") == f"{marked} \u200b"


def test_unwanted_and_stop_words_are_not_marked() -> None:
    assert marker("most -rower w").marked("rower w moście") == "rower w <mark>moście</mark>"


def test_a_short_text_is_shown_whole() -> None:
    assert marker("most").snippet("Stary most.\nNowy most.") == (
        "Stary <mark>most</mark>. Nowy <mark>most</mark>."
    )


def test_of_a_long_text_that_part_is_shown_which_says_most() -> None:
    text = f"Most. {FILLER * 10}Otwarcie mostu o dziewiątej. {FILLER * 10}"
    shown = marker("otwarcie most").snippet(text)
    assert "<mark>Otwarcie</mark> <mark>mostu</mark>" in shown
    assert shown.startswith("…") and shown.endswith("…")
    assert len(plain(shown)) <= LENGTH + 2
    # Words stay whole.
    assert plain(shown).strip("…") in text
    assert text[text.index(plain(shown).strip("…")) - 1] == " "


def test_where_nothing_fits_the_beginning_is_shown() -> None:
    shown = marker("rower").snippet(FILLER * 10)
    assert shown.startswith("Mieszkańcy") and shown.endswith("…") and "<mark>" not in shown
    assert marker("rower").snippet("") == ""


def test_what_looks_like_html_is_text() -> None:
    shown = marker("script").snippet('<script>alert("x")</script> & <mark>')
    assert "<script" not in shown and plain(shown) == '<script>alert("x")</script> & <mark>'


@given(st.text(), st.text(max_size=60))
def test_nothing_is_added_or_lost_but_marks(text: str, looked_for: str) -> None:
    found = marker(looked_for)
    assert plain(found.marked(text)) == text
    assert len(plain(found.snippet(text))) <= LENGTH + 2
