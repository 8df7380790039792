"""What is made of what somebody has typed."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from newsroom.search.queries import LONGEST, MOST_TERMS, Phrase, Query, Word, parse


def words(query: Query) -> list[str]:
    return [term.form for term in query.wanted if isinstance(term, Word)]


def phrases(query: Query) -> list[tuple[str, ...]]:
    return [term.folded for term in query.wanted if isinstance(term, Phrase)]


def unwanted(query: Query) -> list[str]:
    return [" ".join(term.folded) if isinstance(term, Phrase) else term.form
            for term in query.unwanted]  # fmt: skip


def test_words_are_looked_for_in_the_forms_of_each_language() -> None:
    (word,) = parse("Spotkania", ["pl"]).words
    assert "lplspotkanie" in word.lemmas
    (word,) = parse("meetings", ["pl", "en-gb"]).words
    assert "lenmeet" in word.lemmas
    assert word.forms == ("xplmeetings", "xenmeetings")
    (phrase,) = parse('"the meetings"', ["pl", "en-gb", "en-us"]).wanted
    assert phrase.forms == (("xplthe", "xplmeetings"), ("xenthe", "xenmeetings"))


def test_quotation_marks_of_all_kinds_hold_phrases() -> None:
    for text in ('"a b" c', "„a b” c", "«a b» c", "“a b” c", 'c "a b"'):
        query = parse(text, [])
        assert (phrases(query), words(query)) == ([("a", "b")], ["c"]), text


def test_a_quotation_mark_that_is_not_closed_is_none() -> None:
    query = parse('"ekonomia społeczna', ["pl"])
    assert (phrases(query), words(query)) == ([], ["ekonomia", "społeczna"])


def test_one_word_in_quotation_marks_stands_for_this_form_alone() -> None:
    assert phrases(parse('"spotkania"', ["pl"])) == [("spotkania",)]


def test_a_sign_before_a_word_or_a_phrase_leaves_them_out() -> None:
    query = parse('most -rower -"nowy rok" \u2212kot', ["pl"])
    assert words(query) == ["most"]
    assert unwanted(query) == ["rower", "nowy rok", "kot"]


def test_a_hyphen_is_no_such_sign() -> None:
    for text in ("biało-czerwony", 'biało-"czerwony"', "biało - czerwony"):
        assert unwanted(parse(text, ["pl"])) == [], text


def test_what_is_joined_by_signs_is_unwanted_as_a_whole() -> None:
    assert unwanted(parse("most -biało-czerwony", ["pl"])) == ["bialo czerwony"]


def test_a_word_with_a_star_is_a_beginning() -> None:
    (word,) = parse("spotk*", ["pl"]).words
    assert word.is_beginning and word.beginnings == ("lplspotk",)
    (short,) = parse("s*", ["pl"]).words
    assert not short.is_beginning


def test_while_somebody_types_the_last_word_is_a_beginning() -> None:
    first, last = parse("nowa spotk", ["pl"], typing=True).words
    assert (first.is_beginning, last.is_beginning) == (False, True)
    assert not parse("nowa spotk ", ["pl"], typing=True).words[-1].is_beginning
    assert not parse("-spotk", ["pl"], typing=True)


def test_stop_words_are_left_out_where_others_are() -> None:
    assert words(parse("spotkanie w Kielcach", ["pl"])) == ["spotkanie", "kielcach"]
    assert words(parse("w i na", ["pl"])) == ["w", "i", "na"]
    assert words(parse("the bridge", ["en"])) == ["bridge"]
    assert phrases(parse('"w Kielcach"', ["pl"])) == [("w", "kielcach")]


def test_a_word_is_looked_for_once() -> None:
    assert words(parse("most Most MOST -most -most", ["pl"])) == ["most"]


def test_only_so_much_is_read() -> None:
    query = parse(" ".join(f"słowo{number}" for number in range(500)), ["pl"])
    assert len(query.wanted) == MOST_TERMS
    assert not parse(" " * LONGEST + "most", ["pl"])


@given(st.text(), st.booleans())
def test_any_text_is_a_query(text: str, typing: bool) -> None:
    query = parse(text, ["pl", "en", "uk", "zz"], typing=typing)
    tokens = [
        token
        for term in (*query.wanted, *query.unwanted)
        for token in (
            chain(*term.forms) if isinstance(term, Phrase)
            else (*term.forms, *term.lemmas, *term.beginnings)
        )
    ]  # fmt: skip
    assert all(token.isalnum() for token in tokens)
    assert len(query.wanted) + len(query.unwanted) <= MOST_TERMS
