"""The parts of a capture and their pages: made once, found again, never taken from an editor."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import string_to_ascii
from wagtail.models import Page

from newsroom.models import ImportedPage

from .blocks import key
from .captures import CaptureError
from .destination import Destination
from .outcome import PageOutcome
from .problems import Problem, problem

LONGEST_SLUG = 80
LONGEST_NAME = 255


@dataclass(frozen=True)
class Part:
    """What becomes one page. ``objections`` say why it must not be published yet."""

    kind: str
    title: str
    model: type[Page]
    content: Any
    fill: Callable[[Any], None]
    objections: Callable[[Any], list[str]] = lambda page: []

    @property
    def name(self) -> str:
        """The part's name in its capture: an article has one, boxes go by kind and title."""
        name = self.kind if self.kind == "article" else f"{self.kind}:{key(self.title)}"
        return name if len(name) <= LONGEST_NAME else f"{self.kind}:{digest_of(name)}"

    @property
    def digest(self) -> str:
        return digest_of(self.content)


@dataclass
class Parts:
    """The pages of one capture of a site, put there in one transaction of the caller."""

    capture: str
    destination: Destination
    publishing: bool
    problems: list[Problem] = field(default_factory=list)
    outcomes: list[PageOutcome] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def put(self, part: Part, parent: Callable[[], Page]) -> Page:
        """Create, find or update the part's page, and publish it if that is asked and due."""
        self.names.add(part.name)
        row = self.owner(part)
        if row is None:
            row, action = self.create(part, parent()), "created"
        elif row.capture != self.capture:
            action = self.share(part, row)
        elif row.digest == part.digest:
            action = "unchanged"
        else:
            action = self.update(part, row)
        reasons = self.publish(part, row) if self.publishing else []
        page = Page.objects.get(pk=row.page_id).specific
        self.outcomes.append(
            PageOutcome(part.kind, page.title, action, page.pk, page.live, reasons)
        )
        return page

    def owner(self, part: Part) -> ImportedPage | None:
        """The row of the capture that made the page: another one, for a box seen before."""
        rows = ImportedPage.objects.filter(site_id=self.destination.site_id, part=part.name)
        if part.kind != "article":
            rows = rows.filter(page__locale=self.destination.locale)
            return rows.order_by("pk").first()
        row = rows.filter(capture=self.capture).select_related("page__locale").first()
        if row and row.page.locale_id != self.destination.locale.pk:
            message = _("it was imported before, in the locale “%(locale)s”")
            raise CaptureError(message % {"locale": row.page.locale.language_code})
        return row

    def create(self, part: Part, parent: Page) -> ImportedPage:
        page = part.model(title=part.title, locale=self.destination.locale, live=False)
        page.slug = free_slug(page, parent)
        part.fill(page)
        parent.add_child(instance=page)
        revision = page.save_revision(log_action="wagtail.create")
        return self.remember(part.name, page, part.digest, revision.pk)

    def share(self, part: Part, owner: ImportedPage) -> str:
        if owner.digest != part.digest:
            self.problems.append(problem("box_differs", title=part.title, capture=owner.capture))
        self.remember(part.name, owner.page, part.digest, owner.revision_id)
        return "found"

    def update(self, part: Part, row: ImportedPage) -> str:
        page = row.page.specific
        if is_edited(page, row):
            self.problems.append(problem("edited", title=page.title))
            return "left"
        page = page.get_latest_revision_as_object()
        part.fill(page)
        if not page.live:
            page.save()  # as the editor does: what was never public has no older public state
        revision = page.save_revision(log_action=True)
        row.digest, row.revision_id = part.digest, revision.pk
        row.save()
        return "updated"

    def remember(
        self, name: str, page: Page, digest: str, revision_id: int | None = None
    ) -> ImportedPage:
        rows = ImportedPage.objects.filter(site_id=self.destination.site_id, capture=self.capture)
        known = rows.filter(part=name, page_id=page.pk, digest=digest, revision_id=revision_id)
        if row := known.first():
            return row
        return ImportedPage.objects.update_or_create(
            site_id=self.destination.site_id,
            capture=self.capture,
            part=name,
            defaults={"page_id": page.pk, "digest": digest, "revision_id": revision_id},
        )[0]

    def publish(self, part: Part, row: ImportedPage) -> list[str]:
        """Publish the imported revision, or say why not."""
        page = Page.objects.get(pk=row.page_id).specific
        if page.live and not page.has_unpublished_changes:
            return []
        if is_edited(page, row):
            return [_("an editor has changed it since it was imported")]
        if page.first_published_at and not page.live:
            return [_("it was unpublished since it was imported")]
        if reasons := part.objections(page.get_latest_revision_as_object()):
            return reasons
        try:
            with transaction.atomic():
                page.get_latest_revision().publish()
        except ValidationError as error:
            return error.messages
        return []

    def report_former(self) -> None:
        """Say which pages were made of something that the capture no longer holds."""
        rows = ImportedPage.objects.filter(
            site_id=self.destination.site_id, capture=self.capture, part__contains=":"
        )
        for row in rows.exclude(part__in=self.names).select_related("page").order_by("pk"):
            self.problems.append(problem("former_part", title=row.page.title))


def is_edited(page: Page, row: ImportedPage) -> bool:
    return bool(page.locked or page.latest_revision_id != row.revision_id)


def free_slug(page: Page, parent: Page) -> str:
    """An ASCII slug of the title that no sibling has, and no page of this kind and language."""
    model = type(page)
    wanted = slug_of(page.title)
    taken = set(parent.get_children().values_list("slug", flat=True))
    taken.update(model.objects.filter(locale=page.locale).values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def slug_of(title: str) -> str:
    """The title in ASCII (28.04 becomes 28-04), cut between words."""
    slug = slugify(re.sub(r"[^a-z0-9]+", "-", string_to_ascii(title).lower())).strip("-")
    if len(slug) > LONGEST_SLUG:
        slug = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return slug or "import"


def digest_of(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
