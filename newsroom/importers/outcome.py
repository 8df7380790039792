"""What an import made of one capture, in words and as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.models import ProjectPage

from .captures import Capture
from .problems import Problem

KINDS: dict[str, str | Promise] = {
    "article": gettext_lazy("Article"),
    "project": gettext_lazy("Project"),
    "info": gettext_lazy("Information page"),
}
ACTIONS: dict[str, str | Promise] = {
    "created": gettext_lazy("created"),
    "updated": gettext_lazy("updated"),
    "unchanged": gettext_lazy("unchanged"),
    "found": gettext_lazy("found, made of another capture"),
    "left": gettext_lazy("left as it is"),
}


@dataclass
class PageOutcome:
    """``reasons`` say why the page was not published although this was asked for."""

    kind: str
    title: str
    action: str
    id: int
    live: bool = False
    reasons: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "action": self.action,
            "live": self.live,
            "reasons": self.reasons,
        }

    def in_words(self) -> Iterator[str]:
        state = _("published") if self.live else _("draft")
        yield f"{KINDS[self.kind]} #{self.id} “{self.title}”: {ACTIONS[self.action]}, {state}"
        for reason in self.reasons:
            yield "  " + _("not published: %(reason)s") % {"reason": reason}


@dataclass
class Outcome:
    name: str
    capture: Capture
    pages: list[PageOutcome]
    problems: list[Problem]

    def as_json(self) -> dict[str, Any]:
        capture = self.capture
        return {
            "capture": self.name,
            "title": capture.title,
            "published": capture.published.isoformat() if capture.published else None,
            "lead": capture.lead,
            "paragraphs": len(capture.paragraphs),
            "photos": list(capture.photos),
            "lead_photo": None if capture.lead_photo is None else capture.lead_photo + 1,
            "projects": [project.as_json() for project in capture.projects],
            "boxes": [box.title for box in capture.boxes],
            "pages": [page.as_json() for page in self.pages],
            "problems": [problem.as_json() for problem in self.problems],
        }

    def in_words(self) -> Iterator[str]:
        capture = self.capture
        yield self.name
        yield "  " + _("Found: “%(title)s”") % {"title": capture.title}
        yield "    " + _(
            "date: %(date)s; paragraphs: %(paragraphs)s; photos: %(photos)s; projects: "
            "%(projects)s; information boxes: %(boxes)s"
        ) % {
            "date": capture.published or _("none"),
            "paragraphs": len(capture.paragraphs) + bool(capture.lead),
            "photos": len(capture.photos),
            "projects": len(capture.projects),
            "boxes": len(capture.boxes),
        }
        for project in capture.projects:
            yield from project_in_words(project.as_json())
        for page in self.pages:
            yield from (f"  {line}" for line in page.in_words())
        for problem in self.problems:
            yield "  ! " + problem.message


def project_in_words(project: dict[str, Any]) -> Iterator[str]:
    yield "    " + _("project “%(title)s”:") % project
    for name in ("programme", "fund", "priority_axis", "measure", "sub_measure", "implementer"):
        if project[name]:
            column: Any = ProjectPage._meta.get_field(name)
            yield f"      {column.verbose_name}: {project[name]}"
