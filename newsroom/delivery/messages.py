"""What is sent to webhooks: messages by the Standard Webhooks specification.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID, uuid5

from newsroom.models import WebhookDelivery
from newsroom.wire.changes import told

TEST = "test"
PREFIX = "whsec_"


def event_id(uid: UUID, sequence: int, at: datetime) -> UUID:
    """The id of the event that a change of the log is, the same for everybody and for ever."""
    return uuid5(uid, f"{sequence}:{int(at.timestamp())}")


def body_of(delivery: WebhookDelivery) -> bytes:
    """The event as JSON, with the item as it is public now."""
    change = delivery.change
    if change is None:
        return _event(TEST, delivery.created, "{}")
    return _event(f"item.{change.action}", change.at, told(change))


def _event(name: str, at: datetime, data: str) -> bytes:
    moment = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f'{{"type":"{name}","timestamp":"{moment}","data":{data}}}'.encode()


def headers_of(
    event: UUID, body: bytes, secrets: Iterable[str], moment: datetime
) -> dict[str, str]:
    """The headers by which a receiver knows an event and who sent it; one signature per secret."""
    timestamp = str(int(moment.timestamp()))
    return {
        "Content-Type": "application/json",
        "webhook-id": str(event),
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(
            _signature(secret, f"{event}.{timestamp}.".encode() + body) for secret in secrets
        ),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
