"""Who may do what with webhooks, and where their pages are."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from newsroom.models import WebhookEndpoint

ANY = ["add", "change", "delete", "view"]
policy = ModelPermissionPolicy(WebhookEndpoint)


class WebhookPermissionMixin(PermissionCheckedMixin):
    """What may be done with a delivery is decided by the permissions on webhooks."""

    # Wagtail 7.4 asks nothing where there is no policy.
    permission_policy = policy


def page_of(endpoint: WebhookEndpoint) -> str:
    """The address of a webhook's own page in the admin."""
    return reverse("newsroom_webhooks:inspect", args=[endpoint.pk])


def crumbs(endpoint: WebhookEndpoint | None = None, here: Any = "") -> list[dict[str, Any]]:
    """The way to a page about webhooks, or about one of them."""
    index = reverse_lazy("newsroom_webhooks:index")
    names = capfirst(str(WebhookEndpoint._meta.verbose_name_plural))
    found: list[dict[str, Any]] = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")},
        {"url": index, "label": names},
    ]
    if endpoint:
        found.append({"url": page_of(endpoint) if here else "", "label": endpoint.name})
    return [*found, {"url": "", "label": here}] if here else found


class WebhookFormView(WebhookPermissionMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """A question about one webhook, on a page of its own."""

    permission_required = "change"
    page_title: Any

    @cached_property
    def endpoint(self) -> WebhookEndpoint:
        return get_object_or_404(WebhookEndpoint, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.endpoint.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(self.endpoint, self.page_title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"endpoint": self.endpoint, "page_url": page_of(self.endpoint)}
        return super().get_context_data(**kwargs, **told)
