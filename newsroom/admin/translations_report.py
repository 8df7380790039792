"""The report of translations: every page with its state in every language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, Table
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_languages
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from newsroom.addresses import content_languages
from newsroom.models import Kind, NewsIndexPage
from newsroom.wire.compose import ITEM_MODELS

from .translation_states import Condition, State, States, states_of
from .translations import EDITING, Cell, Ways, several_languages

# What can be left to do, beside what has become of a page.
TASKS = {
    "awaiting": (_("Awaiting translation"), lambda state: state.awaits_translation),
    "behind": (_("Behind its source"), lambda state: state.behind),
    "untranslated": (_("With texts not translated"), lambda state: state.untranslated),
    "alts": (_("With alternative texts missing"), lambda state: state.alts_missing),
}


@dataclass(frozen=True)
class Row:
    """A page in all its languages."""

    title: str
    title_language: str
    kind: str
    section: str
    updated: datetime | None
    cells: dict[str, Cell]

    @property
    def words(self) -> dict[str, str]:
        """What the export says of each language."""
        return {code: ", ".join(cell.words) for code, cell in self.cells.items()}


class TranslationFilters(WagtailFilterSet):
    language = ChoiceFilter(
        label=_("Language"), choices=lambda: list(get_content_languages().items())
    )
    state = ChoiceFilter(
        label=_("State"),
        choices=[*Condition.choices, *((name, label) for name, (label, _test) in TASKS.items())],
    )
    kind = ChoiceFilter(label=_("Kind"), choices=Kind.choices)
    section = ChoiceFilter(label=_("Section"), choices=lambda: sections())

    class Meta:
        model = Page
        fields: list[str] = []


def sections() -> list[tuple[str, str]]:
    """The sections by translation key, named in the default language where they are in it."""
    order = content_languages()
    found = NewsIndexPage.objects.filter(alias_of=None).values_list(
        "translation_key", "draft_title", "locale__language_code"
    )
    # The last one of a key wins, so the default language comes last.
    rows = sorted(found, key=lambda row: -order.index(row[2]) if row[2] in order else -len(order))
    names = {str(key): title for key, title, _code in rows}
    return sorted(names.items(), key=lambda item: item[1])


class TranslationsView(ReportView):
    """The pages that somebody works on, and how far they are in each language."""

    page_title = _("Translations")
    header_icon = "globe"
    index_url_name = "newsroom_translations_report"
    index_results_url_name = "newsroom_translations_report_results"
    filterset_class = TranslationFilters
    permission_policy = PagePermissionPolicy()
    any_permission_required = EDITING
    export_filename = "translations"
    is_searchable = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def told(self) -> dict[str, str]:
        """What the filters say."""
        if not self.filters or not self.filters.is_valid():
            return {}
        return {name: value for name, value in self.filters.form.cleaned_data.items() if value}

    @cached_property
    def languages(self) -> list[str]:
        return [self.told["language"]] if "language" in self.told else content_languages()

    @cached_property
    def columns(self) -> list[Column]:
        names = get_content_languages()
        return [
            TitleColumn("title", label=_("Title")),
            Column("kind", label=_("Kind")),
            Column("section", label=_("Section")),
            *(StateColumn(code, label=names[code]) for code in self.languages),
            DateColumn("updated", label=_("Updated")),
        ]

    @property
    def list_export(self) -> list[str]:
        languages = [f"words.{code}" for code in self.languages]
        return ["title", "kind", "section", *languages, "updated"]

    @property
    def export_headings(self) -> dict[str, Any]:
        names = get_content_languages()
        return {
            "title": _("Title"),
            "kind": _("Kind"),
            "section": _("Section"),
            "updated": _("Updated"),
            **{f"words.{code}": names[code] for code in self.languages},
        }

    def get_queryset(self) -> "QuerySet[Page]":
        pages: QuerySet[Page] = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, EDITING
        )
        return pages.filter(alias_of=None)

    def filter_queryset(self, pages: "QuerySet[Page]") -> list[UUID]:
        """The translation keys of the pages, those changed last first."""
        kind = self.told.get("kind")
        models = [ITEM_MODELS[Kind(kind)]] if kind else list(ITEM_MODELS.values())
        types = ContentType.objects.get_for_models(*models).values()
        pages = pages.filter(content_type__in=types)
        if section := self.told.get("section"):
            pages = pages.filter(_below(section))
        keys = pages.order_by().values("translation_key")
        newest = keys.annotate(at=Max("latest_revision_created_at"))
        found = newest.order_by("-at", "translation_key").values_list("translation_key", flat=True)
        if state := self.told.get("state"):
            states = states_of(pages)
            return [key for key in found if self.keeps(states[key], state)]
        return list(found)

    def keeps(self, states: States, wanted: str) -> bool:
        return any(_is(states[code], wanted) for code in self.languages)

    def get_table(self, keys: Iterable[UUID]) -> Table:
        # Only the rows of this page of the list; an export is one page.
        self.rows = self.rows_of(list(keys))
        return super().get_table(self.rows)

    def decorate_paginated_queryset(self, keys: Iterable[UUID]) -> list[Row]:
        return self.rows

    def rows_of(self, keys: list[UUID]) -> list[Row]:
        found = states_of(Page.objects.filter(translation_key__in=keys))
        ways = Ways(self.request.user, found.values())
        titles = {key: _titled(states) for key, states in found.items()}
        parents = _parents(titles.values())
        return [_row(titles[key], parents, ways.cells(found[key])) for key in keys]


def _is(state: State, wanted: str) -> bool:
    return bool(TASKS[wanted][1](state)) if wanted in TASKS else state.condition == wanted


def _below(section: str) -> Q:
    pages = NewsIndexPage.objects.filter(translation_key=section)
    paths = [Q(path__startswith=path) for path in pages.values_list("path", flat=True)]
    return reduce(or_, paths, Q(pk__in=[]))


def _titled(states: States) -> Page:
    """The page by whose title a row is known: the source."""
    return next(state.page for state in states.values() if state.page and state.is_source)


def _parents(pages: Iterable[Page]) -> dict[str, str]:
    """The titles of the pages' parents by path."""
    paths = {page.path[: -page.steplen] for page in pages}
    return dict(Page.objects.filter(path__in=paths).values_list("path", "draft_title"))


def _row(page: Page, parents: dict[str, str], cells: list[Cell]) -> Row:
    pages = [cell.state.page for cell in cells if cell.state.page]
    moments = [one.latest_revision_created_at for one in pages]
    return Row(
        title=page.get_admin_display_title(),
        title_language=page.locale.language_code,
        kind=capfirst(str(page.cached_content_type.model_class()._meta.verbose_name)),
        section=parents.get(page.path[: -page.steplen], ""),
        updated=max(filter(None, moments), default=None),
        cells={cell.state.language: cell for cell in cells},
    )


class TitleColumn(Column):
    cell_template_name = "newsroom/admin/translations/report_title.html"


class StateColumn(Column):
    """The state in one language, and the way there."""

    cell_template_name = "newsroom/admin/translations/report_cell.html"

    def get_value(self, instance: Row) -> Cell:
        return instance.cells[self.name]


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        allowed = TranslationsView.permission_policy.user_has_any_permission(request.user, EDITING)
        return several_languages() and bool(allowed)
