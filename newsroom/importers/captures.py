"""Plain-text captures of portal pages: text in, a capture and what was noticed out.

A capture is a headline, a line for the date of publication, the lead photo's alternative text
(or not), a lead, a text, a gallery as a list of alternative texts, and boxes.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from . import dates, projects
from .blocks import Box, beginning, blocks_of, group, is_heading, key, same
from .problems import Problem, problem
from .projects import Project

DATE_LABEL = re.compile(r"data\s+(?:opublikowania|publikacji)\s*:?\s*(?P<date>.*)", re.IGNORECASE)
GALLERY_LABEL = re.compile(r"galeria(?:\s+zdjęć)?\s*:?", re.IGNORECASE)
GALLERY_BULLET = re.compile(r"\s*[•·‣◦▪*-](?:\s+(?P<text>.*))?")
CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
LONGEST_TITLE = 255  # of a Wagtail page
MOST_PHOTOS = 500
NAMED_PROJECT = re.compile(
    r"\b[Pp]rojek(?:t|tu|tem|cie|towi)\s+(?:p[nt]\.\s+|pod nazwą\s+)?"
    r"(?:[„“\"«](?P<quoted>[^”\"»]{1,200})[”\"»]"
    r"|(?P<bare>[A-ZĄĆĘŁŃÓŚŹŻ]\w+"
    r"(?:\s+(?:(?:i|w|z|na|dla|do|o|oraz)\s+)?[A-ZĄĆĘŁŃÓŚŹŻ]\w+){1,12}))"
)


class CaptureError(Exception):
    """The file is not a capture, or cannot be imported; the message is one line."""


@dataclass(frozen=True)
class Capture:
    """``photos`` are alternative texts as they stand; ``lead_photo`` is an index of them."""

    title: str
    published: date | datetime | None
    lead: str
    paragraphs: tuple[str, ...]
    photos: tuple[str, ...]
    lead_photo: int | None
    boxes: tuple[Box, ...]
    projects: tuple[Project, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Sections:
    """The lines before the gallery, its bullets, and the lines after it."""

    text: list[str]
    photos: list[str]
    boxes: list[str]
    gallery: str


def decode(content: bytes) -> str:
    if b"\x00" in content:
        raise CaptureError(_("it is not plain text: it contains NUL"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaptureError(_("it is not UTF-8 (byte %(byte)s)") % {"byte": error.start}) from error


def parse(text: str) -> Capture:
    """Read a capture; raise :class:`CaptureError` if it has no usable title."""
    text, removed = CONTROL.subn("", text.replace("\r\n", "\n").replace("\r", "\n"))
    problems = [problem("control_characters", count=removed)] if removed else []
    title, lines = take_title(text.split("\n"))
    published, lines, noticed = take_date(lines)
    problems += [*noticed, *title_problems(title)]

    sections = divide(lines)
    if (count := len(sections.photos)) > MOST_PHOTOS:
        message = _("it has %(count)s photos; at most %(most)s are allowed")
        raise CaptureError(message % {"count": count, "most": MOST_PHOTOS})
    blocks = list(blocks_of(sections.text))
    boxed = list(blocks_of(sections.boxes))
    if not sections.gallery:
        blocks, boxed = split_at_project(blocks)
    blocks, photos, lead_photo, noticed = take_lead_photo(title, blocks, sections.photos)
    problems += noticed
    boxes, stray = group(boxed)
    problems += [problem("text_without_box", text=beginning(block)) for block in stray]
    infos, found, noticed = sort_boxes(boxes)
    lead, paragraphs = (blocks[0], blocks[1:]) if blocks else ("", [])
    problems += text_problems(blocks, [title, *(each.title for each in found)])
    if sections.gallery and not sections.photos:
        problems.append(problem("empty_gallery", text=sections.gallery))
    problems += [*photo_problems(title, photos), *noticed]
    return Capture(
        title=title,
        published=published,
        lead=lead,
        paragraphs=tuple(paragraphs + stray),
        photos=tuple(photos),
        lead_photo=lead_photo,
        boxes=tuple(infos),
        projects=tuple(found),
        problems=tuple(problems),
    )


def take_title(lines: list[str]) -> tuple[str, list[str]]:
    start = next((index for index, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise CaptureError(_("it is empty: there is no title"))
    title = lines[start].strip()
    if DATE_LABEL.fullmatch(title) or GALLERY_LABEL.fullmatch(title):
        raise CaptureError(_("it has no title"))
    if len(title) > LONGEST_TITLE:
        message = _("its title has %(count)s characters; at most %(most)s are allowed")
        raise CaptureError(message % {"count": len(title), "most": LONGEST_TITLE})
    return title, lines[start + 1 :]


def take_date(lines: list[str]) -> tuple[date | datetime | None, list[str], list[Problem]]:
    """The date on the label's line or on the next one; never one that is not written."""
    start = next((index for index, line in enumerate(lines) if line.strip()), None)
    label = DATE_LABEL.fullmatch(lines[start].strip()) if start is not None else None
    if start is None or label is None:
        return None, lines, [problem("no_date_label")]
    rest = lines[start + 1 :]
    written = label["date"].strip()
    if not written:
        following = next((index for index, line in enumerate(rest) if line.strip()), None)
        if following is None or dates.read_moment(rest[following]) is None:
            return None, rest, [problem("empty_date")]
        written, rest = rest[following].strip(), rest[following + 1 :]
    moment = dates.read_moment(written)
    if moment is None:
        return None, rest, [problem("unreadable_date", text=written)]
    if not isinstance(moment, datetime):
        return moment, rest, [problem("no_hour", date=moment.isoformat())]
    return moment, rest, []


def divide(lines: list[str]) -> Sections:
    """Cut at the gallery; what stands between two galleries is a box as well."""
    sections = Sections([], [], [], next(filter(is_gallery_label, map(str.strip, lines)), ""))
    part, in_gallery, joined = sections.text, False, False
    for line in lines:
        if is_gallery_label(line.strip()):
            part, in_gallery, joined = sections.boxes, True, False
            part.append("")
        elif in_gallery and not line.strip():
            joined = False
        elif in_gallery and (bullet := GALLERY_BULLET.fullmatch(line)):
            sections.photos.append((bullet["text"] or "").strip())
            joined = True
        elif in_gallery and joined and line[0].isspace():
            sections.photos[-1] += f" {line.strip()}"
        else:
            in_gallery = False
            part.append(line)
    return sections


def is_gallery_label(line: str) -> bool:
    return GALLERY_LABEL.fullmatch(line) is not None


def split_at_project(blocks: list[str]) -> tuple[list[str], list[str]]:
    """Without a gallery nothing tells text from boxes, except the heading of a project."""
    for index, block in enumerate(blocks):
        if is_heading(block) and projects.quoted_title(block):
            return blocks[:index], blocks[index:]
    return blocks, []


def take_lead_photo(
    title: str, blocks: list[str], bullets: list[str]
) -> tuple[list[str], list[str], int | None, list[Problem]]:
    """Take the line after the date for an alternative text only if it stands elsewhere too."""
    line, _newline, rest = blocks[0].partition("\n") if blocks else ("", "", "")
    number = next((index for index, alt in enumerate(bullets) if same(alt, line)), None)
    if not line or (number is None and not same(line, title)):
        return blocks, bullets, None, []
    blocks = [rest, *blocks[1:]] if rest else blocks[1:]
    if number is None:
        return blocks, [line, *bullets], 0, [problem("lead_photo_apart")]
    noticed = [problem("lead_photo_elsewhere", number=number + 1)] if number else []
    return blocks, bullets, number, noticed


def sort_boxes(boxes: list[Box]) -> tuple[list[Box], list[Project], list[Problem]]:
    """Information boxes and projects; boxes of one name become one, an empty box a lost link."""
    problems = [problem("lost_link", title=box.title) for box in boxes if not box.paragraphs]
    infos: dict[str, Box] = {}
    described: dict[str, Box] = {}
    for box in boxes:
        if not box.paragraphs:
            continue
        kind = described if projects.is_project(box) else infos
        if (known := kind.get(key(box.title))) is None:
            kind[key(box.title)] = box
        elif known.paragraphs != box.paragraphs:
            kind[key(box.title)] = Box(known.title, known.paragraphs + box.paragraphs)
            problems.append(problem("repeated_box", title=box.title))
    found: list[Project] = []
    for box in described.values():
        project, noticed = projects.read(box)
        found.append(project)
        problems += noticed
    titles = {key(project.title) for project in found}
    problems += [
        problem("equal_titles", title=box.title) for name, box in infos.items() if name in titles
    ]
    if len(found) > 1:
        problems.append(problem("second_project"))
    return list(infos.values()), found, problems


def title_problems(title: str) -> Iterator[Problem]:
    for period in dates.find_periods(title):
        yield problem(
            "dates_in_title",
            text=period.text,
            start=period.start.isoformat(),
            end=period.end.isoformat(),
        )


def text_problems(blocks: list[str], known: list[str]) -> Iterator[Problem]:
    """``known`` are titles whose mention says nothing new."""
    if not blocks:
        yield problem("no_text")
    for block in blocks[1:]:
        if is_heading(block) and not block.endswith(":"):
            yield problem("possible_heading", text=beginning(block))
    mentioned = [
        " ".join((match["quoted"] or match["bare"]).split())
        for block in blocks
        for match in NAMED_PROJECT.finditer(block)
    ]
    for title in dict.fromkeys(mentioned):
        if key(title) not in map(key, known):
            yield problem("other_project", title=title)


def photo_problems(title: str, photos: list[str]) -> Iterator[Problem]:
    counts = Counter(map(key, photos))
    words = {key(alt): alt for alt in reversed(photos)}
    for alt, count in counts.items():
        if alt and count > 1:
            yield problem("repeated_alt", count=count, alt=words[alt])
    if count := counts[key(title)]:
        yield problem("alt_is_headline", count=count)
    if count := counts[""]:
        yield problem("missing_alt", count=count)
