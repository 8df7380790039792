"""What the rules say of pictures that stand together; the set judges the texts alone."""

from collections.abc import Sequence

import pytest
from django.utils.translation import override

from galleries.alt_text import DEFAULTS, Code, Picture, Surroundings, examine, examine_all

PAGE = Surroundings("pl", "Nowy most na Odrze", "Most ma 300 metrów. Kosztował 40 mln zł.")


def codes(pictures: Sequence[Picture], page: Surroundings = PAGE) -> list[list[str]]:
    return [[str(f.code) for f in found] for found in examine_all(pictures, page)]


def test_different_pictures_with_one_text_are_found_and_told_about_each_other() -> None:
    pictures = [
        Picture("Dźwig nad filarem mostu", image=1, place="Photo 1"),
        Picture("Barka pod przęsłem", image=2, place="Photo 2"),
        Picture("dźwig nad filarem mostu.", image=3, place="Photo 3"),
    ]
    assert codes(pictures) == [["repeated"], [], ["repeated"]]
    (finding,) = examine_all(pictures, PAGE)[2]
    with override("en"):
        assert str(finding.message) == "The same text stands at another picture (Photo 1)."


def test_the_same_picture_may_have_its_text_twice() -> None:
    text = "Dźwig nad filarem mostu"
    assert codes([Picture(text, image=1), Picture(text, image=1)]) == [[], []]
    assert codes([Picture(text, image=1, file="a"), Picture(text, image=2, file="a")]) == [[], []]
    assert codes([Picture(text, image=1, file="a"), Picture(text, image=2, file="b")]) == [
        ["repeated"],
        ["repeated"],
    ]


def test_photos_that_show_one_thing_together_share_a_text_among_themselves() -> None:
    text = "Panorama mostu w trzech ujęciach"
    together = [Picture(text, image=n, shows_together=True) for n in range(3)]
    assert codes(together) == [[], [], []]
    assert codes([*together, Picture(text, image=9)])[3] == ["repeated"]


def test_decorative_pictures_are_left_alone() -> None:
    pictures = [Picture("", decorative=True), Picture("Nowy most na Odrze", decorative=True)]
    assert codes(pictures) == [[], []]


def test_texts_that_only_count_the_pictures_are_repeated() -> None:
    counted = [Picture(f"Uczestnicy otwarcia {n}", image=n) for n in (1, 2, 3)]
    assert codes(counted) == [["repeated"]] * 3
    halls = [Picture(f"Stoiska na targach, hala {n}", image=n) for n in (1, 2, 3)]
    assert codes(halls) == [[], [], []]
    lines = [Picture(f"Autobus na przystanku linii {n}", image=n) for n in (4, 11, 17)]
    assert codes(lines) == [[], [], []]


def test_marks_alone_are_no_text() -> None:
    assert codes([Picture("…"), Picture("- -"), Picture("📷")]) == [["missing"]] * 3


def test_a_page_without_a_known_language_accepts_every_script() -> None:
    assert codes([Picture("Ставок біля старого млина")], Surroundings("xx")) == [[]]
    assert codes([Picture("Ставок біля старого млина")]) == [["script"]]


def test_a_rule_can_warn_or_be_off() -> None:
    pictures = [Picture("Nowy most na Odrze", image=1)]
    warned = examine_all(pictures, PAGE, {**DEFAULTS, Code.HEADLINE: "warning"})
    assert [finding.severity for finding in warned[0]] == ["warning"]
    assert examine_all(pictures, PAGE, {**DEFAULTS, Code.HEADLINE: None}) == [[]]


def test_errors_come_before_warnings() -> None:
    rules = {**DEFAULTS, Code.TOO_SHORT: "error"}
    (found,) = examine_all([Picture("zdjęcie")], PAGE, rules)
    assert [(str(f.code), f.severity) for f in found] == [
        ("too_short", "error"),
        ("generic", "warning"),
    ]


@pytest.mark.parametrize("code", Code)
def test_every_finding_says_what_is_wrong_and_what_to_do(code: Code) -> None:
    from galleries.alt_text import Finding

    finding = Finding(code, "error", ("Photo 1",) if code == Code.REPEATED else ())
    assert str(finding.message).endswith(".")
    assert str(finding.suggestion).endswith(".")


def test_a_text_alone_is_judged_by_what_it_is() -> None:
    assert [str(f.code) for f in examine("IMG_2034.JPG", decorative=False)] == ["file_name"]
