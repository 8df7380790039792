"""The report of alternative texts: what is wrong in those that the public gets."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_languages
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from galleries.alt_text import Code, Finding
from galleries.archive import PictureUse, Share, count_shares, picture_uses

EDITING = ("add", "change", "publish")
SEVERITIES = {"error": _("Keeps the page from being published"), "warning": _("Warns")}


@dataclass(frozen=True)
class Doubtful:
    """A use of a picture as the report shows it."""

    use: PictureUse
    section: str

    @property
    def page_title(self) -> str:
        return self.use.page_title

    @property
    def language(self) -> str:
        return language_name(self.use.language)

    @property
    def place(self) -> str:
        return str(self.use.picture.place)

    @property
    def alt(self) -> str:
        return self.use.picture.alt

    @property
    def findings(self) -> list[Finding]:
        return self.use.findings

    @property
    def severity(self) -> str:
        """Of the gravest finding, which comes first."""
        return str(SEVERITIES[self.findings[0].severity])

    @property
    def codes(self) -> list[str]:
        return [str(finding.code.label) for finding in self.findings]

    @property
    def messages(self) -> list[str]:
        return [str(finding.message) for finding in self.findings]

    @property
    def image_id(self) -> Any:
        return self.use.picture.image

    @property
    def address(self) -> str:
        """The picture in its page's form, where ``photos.js`` goes to the field."""
        form = reverse("wagtailadmin_pages:edit", args=[self.use.page_id])
        return f"{form}#picture-{self.use.picture.field}"


def language_name(code: str) -> str:
    return str(get_content_languages().get(code, code))


class AltTextFilters(WagtailFilterSet):
    locale = ChoiceFilter(
        label=_("Language"), choices=lambda: list(get_content_languages().items())
    )
    section = ChoiceFilter(label=_("Section"))
    severity = ChoiceFilter(label=_("Severity"), choices=list(SEVERITIES.items()))
    code = ChoiceFilter(label=_("What is wrong"), choices=Code.choices)

    class Meta:
        # The filters are applied to the pictures of pages; this one is only for the form.
        model = Page
        fields: list[str] = []

    def __init__(self, *args: Any, sections: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["section"].extra["choices"] = sorted(
            sections.items(), key=lambda section: section[1].casefold()
        )

    def keep(self, use: PictureUse) -> bool:
        told = self.form.cleaned_data
        return (
            told["locale"] in ("", use.language)
            and told["section"] in ("", use.parent)
            and (not told["severity"] or told["severity"] == use.findings[0].severity)
            and (not told["code"] or any(told["code"] == each.code for each in use.findings))
        )


class PictureColumn(Column):
    cell_template_name = "galleries/admin/alt_text_picture_cell.html"


class FindingsColumn(Column):
    cell_template_name = "galleries/admin/alt_text_findings_cell.html"


class AltTextsView(ReportView):
    page_title = _("Alt texts")
    header_icon = "image"
    index_url_name = "galleries_alt_texts"
    index_results_url_name = "galleries_alt_texts_results"
    results_template_name = "galleries/admin/alt_texts_results.html"
    filterset_class = AltTextFilters
    permission_policy = PagePermissionPolicy()
    any_permission_required = EDITING
    export_filename = "alt-texts"
    columns = [
        PictureColumn("picture", label=_("Picture")),
        FindingsColumn("findings", label=_("What is wrong")),
        Column("language", label=_("Language")),
        Column("section", label=_("Section")),
    ]
    list_export = [
        "page_title", "place", "alt", "language", "section", "severity", "codes", "messages",
        "address",
    ]  # fmt: skip
    export_headings = {
        "page_title": _("Title of the page"),
        "place": _("Picture"),
        "alt": _("Alternative text"),
        "language": _("Language"),
        "section": _("Section"),
        "severity": _("Severity"),
        "codes": _("What is wrong"),
        "messages": _("In words"),
        "address": _("Where to mend it"),
    }

    @cached_property
    def uses(self) -> list[PictureUse]:
        """Those on pages that the editor may edit."""
        pages = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, EDITING
        )
        return picture_uses(set(pages.values_list("pk", flat=True)))

    @cached_property
    def sections(self) -> dict[str, str]:
        """The titles of the pages above them, by path."""
        parents: QuerySet[Page] = Page.objects.filter(numchild__gt=0, depth__gt=1)
        used = {use.parent for use in self.uses}
        titles = dict(parents.values_list("path", "title"))
        return {path: titles[path] for path in used if path in titles}

    @cached_property
    def shares(self) -> list[tuple[str, Share]]:
        counted = count_shares(self.uses)
        return [(language_name(code), share) for code, share in counted.items()]

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "sections": self.sections}

    def get_queryset(self) -> list[PictureUse]:
        doubtful = [use for use in self.uses if use.findings]
        return sorted(doubtful, key=lambda use: use.findings[0].severity != "error")

    def filter_queryset(self, uses: list[PictureUse]) -> list[Doubtful]:
        if self.filters and self.filters.is_valid():
            uses = [use for use in uses if self.filters.keep(use)]
        return [Doubtful(use, self.sections.get(use.parent, "")) for use in uses]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "shares": self.shares}

    def to_row_dict(self, item: Doubtful) -> Any:
        row = super().to_row_dict(item)
        row["address"] = self.request.build_absolute_uri(item.address)
        return row


class AltTextsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy = AltTextsView.permission_policy
        return bool(policy.user_has_any_permission(request.user, EDITING))
