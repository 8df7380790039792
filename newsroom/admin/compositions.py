from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from newsroom.models import WireJob


class FailedCompositionsView(ReportView):
    """Pages whose public document could not be made; the worker tries them again."""

    page_title = _("Failed compositions")
    header_icon = "warning"
    index_url_name = "newsroom_failed_compositions"
    index_results_url_name = "newsroom_failed_compositions_results"
    default_ordering = "-created"
    list_export = ["page_id", "title", "error", "attempts", "created", "not_before"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_superuser:
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=_("Page"),
                url_name="wagtailadmin_pages:edit",
                id_accessor="page_id",
            ),
            Column("error", label=_("Error")),
            Column("attempts", label=_("Attempts")),
            DateColumn("not_before", label=_("Next attempt")),
        ]

    def get_edit_url(self, instance: WireJob) -> None:
        return None

    def get_queryset(self) -> Any:
        page = Page.objects.filter(pk=OuterRef("page_id"))
        self.queryset = WireJob.objects.exclude(error="").annotate(
            title=Subquery(page.values("draft_title")[:1])
        )
        return super().get_queryset()
