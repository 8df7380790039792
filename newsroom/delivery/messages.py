"""What is sent to webhooks: messages by the Standard Webhooks specification.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.core.serializers.json import DjangoJSONEncoder

from newsroom.models import WebhookDelivery, WireAction, WireChange, WireItem
from newsroom.wire.readers import fresh

TEST = "test"
PREFIX = "whsec_"


def event_id(uid: UUID, sequence: int, at: datetime) -> UUID:
    """The id of the event that a change of the log is, the same for everybody and for ever."""
    return uuid5(uid, f"{sequence}:{at.timestamp():.0f}")


def body_of(delivery: WebhookDelivery) -> bytes:
    """The event as JSON, with the item as it is public now."""
    change = delivery.change
    if change is None:
        facts = {"type": TEST, "timestamp": delivery.created.replace(microsecond=0)}
        return f'{_as_json(facts)[:-1]},"data":{{}}}}'.encode()
    facts = {"type": f"item.{change.action}", "timestamp": change.at}
    return f'{_as_json(facts)[:-1]},"data":{_told(change)}}}'.encode()


def headers_of(
    event: UUID, body: bytes, secrets: Iterable[str], moment: datetime
) -> dict[str, str]:
    """The headers by which a receiver knows an event and who sent it; one signature per secret."""
    timestamp = f"{moment.timestamp():.0f}"
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


def _told(change: WireChange) -> str:
    """A change as JSON, as it is to be told now; its ``item`` must have been loaded anew.

    A put has ``item``, the whole document, or null: then it has been taken away since, which is
    told by a later change. Others have ``reason`` and, in the editors' words, ``public_reason``.
    """
    item = change.item
    facts: dict[str, Any] = {
        "sequence": change.sequence,
        "action": change.action,
        "id": item.uid,
        "translation_key": item.translation_key,
        "kind": item.kind,
        "locale": item.locale,
        "at": change.at,
    }
    if change.action != WireAction.PUT:
        # In the Site it has left it is only said that it is gone.
        is_here = item.withdrawn_at is not None and item.site_id == change.site_id
        words = item.public_reason if is_here else ""
        return _as_json(facts | {"reason": change.reason, "public_reason": words})
    row = _shown(change)
    return f'{_as_json(facts)[:-1]},"item":{row.document if row else "null"}}}'


def _shown(change: WireChange) -> WireItem | None:
    """The item of a change as readers of the change's Site see it now; None if they do not."""
    item = change.item
    if item.site_id != change.site_id or not item.is_public():
        return None
    return next(iter(fresh([item])), None)


def _as_json(facts: dict[str, Any]) -> str:
    """Facts as compact JSON; moments in UTC (RFC 3339)."""
    return json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
