"""Webhooks and what was sent to them, and who looks at them in the admin."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from newsroom.models import DeliveryState, WebhookDelivery, WebhookEndpoint, WireChange

ADDRESS = "/admin/webhooks/"


def make_webhook(name: str = "Tygodnik powiatu", **fields: Any) -> WebhookEndpoint:
    fields.setdefault("url", "https://partner.example.org/news")
    fields.setdefault("site", Site.objects.get(is_default_site=True))
    return WebhookEndpoint.objects.create(name=name, **fields)


def make_delivery(
    endpoint: WebhookEndpoint, page: Page | None = None, state: str = "delivered", **fields: Any
) -> WebhookDelivery:
    """A delivery of a page's newest change, which must be on the wire, or of a test."""
    changes = WireChange.objects.order_by("-sequence")
    change = changes.filter(item__page_id=page.pk).first() if page else None
    assert change or not page, f"{page} is not on the wire"
    if state == DeliveryState.DEAD and page:
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(dead=endpoint.dead + 1)
        endpoint.refresh_from_db()
    if state != DeliveryState.DUE:
        fields = {"attempts": 1, "attempted": timezone.now(), "seconds": 0.25} | fields
    return WebhookDelivery.objects.create(endpoint=endpoint, change=change, state=state, **fields)


def colleague(model: Any, *permissions: str, name: str = "colleague") -> Client:
    """The browser of somebody with some permissions on webhooks, who works in English."""
    group = Group.objects.create(name=name)
    names = ["access_admin", *(f"{permission}_webhookendpoint" for permission in permissions)]
    found = Permission.objects.filter(codename__in=names)
    assert len(found) == len(names)
    group.permissions.set(found)
    user = model.objects.create_user(name)
    user.groups.add(group)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client
