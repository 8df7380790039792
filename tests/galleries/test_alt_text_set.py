"""The rules judge texts of public sites: they find the bad ones and leave the good ones alone."""

from .alt_texts import Judged, judged

LANGUAGES = {"pl", "en", "uk", "de"}
MOST_MISSED = 0.05  # of the bad ones
MOST_REFUSED = 0.02  # of the good ones
MOST_DOUBTED = 0.05  # of the good ones, warnings included


def shown(title: str, texts: list[Judged]) -> str:
    return "\n".join([title, *map(str, texts)])


def test_the_set_is_large_in_four_languages_and_half_good() -> None:
    texts = list(judged())
    bad = [text for text in texts if text.wrong]
    assert len(texts) >= 150
    assert {text.language for text in texts} == LANGUAGES
    assert 0.4 < len(bad) / len(texts) < 0.6


def test_bad_texts_are_found_for_what_is_wrong_in_them() -> None:
    bad = [text for text in judged() if text.wrong]
    missed = [text for text in bad if not text.is_found]
    assert len(missed) <= MOST_MISSED * len(bad), shown(
        f"{len(missed)} of {len(bad)} bad texts are missed:", missed
    )


def test_good_texts_are_let_through() -> None:
    good = [text for text in judged() if not text.wrong]
    refused = [text for text in good if text.is_refused]
    assert len(refused) <= MOST_REFUSED * len(good), shown(
        f"{len(refused)} of {len(good)} good texts are refused:", refused
    )


def test_good_texts_are_seldom_doubted() -> None:
    good = [text for text in judged() if not text.wrong]
    doubted = [text for text in good if text.findings]
    assert len(doubted) <= MOST_DOUBTED * len(good), shown(
        f"{len(doubted)} of {len(good)} good texts are doubted:", doubted
    )
