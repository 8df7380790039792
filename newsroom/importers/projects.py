"""The box that describes an EU-funded project: from running text to named fields."""

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from . import dates
from .blocks import Box
from .problems import Problem, problem
from .programmes import find_funds, find_programme

QUOTED = re.compile(r"\bProjekt\w*\b[^„“\"«]{0,60}[„“\"«]\s*(?P<title>.{1,300}?)\s*[”\"»]")
CARRIED_OUT = re.compile(
    r"^Projekt\b.*\b(?:realizowan|współfinansowan|dofinansowan)\w+", re.IGNORECASE | re.DOTALL
)
# What ends a name that is followed by more of the same long sentence.
CLAUSE = (
    r"(?:,\s|;|\.(?:\s|$)|\s+w\s+ramach\b|\s+w\s+partnerstwie\b|\s+we\s+współpracy\b"
    r"|\s+w\s+(?:okresie|latach|terminie)\b|,?\s+(?:współ|do)?finansowan|\s+ze\s+środków\b"
    r"|\s+od\s+(?:dnia\s+)?\d|\s+do\s+(?:dnia\s+|końca\s+)?\d|$)"
)
IMPLEMENTER = re.compile(
    rf"\brealizowan\w*\s+(?:jest\s+|był[ao]?\s+)?przez\s+(?P<name>.{{1,500}}?)(?={CLAUSE})"
)
PROGRAMME = re.compile(
    r"\bw\s+ramach\s+(?P<name>[^,;]{0,150}?(?:program|fundusz\w*\s+europejsk)[^,;]{0,300}?)"
    r"(?=,|;|\.(?:\s|$)|,?\s+(?:współ|do)?finansowan|\s+ze\s+środków|\s+Osi?\b|\s+Działani|$)",
    re.IGNORECASE,
)
FUND = re.compile(
    r"(?:\bze\s+środków|finansowan\w+\s+(?:przez|z))\s+(?P<name>.{1,300}?)"
    r"(?=,|;|\.(?:\s|$)|\s+w\s|$)"
)
PERIOD = re.compile(r"\b(2007|2014|2021)\s*[-–]\s*(2013|2020|2027)\b")
PERIODS = {"2007-2013", "2014-2020", "2021-2027"}
PROJECT_NUMBER = re.compile(r"\b[A-Z]{4}(?:\.\d{2}){2,3}-[0-9A-Z]{2}-[0-9A-Z]{4}/\d{2}\b")

CODE = r"(?:(?:nr\s+)?(?:[A-Z]{2,5}\.)?\d+(?:\.\d+)*|[IVX]+\b)"
LEVELS = {
    "priority_axis": r"\b(?i:o[śs]i?\s+priorytetow\w+|priorytet\w*)",
    "measure": r"\b(?i:działani\w+)",
    "sub_measure": r"\b(?i:poddziałani\w+)",
}
NEXT_LEVEL = "|".join(rf"{word}\s+{CODE}" for word in LEVELS.values())
LEVEL = (
    rf"\s+(?P<code>{CODE})[.:]?(?P<name>.{{0,500}}?)"
    rf"(?=[,.;]?\s*(?:{NEXT_LEVEL})|;|\.(?:\s|$)|,?\s+(?:współ|do)?finansowan|,?\s+realizowan"
    r"|\s+w\s+ramach\b|$)"
)

# A paragraph goes to the first field whose words it has; the others make up the page's text.
ABOUT = {
    "aims": re.compile(
        r"\b(?:za cel|celem|celami|cele? (?:główny|projektu|szczegółow\w+))\b", re.I
    ),
    "results": re.compile(r"\b(?:rezultat|efekt)\w* (?:projektu|będ|jest)", re.I),
    "target_groups": re.compile(r"\bgrup\w* docelow|\bskierowan\w+ (?:jest )?do\b", re.I),
}


@dataclass(frozen=True)
class Project:
    """A project as its box describes it; what the box does not say is empty."""

    title: str
    official_title: str
    project_number: str
    programming_period: str
    programme: str
    fund: str
    priority_axis: str
    measure: str
    sub_measure: str
    implementer: str
    start: date | None
    end: date | None
    aims: tuple[str, ...]
    results: tuple[str, ...]
    target_groups: tuple[str, ...]
    paragraphs: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The short fields; the running text is in the page."""
        texts = ("aims", "results", "target_groups", "paragraphs")
        values = {name: value for name, value in asdict(self).items() if name not in texts}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
        }


def quoted_title(heading: str) -> str:
    """The title in “Projekt „…””, or nothing."""
    match = QUOTED.match(heading)
    return match["title"] if match else ""


def is_project(box: Box) -> bool:
    return bool(quoted_title(box.title) or any(map(CARRIED_OUT.search, box.paragraphs)))


def read(box: Box) -> tuple[Project, list[Problem]]:
    text = " ".join(" ".join(box.paragraphs).split())
    title = quoted_title(box.title) or box.title
    official = QUOTED.search(text)
    programme, period, problems = read_programme(title, text)
    fund, noticed = read_fund(title, text)
    problems += noticed
    implementer = IMPLEMENTER.search(text)
    number = PROJECT_NUMBER.search(text)
    if implementer is None:
        problems.append(problem("no_implementer", title=title))
    if official and official["title"].casefold() != title.casefold():
        problems.append(problem("official_title", title=title, official=official["title"]))
    start, end = dates.find_start(text), dates.find_end(text)
    for code, day in (("start_read", start), ("end_read", end)):
        if day:
            problems.append(problem(code, text=day.text, date=day.end.isoformat()))
    about = assign(box.paragraphs)
    project = Project(
        title=title,
        official_title=official["title"] if official else title,
        project_number=number[0] if number else "",
        programming_period=period,
        programme=programme,
        fund=fund,
        priority_axis=read_level("priority_axis", text),
        measure=read_level("measure", text),
        sub_measure=read_level("sub_measure", text),
        implementer=implementer["name"] if implementer else "",
        start=start.end if start else None,
        end=end.end if end else None,
        aims=about["aims"],
        results=about["results"],
        target_groups=about["target_groups"],
        paragraphs=about["body"],
    )
    return project, problems


def read_programme(title: str, text: str) -> tuple[str, str, list[Problem]]:
    """The programme's name and programming period."""
    if known := find_programme(text):
        return known.name, known.period, []
    if written := PROGRAMME.search(text):
        years = PERIOD.search(written["name"])
        period = f"{years[1]}-{years[2]}" if years else ""
        name = written["name"].strip()
        problems = [problem("unknown_programme", name=name)]
        return name, period if period in PERIODS else "", problems
    return "", "", [problem("no_programme", title=title)]


def read_fund(title: str, text: str) -> tuple[str, list[Problem]]:
    if known := find_funds(text):
        return ", ".join(known), []
    if written := FUND.search(text):
        return written["name"], [problem("unknown_fund", name=written["name"])]
    return "", [problem("no_fund", title=title)]


def read_level(level: str, text: str) -> str:
    """Number and name of the axis, measure or sub-measure, as written."""
    match = re.search(LEVELS[level] + LEVEL, text)
    if match is None:
        return ""
    code = match["code"].removeprefix("nr").strip()
    return f"{code} {match['name'].strip(' -–,')}".strip()


def assign(paragraphs: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {field: [] for field in [*ABOUT, "body"]}
    for paragraph in paragraphs:
        about = (field for field, words in ABOUT.items() if words.search(paragraph))
        found[next(about, "body")].append(paragraph)
    return {field: tuple(texts) for field, texts in found.items()}
