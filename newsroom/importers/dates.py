"""Dates as Polish offices write them."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

# Genitive (12 maja 2021) and nominative (maj 2021), in the order of the months.
MONTHS = [
    ("stycznia", "styczeń"),
    ("lutego", "luty"),
    ("marca", "marzec"),
    ("kwietnia", "kwiecień"),
    ("maja", "maj"),
    ("czerwca", "czerwiec"),
    ("lipca", "lipiec"),
    ("sierpnia", "sierpień"),
    ("września", "wrzesień"),
    ("października", "październik"),
    ("listopada", "listopad"),
    ("grudnia", "grudzień"),
]
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, 1) for name in names}

WEEKDAY = r"(?:poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela)"
MONTH = "|".join(MONTH_NUMBERS)
YEAR = r"(?:19|20)\d{2}"
AFTER_YEAR = r"(?:\s*(?:roku|r\.|r\b))?"
NUMERIC = rf"(?<!\d)(?P<day>\d{{1,2}})(?P<mark>[./-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>{YEAR})"
WORDS = rf"(?<!\d)(?P<day>\d{{1,2}})\.?\s+(?P<month>{MONTH})\s+(?P<year>{YEAR})"
ISO = rf"(?<!\d)(?P<year>{YEAR})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)"
TIME = (
    r"(?:,?\s*(?:o\s+)?(?:godz(?:\.|ina)?\s*)?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2})?)?"
)

DATES = [re.compile(form + AFTER_YEAR, re.IGNORECASE) for form in (ISO, NUMERIC, WORDS)]
WHOLE_DATES = [
    re.compile(rf"(?:{WEEKDAY},?\s+)?{form}{AFTER_YEAR}{TIME}\.?", re.IGNORECASE)
    for form in (ISO, NUMERIC, WORDS)
]
DASH = r"\s*(?:-|–|—|\bdo\b)\s*"
RANGES = [
    re.compile(
        rf"(?<![\d.])(?P<start_day>\d{{1,2}})(?:\.(?P<start_month>\d{{1,2}}))?\.?"
        rf"(?:(?<=\.)(?P<start_year>{YEAR}))?(?:\s*r\.)?{DASH}"
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>{YEAR}){AFTER_YEAR}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\d.])(?P<start_day>\d{{1,2}})(?:\s+(?P<start_month>{MONTH}))?"
        rf"(?:\s+(?P<start_year>{YEAR}))?(?:\s*r\.)?{DASH}"
        rf"(?P<day>\d{{1,2}})\s+(?P<month>{MONTH})\s+(?P<year>{YEAR}){AFTER_YEAR}",
        re.IGNORECASE,
    ),
]
END_OF_YEAR = re.compile(rf"\bdo końca\s+(?:roku\s+)?(?P<year>{YEAR}){AFTER_YEAR}", re.IGNORECASE)
END_OF_MONTH = re.compile(
    rf"\bdo końca\s+(?P<month>{MONTH})\s+(?P<year>{YEAR}){AFTER_YEAR}", re.IGNORECASE
)


@dataclass(frozen=True)
class Period:
    """First and last day, and the words they were read from."""

    start: date
    end: date
    text: str


def read_moment(text: str) -> date | datetime | None:
    """The date that the whole text is, with its hour (local) if it names one; else None."""
    text = text.strip()
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if re.match(YEAR, text) else None
    for form in WHOLE_DATES:
        if match := form.fullmatch(text):
            day = day_of(match["year"], match["month"], match["day"])
            return day if day is None or match["hour"] is None else at_hour(day, match)
    return None


def at_hour(day: date, match: re.Match[str]) -> datetime | None:
    try:
        return datetime(day.year, day.month, day.day, int(match["hour"]), int(match["minute"]))
    except ValueError:
        return None


def day_of(year: str, month: str, day: str) -> date | None:
    number = MONTH_NUMBERS.get(month.lower()) or (int(month) if month.isdecimal() else 0)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def find_periods(text: str) -> Iterator[Period]:
    """Every date or range of dates with a year, in the order of the text."""
    found: list[tuple[int, int, Period]] = []
    for form in [*RANGES, *DATES]:
        for match in form.finditer(text):
            period = period_of(match)
            if period and all(
                match.end() <= start or end <= match.start() for start, end, _ in found
            ):
                found.append((match.start(), match.end(), period))
    yield from (period for _, _, period in sorted(found, key=lambda place: place[0]))


def period_of(match: re.Match[str]) -> Period | None:
    groups = match.groupdict()
    end = day_of(groups["year"], groups["month"], groups["day"])
    if end is None:
        return None
    start: date | None = end
    if groups.get("start_day"):
        month = groups["start_month"] or groups["month"]
        start = day_of(groups["start_year"] or groups["year"], month, groups["start_day"])
        if start and start > end and not groups["start_year"]:
            start = day_of(str(end.year - 1), month, groups["start_day"])
    if start is None or start > end:
        return None
    return Period(start, end, match[0].strip())


def find_start(text: str) -> Period | None:
    """The day named by “od 1 stycznia 2016 r.”."""
    return find_after("od", text)


def find_end(text: str) -> Period | None:
    """The day named by “do 30.06.2022”, “do końca czerwca 2022” or “do końca 2018 roku”."""
    if match := END_OF_YEAR.search(text):
        end = date(int(match["year"]), 12, 31)
        return Period(end, end, match[0])
    if match := END_OF_MONTH.search(text):
        year, month = int(match["year"]), MONTH_NUMBERS[match["month"].lower()]
        end = date(year, month, calendar.monthrange(year, month)[1])
        return Period(end, end, match[0])
    return find_after("do", text)


def find_after(word: str, text: str) -> Period | None:
    for form in DATES:
        expression = re.compile(rf"\b{word}\s+(?:dnia\s+)?{form.pattern}", re.IGNORECASE)
        if (match := expression.search(text)) and (period := period_of(match)):
            return period
    return None
