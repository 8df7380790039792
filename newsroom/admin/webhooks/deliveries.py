"""The log of deliveries: what webhooks were told of, and what came of it."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from django_filters import ChoiceFilter, DateFromToRangeFilter, ModelChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import BaseListingView, WagtailAdminTemplateMixin
from wagtail.coreutils import get_content_languages
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from newsroom.admin.translations import EDITING, edit_url
from newsroom.delivery.webhooks import resend
from newsroom.models import DeliveryState, WebhookDelivery, WebhookEndpoint, WireAction

from .log import RESENT
from .notice import remember_look
from .permissions import ANY, WebhookPermissionMixin, crumbs, page_of
from .states import GIVEN_UP

TEST = "test"
HAPPENED = {
    WireAction.PUT: _("published or changed"),
    WireAction.WITHDRAWN: _("withdrawn"),
    WireAction.DELETED: _("deleted"),
}
EVENTS = [*((action.value, label) for action, label in HAPPENED.items()), (TEST, _("test"))]
LINE = 120  # characters of an answer that a list shows


@dataclass(frozen=True)
class Row:
    """A delivery as the log shows it; ``page`` is None for whoever may not edit it."""

    delivery: WebhookDelivery
    page: Page | None
    card: dict[str, Any]

    @property
    def pk(self) -> int:
        return self.delivery.pk

    @property
    def endpoint(self) -> WebhookEndpoint:
        return self.delivery.endpoint

    @property
    def url(self) -> str:
        return reverse("newsroom_webhooks:delivery", args=[self.delivery.pk])

    @property
    def is_test(self) -> bool:
        return self.delivery.change_id is None

    @property
    def title(self) -> str:
        if self.is_test:
            return gettext("Test event")
        title = self.card.get("title") or (self.page and self.page.get_admin_display_title())
        return str(title or gettext("An item that is no longer public"))

    @property
    def title_language(self) -> str:
        change = self.delivery.change
        named = change and (self.card or self.page)
        return change.item.locale if change and named else ""

    @property
    def language(self) -> str:
        change = self.delivery.change
        code = change.item.locale if change else ""
        return str(get_content_languages().get(code, code))

    @property
    def edit_url(self) -> str:
        return edit_url(self.page) if self.page else ""

    @property
    def happened(self) -> str:
        change = self.delivery.change
        return str(HAPPENED[WireAction(change.action)]) if change else gettext("test")

    @property
    def state(self) -> str:
        if self.is_test and self.is_given_up:
            return gettext("failed")  # nobody tries a test again
        return self.delivery.get_state_display()

    @property
    def is_waiting(self) -> bool:
        return self.delivery.state == DeliveryState.DUE

    @property
    def is_given_up(self) -> bool:
        return self.delivery.state == DeliveryState.DEAD

    @property
    def next_attempt(self) -> Any:
        """When it is sent at the earliest; None if that is as soon as possible, or never."""
        later = self.delivery.not_before > timezone.now()
        return self.delivery.not_before if self.is_waiting and later else None

    @property
    def first_line(self) -> str:
        """Of the last answer, or why there was none."""
        text = self.delivery.error or self.delivery.answer
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        first = lines[0] if lines else ""
        return first if len(first) <= LINE else f"{first[:LINE]}…"


def with_items(deliveries: "QuerySet[WebhookDelivery]") -> "QuerySet[WebhookDelivery]":
    """With what their rows show, and without finished documents and secrets, which they do not."""
    unused = ["document", "entry"]
    return deliveries.select_related("endpoint", "change__item").defer(
        *(f"change__item__{name}" for name in unused),
        "endpoint__secret",
        "endpoint__former_secret",
    )


def described(deliveries: "QuerySet[WebhookDelivery]", user: Any) -> list[Row]:
    """Rows of the log; as many queries for fifty as for one."""
    found = list(with_items(deliveries))
    ids = {one.change.item.page_id for one in found if one.change}
    editable = PagePermissionPolicy().instances_user_has_any_permission_for(user, EDITING)
    pages = editable.filter(pk__in=ids).select_related("locale").in_bulk() if ids else {}
    return [
        Row(
            one,
            pages.get(one.change.item.page_id) if one.change else None,
            json.loads(one.change.item.card or "{}") if one.change else {},
        )
        for one in found
    ]


class DeliveryFilters(WagtailFilterSet):
    endpoint = ModelChoiceFilter(
        label=_("Webhook"), queryset=WebhookEndpoint.objects.order_by("name")
    )
    state = ChoiceFilter(label=_("State"), choices=DeliveryState.choices, method="filter_state")
    event = ChoiceFilter(label=_("Event"), choices=EVENTS, method="filter_event")
    created = DateFromToRangeFilter(label=_("Since"), widget=DateRangePickerWidget)

    class Meta:
        model = WebhookDelivery
        fields: list[str] = []

    def filter_state(self, deliveries: Any, name: str, value: str) -> Any:
        return deliveries.filter(GIVEN_UP if value == DeliveryState.DEAD else Q(state=value))

    def filter_event(self, deliveries: Any, name: str, value: str) -> Any:
        if value == TEST:
            return deliveries.filter(change=None)
        return deliveries.filter(change__action=value)


class EventColumn(Column):
    cell_template_name = "newsroom/admin/webhooks/event_cell.html"


class DeliveryStateColumn(Column):
    cell_template_name = "newsroom/admin/webhooks/delivery_state_cell.html"


class AnswerColumn(Column):
    cell_template_name = "newsroom/admin/webhooks/answer_cell.html"


class DeliveriesView(WebhookPermissionMixin, BaseListingView):
    """All deliveries that are kept, the newest first."""

    any_permission_required = ANY
    model = WebhookDelivery
    template_name = "newsroom/admin/webhooks/list.html"
    page_title = _("Deliveries")
    header_icon = "history"
    index_url_name = "newsroom_webhooks:deliveries"
    index_results_url_name = "newsroom_webhooks:deliveries_results"
    filterset_class = DeliveryFilters
    paginate_by = 50
    default_ordering = ("-created", "-pk")
    verbose_name_plural = WebhookDelivery._meta.verbose_name_plural
    columns = [
        EventColumn("title", label=_("Event")),
        Column("endpoint", label=_("Webhook")),
        DeliveryStateColumn("state", label=_("State")),
        AnswerColumn("answer", label=_("Last answer")),
    ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().get(request, *args, **kwargs)
        if self.shows_all_given_up:
            remember_look(request.user)
        return answer

    @property
    def shows_all_given_up(self) -> bool:
        asked = self.filters.form.cleaned_data if self.filters and self.filters.is_valid() else {}
        narrowed = [name for name, value in asked.items() if value]
        return narrowed in ([], ["state"]) and asked.get("state", "") in ("", DeliveryState.DEAD)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(self.one_endpoint, self.page_title)

    @cached_property
    def one_endpoint(self) -> WebhookEndpoint | None:
        """The webhook whose deliveries are asked for; None for those of all."""
        asked = self.filters.form.cleaned_data if self.filters and self.filters.is_valid() else {}
        endpoint: WebhookEndpoint | None = asked.get("endpoint")
        return endpoint

    def get_table(self, object_list: Any) -> Any:
        return super().get_table(described(object_list, self.request.user))


class DeliveryView(WebhookPermissionMixin, WagtailAdminTemplateMixin, TemplateView):
    """All that is known of one delivery."""

    any_permission_required = ANY
    page_title = _("Delivery")
    header_icon = "history"
    template_name = "newsroom/admin/webhooks/delivery.html"

    @cached_property
    def row(self) -> Row:
        found = described(WebhookDelivery.objects.filter(pk=self.kwargs["pk"]), self.request.user)
        if not found:
            get_object_or_404(WebhookDelivery, pk=self.kwargs["pk"])
        return found[0]

    def get_page_subtitle(self) -> str:
        return self.row.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        log_of_it = f"{reverse('newsroom_webhooks:deliveries')}?endpoint={self.row.endpoint.pk}"
        above = {"url": log_of_it, "label": DeliveriesView.page_title}
        *way, here = crumbs(self.row.endpoint, self.row.title)
        return [*way, above, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            row=self.row,
            delivery=self.row.delivery,
            may_change=self.user_has_permission("change"),
            endpoint_url=page_of(self.row.endpoint),
        )


class ResendView(WebhookPermissionMixin, View):
    """Queues one delivery again, under the same id."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        # A test is done anew instead.
        deliveries = WebhookDelivery.objects.filter(change__isnull=False)
        delivery = get_object_or_404(deliveries.select_related("endpoint"), pk=pk)
        resend(delivery)
        log(delivery.endpoint, RESENT, user=request.user, data={"event": str(delivery.event)})
        messages.success(request, _("The event is sent again, under the same id."))
        return redirect("newsroom_webhooks:delivery", pk)
