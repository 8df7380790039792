"""How a webhook does: in a word for lists, in sentences for its own page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from newsroom.models import DeliveryState, WebhookEndpoint


class Condition(TextChoices):
    WORKS = "works", _("works")
    NEW = "new", _("nothing sent yet")
    FAILING = "failing", _("the last attempt failed")
    PAUSED = "paused", _("paused after failures")
    GONE = "gone", _("switched off by the receiver")
    OFF = "off", _("switched off")


NEEDS_ATTENTION = (Condition.PAUSED, Condition.GONE)
# A test that failed is no news that a partner has missed.
GIVEN_UP = Q(state=DeliveryState.DEAD, change__isnull=False)
GIVEN_UP_OF_ENDPOINT = Q(deliveries__state=DeliveryState.DEAD, deliveries__change__isnull=False)


def moment(value: datetime) -> str:
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


@dataclass(frozen=True)
class Standing:
    """The condition of a webhook now."""

    endpoint: WebhookEndpoint

    @property
    def condition(self) -> Condition:
        endpoint = self.endpoint
        if not endpoint.active:
            return Condition.GONE if endpoint.switched_off else Condition.OFF
        if endpoint.paused_until and endpoint.paused_until > timezone.now():
            return Condition.PAUSED
        if endpoint.failures:
            return Condition.FAILING
        return Condition.WORKS if endpoint.succeeded else Condition.NEW

    @property
    def label(self) -> str:
        return str(self.condition.label)

    @property
    def is_good(self) -> bool:
        return self.condition in (Condition.WORKS, Condition.NEW)

    @property
    def is_bad(self) -> bool:
        return self.condition in NEEDS_ATTENTION

    @property
    def details(self) -> list[str]:
        """Since when, until when and why, as far as it is known."""
        endpoint, condition = self.endpoint, self.condition
        if condition == Condition.GONE and endpoint.switched_off:
            since = gettext("since %(moment)s") % {"moment": moment(endpoint.switched_off)}
            return [since, endpoint.switched_off_because]
        if condition == Condition.PAUSED and endpoint.paused_until:
            until = {"moment": moment(endpoint.paused_until)}
            return [gettext("tried again on %(moment)s") % until, self._failures()]
        return [self._failures()] if condition == Condition.FAILING else []

    def _failures(self) -> str:
        count = self.endpoint.failures
        told = ngettext("%(count)s failure in a row", "%(count)s failures in a row", count)
        return told % {"count": count}


def with_counts(endpoints: "QuerySet[WebhookEndpoint]") -> Any:
    """With ``waiting``, ``given_up`` and ``last_success``, of the deliveries that are kept."""
    delivered = Q(deliveries__state=DeliveryState.DELIVERED)
    return endpoints.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.DUE)),
        given_up=Count("deliveries", filter=GIVEN_UP_OF_ENDPOINT),
        last_success=Max("deliveries__attempted", filter=delivered),
    )


def troubled() -> "QuerySet[WebhookEndpoint]":
    """Those that the newsroom has paused or switched off."""
    paused = Q(active=True, paused_until__gt=timezone.now())
    return WebhookEndpoint.objects.filter(paused | Q(active=False, switched_off__isnull=False))
