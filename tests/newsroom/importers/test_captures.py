"""Reading captures: text in, what it says and what is wrong with it out."""

from datetime import date, datetime
from typing import Any

import pytest

from newsroom.importers.captures import Capture, CaptureError, decode, parse

from .examples import WITH_BOXES, WITH_GOOD_PHOTOS


def codes(capture: Capture) -> list[str]:
    return [problem.code for problem in capture.problems]


def details(capture: Capture, code: str) -> dict[str, Any]:
    return next(problem.details for problem in capture.problems if problem.code == code)


def dated(written: str) -> Capture:
    return parse(f"Otwarto przedszkole\n\nData opublikowania: {written}\n\nDzieci już są.\n")


def test_line_after_the_date_that_repeats_the_headline_and_a_bullet_is_the_first_photo() -> None:
    capture = parse(WITH_BOXES)
    assert capture.photos == (capture.title,) * 3
    assert capture.lead_photo == 0
    assert capture.lead.startswith("W sobotę")
    assert len(capture.paragraphs) == 2


def test_line_after_the_date_that_is_the_first_bullet_is_the_same_picture() -> None:
    capture = parse(WITH_GOOD_PHOTOS)
    assert len(capture.photos) == 2
    assert capture.lead_photo == 0
    assert capture.lead.startswith("W dniach 14-15 maja")


def test_line_after_the_date_that_stands_nowhere_else_is_the_lead() -> None:
    capture = parse("Tytuł\n\nData opublikowania:\n\nPierwsze zdanie.\n\nDrugie zdanie.\n")
    assert (capture.lead, capture.paragraphs) == ("Pierwsze zdanie.", ("Drugie zdanie.",))
    assert (capture.photos, capture.lead_photo) == ((), None)


def test_line_after_the_date_that_is_only_the_headline_is_one_more_photo() -> None:
    capture = parse("Most\n\nData opublikowania:\n\nMost\n\nOtwarty.\n\nGaleria zdjęć\n\n• Łuk\n")
    assert capture.photos == ("Most", "Łuk")
    assert capture.lead_photo == 0
    assert "lead_photo_apart" in codes(capture)


def test_line_after_the_date_that_is_a_later_bullet_chooses_that_photo() -> None:
    capture = parse("Most\n\nData opublikowania:\nB b\n\nLead.\n\nGaleria zdjęć\n• A a\n• B b\n")
    assert (capture.photos, capture.lead_photo) == (("A a", "B b"), 1)
    assert details(capture, "lead_photo_elsewhere") == {"number": 2}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12 maja 2021", date(2021, 5, 12)),
        ("12 maja 2021 r.", date(2021, 5, 12)),
        ("środa, 12 maja 2021 roku", date(2021, 5, 12)),
        ("12.05.2021", date(2021, 5, 12)),
        ("2.5.2021 r.", date(2021, 5, 2)),
        ("12-05-2021", date(2021, 5, 12)),
        ("2021-05-12", date(2021, 5, 12)),
        ("12.05.2021 14:30", datetime(2021, 5, 12, 14, 30)),
        ("12 maja 2021, godz. 8:05", datetime(2021, 5, 12, 8, 5)),
        ("2021-05-12T14:30", datetime(2021, 5, 12, 14, 30)),
        ("29 lutego 2020", date(2020, 2, 29)),
    ],
)
def test_reads_the_dates_that_polish_offices_write(written: str, expected: date | datetime) -> None:
    capture = dated(written)
    assert capture.published == expected
    assert type(capture.published) is type(expected)
    assert ("no_hour" in codes(capture)) is not isinstance(expected, datetime)


@pytest.mark.parametrize(
    "written",
    ["wczoraj", "31.02.2021", "29 lutego 2021", "12 maja", "12.05.0021", "12.05.2021 25:00"],
)
def test_leaves_the_date_empty_when_it_cannot_be_read(written: str) -> None:
    capture = dated(written)
    assert capture.published is None
    assert details(capture, "unreadable_date") == {"text": written}


def test_takes_a_date_from_the_line_after_its_label() -> None:
    capture = parse("Tytuł\n\nData opublikowania:\n\n3 marca 2020\n\nLead.\n")
    assert (capture.published, capture.lead) == (date(2020, 3, 3), "Lead.")


def test_never_invents_a_date() -> None:
    assert parse(WITH_BOXES).published is None
    assert "empty_date" in codes(parse(WITH_BOXES))
    assert "no_date_label" in codes(parse("Tytuł\n\nW dniu 3 marca 2020 r. padało.\n"))


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("W dniach 14.05- 15.05.2022 r. sadzono", "2022-05-14", "2022-05-15"),
        ("Targi 14-15.05.2022", "2022-05-14", "2022-05-15"),
        ("Targi 30 kwietnia – 2 maja 2022 r.", "2022-04-30", "2022-05-02"),
        ("Targi 30 grudnia - 2 stycznia 2023", "2022-12-30", "2023-01-02"),
        ("Dyżur 14 maja 2022 roku", "2022-05-14", "2022-05-14"),
        ("Dyżur 2022-05-14", "2022-05-14", "2022-05-14"),
    ],
)
def test_reports_the_dates_of_the_title(title: str, start: str, end: str) -> None:
    found = details(parse(f"{title}\n\nData opublikowania:\n\nLead.\n"), "dates_in_title")
    assert (found["start"], found["end"]) == (start, end)


def test_an_impossible_date_in_the_title_is_no_date() -> None:
    assert "dates_in_title" not in codes(parse("Targi 41.15.2022 i 32 maja 2022\n\nLead.\n"))


def test_reports_repeated_texts_and_those_that_repeat_the_headline() -> None:
    capture = parse(WITH_BOXES)
    assert details(capture, "repeated_alt") == {"count": 3, "alt": capture.title}
    assert details(capture, "alt_is_headline") == {"count": 3}
    good = codes(parse(WITH_GOOD_PHOTOS))
    assert "repeated_alt" not in good
    assert "alt_is_headline" not in good


def test_keeps_alternative_texts_as_they_stand_even_when_empty_or_on_two_lines() -> None:
    capture = parse(
        "Tytuł\n\nLead.\n\nGaleria zdjęć:\n\n  •\n  • Długi opis\n    w dwóch liniach\n"
    )
    assert capture.photos == ("", "Długi opis w dwóch liniach")
    assert details(capture, "missing_alt") == {"count": 1}


def test_tells_a_project_from_a_box_of_the_same_title() -> None:
    capture = parse(WITH_BOXES)
    assert [box.title for box in capture.boxes] == ["Wolontariat (WN)", "Otwarta Czytelnia"]
    assert [project.title for project in capture.projects] == ["Otwarta Czytelnia"]
    assert details(capture, "equal_titles") == {"title": "Otwarta Czytelnia"}


def test_reports_a_box_without_text_as_a_lost_link() -> None:
    capture = parse(WITH_BOXES)
    assert details(capture, "lost_link") == {"title": "Mapa czytelni powiatu nadrzeckiego"}
    at_the_end = parse("Tytuł\n\nLead.\n\nGaleria zdjęć\n\n• Łuk\n\nMapa dojazdu")
    assert details(at_the_end, "lost_link") == {"title": "Mapa dojazdu"}


def test_reads_the_fields_of_a_project() -> None:
    project = parse(WITH_BOXES).projects[0]
    assert project.official_title == "Otwarta Czytelnia"
    assert project.implementer == "Dom Kultury Gminy Nadrzecze"
    assert project.programme == (
        "Regionalny Program Operacyjny Województwa Podlaskiego na lata 2014-2020"
    )
    assert project.programming_period == "2014-2020"
    assert project.fund == "Europejski Fundusz Rozwoju Regionalnego"
    assert project.priority_axis == "8 Usługi dla każdego"
    assert project.measure == "8.2 Miejsca spotkań i nauki"
    assert project.sub_measure == "8.2.1 Czytelnie wiejskie (nabór otwarty)"
    assert project.end == date(2019, 12, 31)
    assert project.start is None
    assert len(project.aims) == 1


def test_reports_an_end_date_that_was_worked_out() -> None:
    assert details(parse(WITH_BOXES), "end_read") == {
        "text": "do końca 2019 roku",
        "date": "2019-12-31",
    }


def test_reports_another_project_that_the_text_mentions() -> None:
    assert details(parse(WITH_GOOD_PHOTOS), "other_project") == {"title": "Zielone Place Nadrzecza"}
    quoted = parse("Tytuł\n\nLead.\n\nTo część projektu „Suche drogi”.\n")
    assert details(quoted, "other_project") == {"title": "Suche drogi"}
    assert "other_project" not in codes(parse(WITH_BOXES))


def test_without_a_gallery_only_a_projects_heading_begins_a_box() -> None:
    capture = parse(
        "Tytuł\n\nLead.\n\nŚródtytuł\n\nTekst.\n\nProjekt „Most”\n\nProjekt jest realizowany przez "
        "Gminę Nadrzecze.\n"
    )
    assert capture.paragraphs == ("Śródtytuł", "Tekst.")
    assert [project.title for project in capture.projects] == ["Most"]
    assert details(capture, "possible_heading") == {"text": "Śródtytuł"}


def test_text_after_the_gallery_without_a_heading_is_kept_and_reported() -> None:
    capture = parse("Tytuł\n\nLead.\n\nGaleria zdjęć\n\n• Łuk\n\nZapraszamy wszystkich.\n")
    assert capture.paragraphs == ("Zapraszamy wszystkich.",)
    assert "text_without_box" in codes(capture)


def test_gallery_without_photos_is_reported() -> None:
    assert "empty_gallery" in codes(parse("Tytuł\n\nLead.\n\nGaleria zdjęć\n"))


def test_only_a_title_is_a_capture_with_problems() -> None:
    capture = parse("Tytuł")
    assert capture.title == "Tytuł"
    assert {"no_text", "no_date_label"} <= set(codes(capture))


def test_reads_windows_line_ends_and_a_byte_order_mark() -> None:
    content = WITH_BOXES.replace("\n", "\r\n").encode("utf-8-sig")
    assert parse(decode(content)) == parse(WITH_BOXES)


def test_leaves_out_control_characters_and_says_so() -> None:
    capture = parse("Ty\x0btuł\n\nLe\x1bad.\n")
    assert (capture.title, capture.lead) == ("Tytuł", "Lead.")
    assert details(capture, "control_characters") == {"count": 2}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n\n\t\n",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        "Tytuł".encode("utf-16"),
        "Tytuł".encode("iso-8859-2"),
        b"Tytu\x00l",
        b"Data opublikowania:\n\nTekst",
        "Galeria zdjęć\n\n• Łuk".encode(),
        b"T" * 256,
        "Tytuł\n\nGaleria zdjęć\n".encode() + b"* x\n" * 501,
    ],
)
def test_refuses_what_is_not_a_capture(content: bytes) -> None:
    with pytest.raises(CaptureError) as refused:
        parse(decode(content))
    assert "\n" not in str(refused.value)
