"""What editors do with webhooks, and what is kept of them."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from newsroom.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from newsroom.models.subscribers import OVERLAP, new_secret

from .attempts import send
from .events import wanted, write
from .followers import newest_change

SWITCHED = [
    "active", "position", "switched_off", "switched_off_because", "failures", "paused_until",
]  # fmt: skip
KEEP_DELIVERIES = timedelta(days=30)


def switch_on(endpoint: WebhookEndpoint) -> None:
    """Tell an endpoint, a new one or one that was switched off, of what happens from now on.

    What was waiting for it when it was switched off is sent as well.
    """
    now = timezone.now()
    endpoint.active = True
    endpoint.position = newest_change()
    endpoint.switched_off, endpoint.switched_off_because = None, ""
    endpoint.failures, endpoint.paused_until = 0, None
    with transaction.atomic():
        # What the worker counts meanwhile must not be overwritten.
        endpoint.save(update_fields=None if endpoint._state.adding else SWITCHED)
        waiting = endpoint.deliveries.filter(state=DeliveryState.DUE)
        waiting.update(created=now, not_before=now, attempts=0)


def switch_off(endpoint: WebhookEndpoint) -> None:
    """Tell an endpoint nothing any more; what waits for it goes on waiting."""
    endpoint.active = False
    endpoint.save(update_fields=["active"])


def rotate_secret(endpoint: WebhookEndpoint) -> str:
    """Give an endpoint a new secret, which is returned; the old one signs as well for a day."""
    endpoint.former_secret, endpoint.former_until = endpoint.secret, timezone.now() + OVERLAP
    endpoint.secret = new_secret()
    endpoint.save(update_fields=["secret", "former_secret", "former_until"])
    return endpoint.secret


def send_test(endpoint: WebhookEndpoint) -> WebhookDelivery:
    """Call an endpoint now, at most ten seconds, with an event of the type ``test``.

    It is tried once, also while the endpoint is switched off or paused; a success ends a pause.
    """
    delivery = WebhookDelivery(endpoint=endpoint, event=uuid4(), attempts=1)
    outcome = send(delivery)
    delivery.state = DeliveryState.DELIVERED if outcome.succeeded else DeliveryState.DEAD
    delivery.attempted, delivery.seconds = outcome.at, outcome.seconds
    delivery.status, delivery.answer, delivery.error = (
        outcome.status,
        outcome.answer,
        outcome.error,
    )
    delivery.save()
    endpoints = WebhookEndpoint.objects.filter(pk=endpoint.pk)
    if outcome.succeeded:
        endpoints.update(succeeded=F("succeeded") + 1, failures=0, paused_until=None)
    else:
        endpoints.update(failed=F("failed") + 1)
    return delivery


def resend(delivery: WebhookDelivery) -> None:
    """Have an event sent again, under its id, whatever came of it before."""
    now = timezone.now()
    delivery.state, delivery.attempts = DeliveryState.DUE, 0
    delivery.created = delivery.not_before = now
    delivery.save(update_fields=["state", "attempts", "created", "not_before"])


def resend_since(endpoint: WebhookEndpoint, moment: datetime) -> int:
    """Have all events since a moment that an endpoint wants sent again; returns how many.

    Those it was never told of are among them. The log must still hold them.
    """
    now = timezone.now()
    changes = wanted(endpoint).filter(at__gte=moment)
    with transaction.atomic():
        endpoint.deliveries.filter(change__in=changes.order_by().values("pk")).update(
            state=DeliveryState.DUE, attempts=0, created=now, not_before=now
        )
        found = list(changes.values_list("item__uid", "sequence", "at"))
        write(endpoint, found)
    return len(found)


def prune_deliveries() -> None:
    """Forget deliveries of long ago, unless they are still waiting."""
    old = WebhookDelivery.objects.filter(created__lt=timezone.now() - KEEP_DELIVERIES)
    old.exclude(state=DeliveryState.DUE).delete()
