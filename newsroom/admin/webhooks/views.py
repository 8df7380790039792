"""Webhooks in the admin: the list of them, and a page, a form and a history for each."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import registry
from wagtail.models import Site

from newsroom.models import DeliveryState, WebhookEndpoint

from .actions import ResendSinceView, SendTestView, SwitchOffView, SwitchOnView
from .deliveries import DeliveriesView, DeliveryView, ResendView, described
from .form import EDIT_HANDLER
from .log import SWITCHED_OFF
from .permissions import ANY, WebhookPermissionMixin, crumbs, page_of
from .secrets import RotateSecretView, show_secret
from .states import Standing, with_counts
from .wishes import Wishes

# On the page of a webhook; the log has all of them.
LAST_DELIVERIES = 5


class WishesColumn(Column):
    cell_template_name = "newsroom/admin/webhooks/wishes_cell.html"


class StandingColumn(Column):
    cell_template_name = "newsroom/admin/webhooks/standing_cell.html"


class CountColumn(Column):
    """A number of deliveries, which leads to them."""

    cell_template_name = "newsroom/admin/webhooks/count_cell.html"

    def __init__(self, name: str, state: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.state = state

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"url": deliveries_url(instance, self.state)}


def deliveries_url(endpoint: WebhookEndpoint, state: str = "") -> str:
    address = f"{reverse('newsroom_webhooks:deliveries')}?endpoint={endpoint.pk}"
    return f"{address}&state={state}" if state else address


class WebhooksView(WebhookPermissionMixin, generic.IndexView):
    any_permission_required = ANY
    template_name = "newsroom/admin/webhooks/list.html"
    default_ordering = "name"
    wishes: Wishes

    @cached_property
    def columns(self) -> list[Column]:
        columns = [
            self._get_title_column("name"),
            Column("url", label=_("Address"), classname="newsroom-webhook-address"),
            WishesColumn("wishes", label=_("Told of"), accessor=lambda one: self.wishes.of(one)),
            StandingColumn("state", label=_("State"), accessor=Standing),
            DateColumn("last_success", label=_("Last success")),
            CountColumn("waiting", DeliveryState.DUE, label=_("Waiting")),
            CountColumn("given_up", DeliveryState.DEAD, label=_("Given up")),
        ]
        if Site.objects.count() > 1:
            columns.insert(2, Column("site", label=_("Site")))
        return columns

    def get_edit_url(self, instance: WebhookEndpoint) -> None:
        # The name leads to the webhook's own page, where all that can be done is.
        return None

    def get_base_queryset(self) -> Any:
        # It needs no secret.
        endpoints = WebhookEndpoint.objects.defer("secret", "former_secret")
        return with_counts(endpoints.select_related("site"))

    def get_table(self, object_list: Iterable[WebhookEndpoint]) -> Any:
        shown = list(object_list)
        self.wishes = Wishes(shown)
        return super().get_table(shown)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        log = reverse("newsroom_webhooks:deliveries")
        buttons = list(super().header_more_buttons)
        return [*buttons, Button(_("All deliveries"), log, icon_name="history", priority=10)]


class AddWebhookView(WebhookPermissionMixin, generic.CreateView):
    template_name = "newsroom/admin/webhooks/form.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(here=_("New webhook"))

    def save_action(self) -> HttpResponse:
        return show_secret(self.request, self.object, self.object.secret)


class EditWebhookView(WebhookPermissionMixin, generic.EditView):
    template_name = "newsroom/admin/webhooks/form.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(self.object, _("Edit"))

    def get_success_url(self) -> str:
        return page_of(self.object)


class DeleteWebhookView(WebhookPermissionMixin, generic.DeleteView):
    template_name = "newsroom/admin/webhooks/delete.html"

    @property
    def confirmation_message(self) -> str:
        told = _("“%(name)s” is told of nothing any more, and its secret is forgotten.")
        return str(told) % {"name": self.object.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deliveries = self.object.deliveries
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "recorded": deliveries.count(),
            "waiting": deliveries.filter(state=DeliveryState.DUE).count(),
            "page_url": page_of(self.object),
        }


class WebhookView(WebhookPermissionMixin, generic.InspectView):
    """How a webhook does, and all that can be done with it."""

    any_permission_required = ANY
    template_name = "newsroom/admin/webhooks/webhook.html"

    def get_object(self, queryset: Any = None) -> WebhookEndpoint:
        counted = with_counts(WebhookEndpoint.objects.select_related("site"))
        found: WebhookEndpoint = get_object_or_404(counted, pk=self.pk)
        return found

    def get_header_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(self.object)

    @cached_property
    def header_buttons(self) -> list[Button]:
        edit = self.get_edit_url()
        return [HeaderButton(_("Edit"), edit, icon_name="edit")] if edit else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        endpoint, context = self.object, super().get_context_data(**kwargs)
        facts: dict[str, Any] = {
            "endpoint": endpoint,
            "standing": Standing(endpoint),
            "wishes": Wishes([endpoint]).of(endpoint),
            "several_sites": Site.objects.count() > 1,
            "former_signs": len(endpoint.secrets()) > 1,
            "may_change": self.user_has_permission("change"),
            "switched_off": self.switched_off,
            "log_url": deliveries_url(endpoint),
            "waiting_url": deliveries_url(endpoint, DeliveryState.DUE),
            "given_up_url": deliveries_url(endpoint, DeliveryState.DEAD),
            "last": described(self.last_deliveries, self.request.user),
        }
        return {**context, **facts}

    @property
    def last_deliveries(self) -> Any:
        return self.object.deliveries.order_by("-created", "-pk")[:LAST_DELIVERIES]

    @property
    def switched_off(self) -> Any:
        """Who has switched it off, and when; None if nobody has."""
        if self.object.active or self.object.switched_off:
            return None
        entries = registry.get_logs_for_instance(self.object).filter(action=SWITCHED_OFF)
        return entries.select_related("user").order_by("-timestamp").first()


class WebhookViewSet(ModelViewSet):
    """Without copies, which would have the same secret, and without the list of uses."""

    model = WebhookEndpoint
    name = "newsroom_webhooks"
    url_prefix = "webhooks"
    icon = "newsroom-webhook"
    menu_name = "newsroom-webhooks"
    menu_order = 610
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    # Never the secret; the page has a template of its own.
    inspect_view_fields = ["name"]
    list_per_page = 50
    edit_handler = EDIT_HANDLER

    index_view_class = WebhooksView
    add_view_class = AddWebhookView
    edit_view_class = EditWebhookView
    delete_view_class = DeleteWebhookView
    inspect_view_class = WebhookView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return common | {"usage_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        own = [
            path("<int:pk>/secret/", RotateSecretView.as_view(), name="rotate"),
            path("<int:pk>/test/", SendTestView.as_view(), name="test"),
            path("<int:pk>/on/", SwitchOnView.as_view(), name="switch_on"),
            path("<int:pk>/off/", SwitchOffView.as_view(), name="switch_off"),
            path("<int:pk>/resend/", ResendSinceView.as_view(), name="resend_since"),
            path("deliveries/", DeliveriesView.as_view(), name="deliveries"),
            path(
                "deliveries/results/",
                DeliveriesView.as_view(results_only=True),
                name="deliveries_results",
            ),
            path("deliveries/<int:pk>/", DeliveryView.as_view(), name="delivery"),
            path("deliveries/<int:pk>/resend/", ResendView.as_view(), name="resend"),
        ]
        given = [one for one in super().get_urlpatterns() if one.name != "usage"]
        return [*given, *own]
