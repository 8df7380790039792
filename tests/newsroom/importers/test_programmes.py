"""Names of programmes and funds: from running text to their official form."""

import pytest

from newsroom.importers.blocks import Box
from newsroom.importers.programmes import PROGRAMMES, find_funds, find_programme
from newsroom.importers.projects import read


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "w ramach Regionalnego Programu Operacyjnego Województwa Śląskiego na lata 2014-2020",
            "Regionalny Program Operacyjny Województwa Śląskiego na lata 2014-2020",
        ),
        (
            "w ramach Wielkopolskiego Regionalnego Programu Operacyjnego na lata 2014 – 2020",
            "Wielkopolski Regionalny Program Operacyjny na lata 2014-2020",
        ),
        (
            "z Programu Operacyjnego Wiedza, Edukacja, Rozwój",
            "Program Operacyjny Wiedza Edukacja Rozwój 2014-2020",
        ),
        (
            "w ramach Programu Operacyjnego „Polska Cyfrowa” na lata 2014-2020",
            "Program Operacyjny Polska Cyfrowa na lata 2014-2020",
        ),
        (
            "w ramach Funduszy Europejskich dla Podkarpacia 2021–2027",
            "Fundusze Europejskie dla Podkarpacia 2021-2027",
        ),
        (
            "w ramach programu Fundusze Europejskie dla Pomorza Zachodniego",
            "Fundusze Europejskie dla Pomorza Zachodniego 2021-2027",
        ),
        (
            "program Fundusze Europejskie dla Pomorza 2021-2027",
            "Fundusze Europejskie dla Pomorza 2021-2027",
        ),
        (
            "w ramach Funduszy Europejskich dla Rozwoju Społecznego 2021-2027",
            "Fundusze Europejskie dla Rozwoju Społecznego 2021-2027",
        ),
        (
            "z Krajowego Planu Odbudowy i Zwiększania Odporności",
            "Krajowy Plan Odbudowy i Zwiększania Odporności",
        ),
    ],
)
def test_gives_the_official_name_of_a_programme(text: str, name: str) -> None:
    found = find_programme(text)
    assert found is not None
    assert found.name == name


def test_every_region_has_a_programme_in_both_periods() -> None:
    for period, names in (("2014-2020", "Regionalny"), ("2021-2027", "Fundusze Europejskie dla")):
        regional = {
            each.name for each in PROGRAMMES if each.period == period and names in each.name
        }
        assert len(regional - {"Fundusze Europejskie dla Rybactwa 2021-2027"}) >= 16


@pytest.mark.parametrize(
    "text",
    [
        "Regionalnego Programu Operacyjnego Województwa Śląskiego na lata 2007-2013",
        "Programu Operacyjnego Infrastruktura i Środowisko",
        "Rządowego Programu Rozwoju Dróg",
    ],
)
def test_another_period_or_programme_is_not_known(text: str) -> None:
    assert find_programme(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ze środków Europejskiego Funduszu Społecznego,", ["Europejski Fundusz Społeczny"]),
        (
            "ze środków Europejskiego Funduszu Społecznego Plus (EFS+)",
            ["Europejski Fundusz Społeczny Plus"],
        ),
        (
            "z EFRR i Funduszu Spójności",
            ["Europejski Fundusz Rozwoju Regionalnego", "Fundusz Spójności"],
        ),
        (
            "z Funduszu na rzecz Sprawiedliwej Transformacji",
            ["Fundusz na rzecz Sprawiedliwej Transformacji"],
        ),
        ("ze środków gminy", []),
    ],
)
def test_gives_the_official_names_of_funds(text: str, names: list[str]) -> None:
    assert find_funds(text) == names


def test_unknown_names_are_kept_as_written_and_reported() -> None:
    project, problems = read(
        Box(
            "Projekt „Brzeg”",
            (
                "Projekt „Brzeg” realizowany jest przez Gminę Nadrzecze w ramach Lokalnego "
                "Programu Rzecznego na lata 2021-2027, współfinansowanego ze środków Funduszu "
                "Nadrzeckiego, Priorytet 2 Woda, Działanie NRZ.02.03 Brzegi i plaże.",
            ),
        )
    )
    assert project.programme == "Lokalnego Programu Rzecznego na lata 2021-2027"
    assert project.programming_period == "2021-2027"
    assert project.fund == "Funduszu Nadrzeckiego"
    assert (project.priority_axis, project.measure) == ("2 Woda", "NRZ.02.03 Brzegi i plaże")
    codes = {each.code: each.details for each in problems}
    assert codes["unknown_programme"]["name"] == project.programme
    assert codes["unknown_fund"]["name"] == project.fund


def test_a_description_that_names_nothing_is_reported_field_by_field() -> None:
    project, problems = read(Box("Projekt „Brzeg”", ("Będzie ładnie.",)))
    assert (project.programme, project.fund, project.implementer) == ("", "", "")
    assert {"no_programme", "no_fund", "no_implementer"} <= {each.code for each in problems}


def test_reads_exact_days_and_the_number_of_the_agreement() -> None:
    project, _ = read(
        Box(
            "Projekt „Brzeg”",
            (
                "Projekt nr RPPD.08.02.01-20-0007/17 realizowany przez Gminę Nadrzecze od 1 marca "
                "2018 r. do 30.06.2020 r.",
            ),
        )
    )
    assert project.project_number == "RPPD.08.02.01-20-0007/17"
    assert (str(project.start), str(project.end)) == ("2018-03-01", "2020-06-30")
    assert project.implementer == "Gminę Nadrzecze"
