"""What projects still owe: while one is edited, when it is published, and of all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, Revision
from wagtail.permission_policies.pages import PagePermissionPolicy

from newsroom.funding.panels import label_of, told, values_of
from newsroom.funding.rules import FIELDS, Gap, ProgrammingPeriod, Severity, gaps, required
from newsroom.models import ProjectPage

EDITING = ("add", "change", "publish")


@require_POST
def project_gaps(request: HttpRequest) -> HttpResponse:
    """What a form, as it is filled in now, still owes; nothing is looked up or stored."""
    found = gaps({name: _typed(name, request) for name in FIELDS})
    context = told(found, ProjectPage)
    html = render_to_string("newsroom/admin/project_gaps.html", context, request)
    return JsonResponse({"summary": context["summary"], "html": html})


def _typed(name: str, request: HttpRequest) -> Any:
    """A field's value as the form sends it; rich text comes as the editor's JSON."""
    field: Any = ProjectPage._meta.get_field(name)
    value = field.formfield().widget.value_from_datadict(request.POST, {}, name)
    return None if value == "" else value


def warn_of_gaps(request: HttpRequest, page: Page) -> None:
    """After publishing: what the page does not say although it has to."""
    if not isinstance(page, ProjectPage):
        return
    missing = required(gaps(values_of(page)))
    if missing:
        fields = ", ".join(label_of(gap.field, ProjectPage) for gap in missing)
        messages.warning(
            request,
            _("“%(title)s” is public, but lacks what the rules of EU funding ask for: %(fields)s.")
            % {"title": page.get_admin_display_title(), "fields": fields},
        )


@dataclass(frozen=True)
class Project:
    """A project as the report shows it: ``values`` are those of what is public, or of a draft."""

    page: ProjectPage
    values: dict[str, Any]

    @cached_property
    def gaps(self) -> list[Gap]:
        return gaps(self.values)

    @property
    def pk(self) -> int:
        return int(self.page.pk)

    @property
    def title(self) -> str:
        return str(self.page.get_admin_display_title())

    @property
    def locale(self) -> str:
        return str(self.page.locale.language_code)

    @property
    def language(self) -> str:
        return str(get_content_languages().get(self.locale, self.locale))

    @property
    def period(self) -> str:
        value = self.values["programming_period"]
        return str(ProgrammingPeriod(value).label) if value in ProgrammingPeriod.values else ""

    @property
    def state(self) -> str:
        return str(_("Live") if self.page.live else _("Draft"))

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def links(self) -> list[dict[str, Any]]:
        return [
            {
                "gap": gap,
                "label": label_of(gap.field, ProjectPage),
                "url": f"{self.edit_url}#id_{gap.field}",
            }
            for gap in self.gaps
        ]

    def _labels(self, severity: Severity) -> str:
        found = [gap for gap in self.gaps if gap.severity == severity]
        return ", ".join(label_of(gap.field, ProjectPage) for gap in found)

    @property
    def required(self) -> str:
        return self._labels(Severity.DUTY)

    @property
    def recommended(self) -> str:
        return self._labels(Severity.ADVICE)


def projects_for(user: Any) -> list[Project]:
    """The projects that somebody may edit, those first that lack most."""
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    pages = list(
        ProjectPage.objects.filter(pk__in=editable.values("pk"), alias_of=None)
        .select_related("locale")
        .defer("body")
    )
    drafts = _drafts(page for page in pages if not page.live)
    found = [Project(page, drafts.get(page.pk) or values_of(page)) for page in pages]
    return sorted(found, key=lambda one: (-len(required(one.gaps)), -len(one.gaps), one.title))


def _drafts(pages: Iterable[ProjectPage]) -> dict[int, dict[str, Any]]:
    """The last saved values of pages that were never published, or are so no longer."""
    latest = [page.latest_revision_id for page in pages]
    revisions = Revision.objects.filter(pk__in=latest).values_list("object_id", "content")
    return {int(pk): content for pk, content in revisions}


class ProjectFilters(WagtailFilterSet):
    locale = ChoiceFilter(
        label=_("Language"), choices=lambda: list(get_content_languages().items())
    )
    period = ChoiceFilter(
        label=_("Programming period"),
        choices=[*ProgrammingPeriod.choices, ("none", _("Not chosen"))],
    )
    lacks = ChoiceFilter(label=_("Lacks something"), choices=Severity.choices)

    class Meta:
        model = ProjectPage
        fields: list[str] = []

    def keep(self, project: Project) -> bool:
        asked = self.form.cleaned_data
        own = {
            "locale": [project.locale],
            "period": [project.values["programming_period"] or "none"],
            "lacks": [gap.severity.value for gap in project.gaps],
        }
        return all(value in own[name] for name, value in asked.items() if value and name in own)


class GapsColumn(Column):
    cell_template_name = "newsroom/admin/project_gaps_cell.html"


class ProjectsView(ReportView):
    """Every project that somebody may edit, and what its page owes."""

    page_title = _("Projects")
    header_icon = "clipboard-list"
    index_url_name = "newsroom_projects_report"
    index_results_url_name = "newsroom_projects_report_results"
    filterset_class = ProjectFilters
    permission_policy = PagePermissionPolicy()
    any_permission_required = EDITING
    export_filename = "projects"
    list_export = [
        "title", "language", "period", "state", "required", "recommended", "edit_url",
    ]  # fmt: skip
    export_headings = {
        "title": _("Title"),
        "language": _("Language"),
        "period": _("Programming period"),
        "state": _("State"),
        "required": _("Required"),
        "recommended": _("Recommended"),
        "edit_url": _("Address of the form"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Project"), get_url=lambda project: project.edit_url),
            Column("language", label=_("Language")),
            Column("period", label=_("Programming period")),
            Column("state", label=_("State")),
            GapsColumn("links", label=_("Missing")),
        ]

    def get_queryset(self) -> list[Project]:
        return projects_for(self.request.user)

    def filter_queryset(self, projects: list[Project]) -> list[Project]:
        if self.filters and self.filters.is_valid():
            return [project for project in projects if self.filters.keep(project)]
        return projects


class ProjectsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(ProjectsView.permission_policy.user_has_any_permission(request.user, EDITING))
