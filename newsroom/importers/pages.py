"""Putting a capture into pages: one transaction for each capture."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from galleries.alt_text import Code, Finding, Picture
from newsroom.models import ArticlePage, ArticlePhoto, ImportedPage, ProjectPage

from . import pictures
from .blocks import Box
from .captures import Capture, CaptureError
from .destination import Destination
from .markup import html
from .outcome import Outcome
from .parts import Part, Parts
from .pictures import Files, PictureFile
from .problems import problem
from .projects import Project

BLOCK_IDS = uuid.UUID("0b9c3c43-52c1-5c0f-9f0e-7a1c6d1f3f0a")
PHOTOS = "photos"
PROJECT_TEXTS = [
    "official_title",
    "project_number",
    "programming_period",
    "programme",
    "fund",
    "priority_axis",
    "measure",
    "sub_measure",
    "implementer",
]


def import_capture(
    name: str,
    capture: Capture,
    destination: Destination,
    *,
    files: list[PictureFile],
    publishing: bool,
) -> Outcome:
    """Bring one capture in, wholly or not at all; raise :class:`CaptureError` if it cannot be."""
    try:
        with pictures.deleted_on_failure() as saved, transaction.atomic():
            # Two imports of one site must not both create the same project.
            Site.objects.select_for_update().get(pk=destination.site_id)
            return CaptureImport(name, capture, destination, files, publishing, saved).run()
    except ValidationError as error:
        raise CaptureError("; ".join(error.messages)) from error


class CaptureImport:
    def __init__(
        self,
        name: str,
        capture: Capture,
        destination: Destination,
        files: list[PictureFile],
        publishing: bool,
        saved: Files,
    ) -> None:
        self.name = name
        self.capture = capture
        self.destination = destination
        self.files = files
        self.saved = saved
        self.parts = Parts(name, destination, publishing, list(capture.problems))

    def run(self) -> Outcome:
        projects = [self.put_project(project) for project in self.capture.projects]
        infos = self.put_infos()
        self.put_article(projects, infos)
        self.parts.report_former()
        return Outcome(self.name, self.capture, self.parts.outcomes, self.parts.problems)

    def put_project(self, project: Project) -> Page:
        def fill(page: Any) -> None:
            page.title = project.title
            for name in PROJECT_TEXTS:
                setattr(page, name, self.fit(name, getattr(project, name)))
            page.start, page.end = project.start, project.end
            page.aims = html(project.aims)
            page.results = html(project.results)
            page.target_groups = html(project.target_groups)
            page.body = stream(project.paragraphs)

        part = Part("project", project.title, ProjectPage, asdict(project), fill)
        return self.parts.put(part, lambda: self.destination.parent_for(ProjectPage))

    def fit(self, name: str, text: str) -> str:
        """The text as the project's field can hold it; a cut is reported."""
        column = ProjectPage._meta.get_field(name)
        if not isinstance(column, models.CharField) or column.max_length is None:
            return text
        length = column.max_length
        if len(text) <= length:
            return text
        self.parts.problems.append(
            problem("shortened", field=str(column.verbose_name), length=length)
        )
        return text[:length].rstrip()

    def put_infos(self) -> list[Page]:
        model = self.destination.info_page_model
        if model is None:
            if count := len(self.capture.boxes):
                self.parts.problems.append(problem("boxes_left_out", count=count))
            return []
        return [self.put_info(box, model) for box in self.capture.boxes]

    def put_info(self, box: Box, model: type[Page]) -> Page:
        def fill(page: Any) -> None:
            page.title = box.title
            page.body = stream(box.paragraphs)

        part = Part("info", box.title, model, asdict(box), fill)
        return self.parts.put(part, lambda: self.destination.parent_for(model))

    def put_article(self, projects: list[Page], infos: list[Page]) -> None:
        capture = self.capture
        links = [*projects[1:], *infos]

        def fill(page: Any) -> None:
            page.title = capture.title
            page.lead = capture.lead
            page.publication_date = moment(capture.published)
            page.project = projects[0] if projects else None
            page.body = stream(capture.paragraphs, links)
            page.photos = self.photos_for(page)

        content = {
            **asdict(capture),
            "problems": None,
            "boxes": None,
            "projects": [project.pk for project in projects],
            "links": [page.pk for page in links],
            "files": self.files_digest(),
        }
        part = Part("article", capture.title, ArticlePage, content, fill, self.objections)
        article = self.parts.put(part, lambda: Page.objects.get(pk=self.destination.section.pk))
        if self.files and self.parts.outcomes[-1].action in ("created", "updated"):
            self.parts.remember(PHOTOS, article, pictures.digest(self.files))
        self.report_photos(article)
        if article.live and article.publication_date is None:
            self.parts.problems.append(problem("published_undated"))

    def files_digest(self) -> str:
        """Of the files at hand; without any, of those the photos were last made of."""
        if self.files:
            return pictures.digest(self.files)
        row = ImportedPage.objects.filter(
            site_id=self.destination.site_id, capture=self.name, part=PHOTOS
        ).first()
        return row.digest if row else ""

    def photos_for(self, page: Any) -> list[ArticlePhoto]:
        """One row for each photo: known rows keep their identity, and with it translations."""
        known = list(page.photos.all())
        photos = []
        for index, alt in enumerate(self.capture.photos):
            photo = known[index] if index < len(known) else ArticlePhoto(locale=page.locale)
            file = self.files[index] if index < len(self.files) else None
            if file and not file.error:
                if photo.image_id is None or photo.image.file_hash != file.sha1:
                    photo.image = self.save_file(file, index)
            elif photo.image_id is None:
                photo.image = self.save_placeholder(index)
            photo.alt_text = alt
            photo.is_lead = index == self.capture.lead_photo
            photo.sort_order = index
            photos.append(photo)
        return photos

    def save_file(self, file: PictureFile, index: int) -> Any:
        title, _dot, extension = file.name.rpartition(".")
        return self.saved.save(
            title=title,
            name=f"import-{index + 1:02}-{self.name}.{extension.lower()}",
            content=file.content,
            drawn=False,
        )

    def save_placeholder(self, index: int) -> Any:
        number, total = index + 1, len(self.capture.photos)
        with translation.override(self.destination.locale.language_code):
            title = _("Placeholder %(number)s of %(total)s: %(capture)s")
        return self.saved.save(
            title=title % {"number": number, "total": total, "capture": self.name},
            name=f"import-{number:02}-{self.name}.png",
            content=pictures.draw(self.name, number, total),
            drawn=True,
        )

    def report_photos(self, article: Any) -> None:
        problems = self.parts.problems
        if drawn := count_drawn(article):
            problems.append(problem("missing_files", count=drawn))
        files, photos = len(self.files), len(self.capture.photos)
        if files and files != photos:
            code = "too_few_files" if files < photos else "too_many_files"
            problems.append(problem(code, files=files, photos=photos))
        problems += [
            problem("bad_file", file=file.name, error=file.error)
            for file in self.files
            if file.error
        ]

    def objections(self, article: Any) -> list[str]:
        """Why the article needs an editor first."""
        photos = list(article.photos.all())
        reasons = alt_text_reasons(article.alt_text_errors())
        if not article.lead and not article.body:
            reasons.append(_("it has neither a lead nor a text"))
        if count_drawn(article):
            reasons.append(_("some of its photos are placeholders"))
        if self.files and len(self.files) != len(photos):
            reasons.append(_("the number of files is not the number of photos"))
        return reasons


def alt_text_reasons(errors: Iterable[tuple[Picture, Finding]]) -> list[str]:
    """A sentence for each photo, but only one where a mistake of many photos has one cause."""
    of_many = {
        Code.REPEATED: _("several photos have the same alternative text"),
        Code.HEADLINE: _("the alternative text of a photo repeats the headline"),
    }
    return list(
        dict.fromkeys(
            of_many.get(finding.code) or f"{picture.place}: {finding.message}"
            for picture, finding in errors
        )
    )


def count_drawn(article: Any) -> int:
    return sum(pictures.is_drawn(photo.image) for photo in article.photos.all())


def stream(paragraphs: tuple[str, ...], links: list[Page] | None = None) -> str:
    """A StreamField's value: the text as one block, then a link to each page."""
    blocks: list[dict[str, Any]] = []
    if paragraphs:
        blocks.append(block("rich_text", html(paragraphs), "text"))
    for page in links or []:
        value = {"text": page.title, "page": page.pk, "url": ""}
        blocks.append(block("call_to_action", value, f"page {page.pk}"))
    return json.dumps(blocks)


def block(kind: str, value: Any, name: str) -> dict[str, Any]:
    # The same block keeps its id from one import to the next: translations hang on it.
    return {"type": kind, "value": value, "id": str(uuid.uuid5(BLOCK_IDS, name))}


def moment(published: date | datetime | None) -> datetime | None:
    """When the capture says it was published; without an hour noon, one day everywhere."""
    if published is None:
        return None
    if not isinstance(published, datetime):
        published = datetime.combine(published, time(12))
    published = published.replace(microsecond=0)
    return published if timezone.is_aware(published) else timezone.make_aware(published)
