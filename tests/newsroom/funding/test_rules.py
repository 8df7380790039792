"""What the page of a project owes in each period."""

import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from math import atan2, degrees, dist
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.utils import translation

from newsroom.funding.rules import OWED, Gap, ProgrammingPeriod, Severity, gaps
from newsroom.funding.statements import EMBLEM, statement_for
from newsroom.funding.wordings import WORDINGS
from newsroom.models import ProjectPage

COMPLETE = {
    "lead": "Kluby dla seniorów.",
    "aims": "<p>Mniej samotności.</p>",
    "results": "<p>Siedem klubów.</p>",
    "fund": "Europejski Fundusz Społeczny",
    "programme": "Program Regionalny",
    "eu_contribution": 1,
    "total_value": 2,
    "target_groups": "<p>Seniorzy.</p>",
}


def codes(values: dict[str, Any], severity: Severity | None = None) -> list[str]:
    return [gap.code for gap in gaps(values) if severity in (None, gap.severity)]


@pytest.mark.parametrize("period", ProgrammingPeriod.values)
def test_a_complete_project_lacks_nothing(period: str) -> None:
    assert gaps(COMPLETE | {"programming_period": period}) == []


@pytest.mark.parametrize(
    ("period", "duties"),
    [
        ("", ["period", "description", "aims", "results"]),
        ("2007-2013", []),
        ("2014-2020", ["description", "aims", "results", "fund"]),
        ("2021-2027", ["description", "aims", "results"]),
    ],
)
def test_an_empty_project_owes_what_its_period_asks_for(period: str, duties: list[str]) -> None:
    assert codes({"programming_period": period}, Severity.DUTY) == duties


def test_what_is_only_practice_is_advice() -> None:
    advice = codes({"programming_period": "2021-2027"}, Severity.ADVICE)
    assert advice == ["fund", "programme", "eu_contribution", "total_value", "target_groups"]


def test_duties_come_first() -> None:
    found = gaps({"programming_period": "2014-2020"})
    severities = [gap.severity for gap in found]
    assert severities == sorted(severities, key=lambda one: one != Severity.DUTY)


@pytest.mark.parametrize("empty", ["", "  ", "<p></p>", "<p>&nbsp;</p>\n", None])
def test_a_text_without_words_is_none(empty: Any) -> None:
    values = COMPLETE | {"programming_period": "2021-2027", "aims": empty}
    assert codes(values) == ["aims"]


def test_an_amount_of_nothing_is_said() -> None:
    assert codes(COMPLETE | {"programming_period": "2021-2027", "eu_contribution": 0}) == []


@pytest.mark.parametrize(
    "gap", [gap for owed in OWED.values() for gap in owed], ids=lambda gap: gap.code
)
def test_every_gap_is_a_field_a_sentence_and_a_source(gap: Gap) -> None:
    assert ProjectPage._meta.get_field(gap.field)
    with translation.override("en"):
        assert str(gap.message).endswith(".")
        assert str(gap.source)
        if gap.severity == Severity.DUTY:
            assert "Regulation" in str(gap.source)


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        ("pl", "Dofinansowane przez Unię Europejską"),
        ("en", "Co-funded by the European Union"),
        ("uk", "Співфінансується Європейським Союзом"),
        ("de", "Kofinanziert von der Europäischen Union"),
        ("pt-br", "Cofinanciado pela União Europeia"),
    ],
)
def test_the_statement_from_2021_on_is_the_official_one(language: str, statement: str) -> None:
    found = statement_for("2021-2027", "Fundusz", language)
    assert found
    assert found.text == statement


def test_before_2021_the_union_and_the_fund_are_named() -> None:
    found = statement_for("2014-2020", "Europejski Fundusz Społeczny", "pl")
    assert found
    assert found.text == "Unia Europejska – Europejski Fundusz Społeczny"
    assert found.emblem == "Znak Unii Europejskiej"


def test_a_language_without_a_wording_of_its_own_gets_the_english_one_and_says_so() -> None:
    found = statement_for("2021-2027", "", "be")
    assert found
    assert (found.text, found.language) == ("Co-funded by the European Union", "en")


def test_without_a_period_there_is_no_statement() -> None:
    assert statement_for("", "Europejski Fundusz Społeczny", "pl") is None


def test_all_official_languages_have_their_words() -> None:
    assert len(WORDINGS) == 25
    assert all(len(set(wording)) == 4 for wording in WORDINGS.values())


def test_the_emblem_is_drawn_as_the_union_prescribes() -> None:
    path = finders.find(EMBLEM)
    assert isinstance(path, str)
    root = ElementTree.parse(path).getroot()
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert width == height * 1.5
    assert not [element for element in root.iter() if "id" in element.attrib]
    centre, angles = (width / 2, height / 2), []
    for star in root.iter("{http://www.w3.org/2000/svg}polygon"):
        numbers = star.attrib["points"].replace(",", " ").split()
        corners = list(zip(map(float, numbers[::2]), map(float, numbers[1::2]), strict=True))
        middle = (sum(x for x, _ in corners) / 10, sum(y for _, y in corners) / 10)
        assert dist(centre, middle) == pytest.approx(height / 3, abs=0.1)
        # One point up, all five on a circle of an eighteenth of the height.
        assert corners[0] == pytest.approx((middle[0], middle[1] - height / 18), abs=0.1)
        for corner in corners[::2]:
            assert dist(middle, corner) == pytest.approx(height / 18, abs=0.1)
        angles.append(degrees(atan2(middle[1] - centre[1], middle[0] - centre[0])) % 360)
    assert len(angles) == 12
    assert all(b - a == pytest.approx(30, abs=0.1) for a, b in pairwise(sorted(angles)))
