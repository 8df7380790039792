"""The report of photo rights: which consents run out, have ended, or were never asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_languages
from wagtail.images import get_image_model
from wagtail.permission_policies.pages import PagePermissionPolicy

from .links import GIVE_AGAIN, WITHDRAW, address_of
from .models import People
from .standing import Standing, day_of, standings, use_models, withdrawn
from .uses import EDITING, editable_pages

WITHDRAWN, ENDED, ENDS, UNKNOWN, SETTLED = range(5)
SOON, LATER = 30, 90
IMAGES_AT_ONCE = 1000

STATES = {
    "soon": _("Ends within 30 days"),
    "later": _("Ends within 90 days"),
    "ended": _("Ended"),
    "withdrawn": _("Withdrawn"),
    "unknown": _("Ground not known"),
    "all": _("All photos"),
}

COLUMNS = (
    "rank", "consent_until", "page_title", "position", "pk", "page_id", "image_id", "image_title",
    "people", "consent_date", "credit", "licence", "language", "live", "relation",
)  # fmt: skip


@dataclass(frozen=True)
class Use:
    """A use of an image as the report shows it."""

    row: dict[str, Any]
    standing: Standing
    today: date
    address: str

    def __getattr__(self, name: str) -> Any:
        try:
            return self.row[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def language_name(self) -> str:
        return str(get_content_languages().get(self.row["language"], self.row["language"]))

    @property
    def ground(self) -> str:
        return str(People(self.row["people"]).label)

    @property
    def status(self) -> str:
        return gettext("live") if self.row["live"] else gettext("draft")

    @property
    def state(self) -> str:
        """What the consents come to; another use of the same image can bar this one."""
        until: date | None = self.row["consent_until"]
        if self.standing.withdrawn:
            return gettext("withdrawn: shown nowhere")
        if self.row["rank"] == ENDED:
            return gettext("ended: shown nowhere") if self.row["live"] else gettext("ended")
        if self.standing.last_day and self.standing.last_day < self.today:
            return gettext("ended at another use: shown nowhere")
        if self.row["rank"] == ENDS and until:
            days = (until - self.today).days
            return (
                gettext("ends in %(days)s days") % {"days": days} if days else gettext("ends today")
            )
        return ""

    @property
    def edit_url(self) -> str:
        """The photo in the page's form."""
        page = reverse("wagtailadmin_pages:edit", args=[self.row["page_id"]])
        return f"{page}#inline_child_{self.row['relation']}-{self.row['position']}"

    @property
    def image_url(self) -> str:
        return reverse("wagtailimages:edit", args=[self.row["image_id"]])

    @property
    def withdraw_url(self) -> str:
        return address_of(WITHDRAW, self.row["image_id"], self.address)

    @property
    def give_again_url(self) -> str:
        return address_of(GIVE_AGAIN, self.row["image_id"], self.address)


def rank(today: date) -> Case:
    barred = withdrawn()
    images = Q(image__in=barred.exclude(image=None).values("image_id"))
    files = Q(image__file_hash__in=barred.exclude(file_hash="").values("file_hash"))
    consent = Q(people=People.CONSENT)
    return Case(
        When(images | files, then=Value(WITHDRAWN)),
        When(consent & Q(consent_until__lt=today), then=Value(ENDED)),
        When(consent & Q(consent_until__isnull=False), then=Value(ENDS)),
        When(people=People.UNKNOWN, then=Value(UNKNOWN)),
        default=Value(SETTLED),
        output_field=IntegerField(),
    )


def uses(model: Any, user: Any, today: date) -> QuerySet[Any]:
    """The uses of a model on the pages that somebody may edit, with what the report asks for."""
    before = model.objects.filter(page=OuterRef("page"), sort_order__lt=OuterRef("sort_order"))
    before = before.order_by().values("page").annotate(number=Count("pk")).values("number")
    found: QuerySet[Any] = (
        model.objects.filter(page__in=editable_pages(user).values("pk"), page__alias_of=None)
        .order_by()
        .annotate(
            rank=rank(today),
            position=Coalesce(Subquery(before), 0),
            page_title=F("page__draft_title"),
            image_title=F("image__title"),
            language=F("page__locale__language_code"),
            live=F("page__live"),
            relation=Value(model._meta.get_field("page").remote_field.get_accessor_name()),
        )
    )
    return found


def in_state(state: str, today: date) -> Q:
    """The uses to be shown; without a choice those that need attention."""
    soon, later = today + timedelta(days=SOON), today + timedelta(days=LATER)
    match state:
        case "soon":
            return Q(rank=ENDS, consent_until__lte=soon)
        case "later":
            return Q(rank=ENDS, consent_until__lte=later)
        case "ended":
            return Q(rank=ENDED)
        case "withdrawn":
            return Q(rank=WITHDRAWN)
        case "unknown":
            return Q(rank=UNKNOWN)
        case "all":
            return Q()
    return Q(rank__in=(WITHDRAWN, ENDED)) | Q(rank=ENDS, consent_until__lte=later)


class PhotoRightsFilters(WagtailFilterSet):
    state = ChoiceFilter(
        label=_("State"),
        choices=list(STATES.items()),
        empty_label=_("What needs attention"),
    )
    locale = ChoiceFilter(
        label=_("Language"), choices=lambda: list(get_content_languages().items())
    )

    class Meta:
        # The filters are applied to the uses of each model; this one is only for the form.
        model = get_image_model()
        fields: list[str] = []


class ActionsColumn(Column):
    cell_template_name = "galleries/consents/actions_cell.html"


class PhotoColumn(Column):
    cell_template_name = "galleries/consents/photo_cell.html"


class UsesPaginator(WagtailPaginator):
    # The rows are of several models; the first one's name would stand for all.
    model = None


class PhotoRightsView(ReportView):
    page_title = _("Photo rights")
    header_icon = "group"
    index_url_name = "galleries_photo_rights"
    index_results_url_name = "galleries_photo_rights_results"
    filterset_class = PhotoRightsFilters
    paginator_class = UsesPaginator
    permission_policy = PagePermissionPolicy()
    any_permission_required = EDITING
    export_filename = "photo-rights"
    columns = [
        PhotoColumn("image_title", label=_("Photo")),
        Column("language_name", label=_("Language")),
        Column("status", label=_("Page")),
        Column("ground", label=_("People in the photo")),
        DateColumn("consent_until", label=_("Agreed until")),
        Column("state", label=_("State")),
        ActionsColumn("actions", label=_("Actions")),
    ]
    list_export = [
        "image_title", "page_title", "language_name", "status", "ground", "consent_date",
        "consent_until", "state", "credit", "licence",
    ]  # fmt: skip
    export_headings = {
        "image_title": _("Photo"),
        "page_title": _("Title of the page"),
        "language_name": _("Language"),
        "status": _("Page"),
        "ground": _("People in the photo"),
        "consent_date": _("Agreed on"),
        "consent_until": _("Agreed until"),
        "state": _("State"),
        "credit": _("Credit"),
        "licence": _("Licence"),
    }

    @cached_property
    def today(self) -> date:
        return day_of(timezone.now())

    def get_queryset(self) -> Any:
        asked = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        condition = in_state(asked.get("state", ""), self.today)
        if locale := asked.get("locale"):
            condition &= Q(page__locale__language_code=locale)
        first, *others = (
            uses(model, self.request.user, self.today).filter(condition).values(*COLUMNS)
            for model in use_models()
        )
        found = first.union(*others, all=True) if others else first
        return found.order_by("rank", "consent_until", "page_title", "page_id", "position")

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def get_table(self, object_list: Any) -> Any:
        return super().get_table(self._uses(object_list))

    def decorate_paginated_queryset(self, object_list: Any) -> list[Use]:
        return self._uses(object_list)

    def _uses(self, rows: Iterable[dict[str, Any]]) -> list[Use]:
        """The rows with what other uses say of their images."""
        rows, address = list(rows), self.request.get_full_path()
        ids = list({row["image_id"] for row in rows})
        found: dict[int, Standing] = {}
        # A spreadsheet can have more rows than a query has room for.
        for start in range(0, len(ids), IMAGES_AT_ONCE):
            images = get_image_model().objects.filter(pk__in=ids[start : start + IMAGES_AT_ONCE])
            found |= standings(images.only("pk", "file_hash"))
        return [
            Use(row, found.get(row["image_id"], Standing()), self.today, address) for row in rows
        ]


class PhotoRightsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy = PhotoRightsView.permission_policy
        return bool(policy.user_has_any_permission(request.user, EDITING))
