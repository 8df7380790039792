"""Who is told of what happens on the wire, how far they have been told, and what failed."""

import base64
import secrets
import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .wire import WireChange

SECRET_BYTES = 32
# How long a replaced secret still signs, so that receivers can change over (Standard Webhooks).
OVERLAP = timedelta(hours=24)


def new_secret() -> str:
    """A signing secret in the form of Standard Webhooks: ``whsec_`` and Base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


class Lease(models.Model):
    """Work that one process at a time may do; it returns when its holder does not renew it."""

    name = models.CharField(max_length=100, unique=True)
    holder = models.UUIDField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} until {self.until:%Y-%m-%d %H:%M:%S}"


class Follower(models.Model):
    """How far something that follows a growing number has come: the change log, scopes' stamps."""

    name = models.CharField(max_length=100, unique=True)
    position = models.PositiveBigIntegerField()
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class WebhookEndpoint(models.Model):
    """An address of a partner that is told of every change it wants to know of.

    Empty lists mean all. Sections are named by their translation keys, so that they hold under any
    slug and in every language.
    """

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site")
    )
    name = models.CharField(_("name"), max_length=100)
    url = models.TextField(_("address"))
    active = models.BooleanField(_("active"), default=True)
    kinds = models.JSONField(_("kinds"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    sections = models.JSONField(_("sections"), default=list, blank=True)

    secret = models.CharField(max_length=100, default=new_secret, editable=False)
    former_secret = models.CharField(max_length=100, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False)

    created = models.DateTimeField(default=timezone.now, editable=False)
    # Up to which change of the log its deliveries have been written.
    position = models.PositiveBigIntegerField(default=0, editable=False)
    # Why the newsroom itself has switched it off, and when.
    switched_off = models.DateTimeField(null=True, editable=False)
    switched_off_because = models.TextField(blank=True, editable=False)
    # Failures in a row; from a number of them on nothing is sent before ``paused_until``.
    failures = models.PositiveIntegerField(default=0, editable=False)
    paused_until = models.DateTimeField(null=True, editable=False)
    # Attempts in all, for metrics; deliveries are forgotten in time.
    succeeded = models.PositiveBigIntegerField(default=0, editable=False)
    failed = models.PositiveBigIntegerField(default=0, editable=False)
    dead = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name

    def secrets(self) -> list[str]:
        """What its messages are signed with now, the current secret first."""
        if self.former_secret and self.former_until and self.former_until > timezone.now():
            return [self.secret, self.former_secret]
        return [self.secret]


class DeliveryState(models.TextChoices):
    DUE = "due", _("waiting")
    DELIVERED = "delivered", _("delivered")
    DEAD = "dead", _("given up")


class WebhookDelivery(models.Model):
    """One event for one endpoint, and what came of the last attempt.

    ``event`` is the id that the receiver knows it by, the same at every attempt (Standard Webhooks'
    ``webhook-id``). A test event belongs to no change.
    """

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries"
    )
    change = models.ForeignKey(
        WireChange, null=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    event = models.UUIDField(default=uuid.uuid4)
    state = models.CharField(
        _("state"), max_length=16, choices=DeliveryState, default=DeliveryState.DUE
    )
    created = models.DateTimeField(_("since"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempted = models.DateTimeField(_("last attempt"), null=True)
    # Of the last attempt: what the receiver answered, or why there was no answer.
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    error = models.TextField(_("error"), blank=True)
    seconds = models.FloatField(_("seconds"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "change"], name="webhook_delivery_once")
        ]
        indexes = [
            models.Index(fields=["endpoint", "state", "change"], name="webhook_delivery_due"),
            models.Index(fields=["state", "created"], name="webhook_delivery_state"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.state}"


class HubPing(models.Model):
    """A feed whose hub has yet to be told that it has changed (WebSub, section 7)."""

    site_id = models.PositiveBigIntegerField()
    topic = models.CharField(max_length=2000)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now, db_index=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site_id", "topic"], name="hub_ping_once")]

    def __str__(self) -> str:
        return self.topic
