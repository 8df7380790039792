"""Readiness: whether this site can do its work, for who sends it readers or watches over it."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from datetime import UTC
from functools import cache
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .delivery.health import Health, health, waited

PATIENCE = 5.0  # seconds
UNAVAILABLE = {"status": "unavailable"}

# A database that does not answer may hold up these, never all of the site's threads.
_askers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="ready")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Say how the site is, in JSON; 503 if its database does not answer or is not migrated.

    A worker that is late or behind makes it ``degraded``, with 200: readers are served all the
    same. The beat is in UTC (RFC 3339), the others are seconds. The cache is not asked.
    """
    asked = _askers.submit(_state)
    try:
        state = asked.result(PATIENCE)
    except TooSlow:
        asked.cancel()
        state = {**UNAVAILABLE, "database": "too slow"}
    ok = state["status"] != UNAVAILABLE["status"]
    return JsonResponse(state, status=HTTPStatus.OK if ok else HTTPStatus.SERVICE_UNAVAILABLE)


def _state() -> dict[str, Any]:
    close_old_connections()
    try:
        if _is_migrated():
            return _told(health())
        return {**UNAVAILABLE, "database": "ok", "migrations": "missing"}
    except DatabaseError:
        return {**UNAVAILABLE, "database": "failed"}
    finally:
        close_old_connections()


def _is_migrated() -> bool:
    # What comes last is only applied after all that it needs.
    return _last_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def _told(found: Health) -> dict[str, Any]:
    beat = found.beat
    return {
        "status": "ok" if found.is_well else "degraded",
        "database": "ok",
        "migrations": "ok",
        "worker": {
            "beat": beat.astimezone(UTC) if beat else None,
            "age_seconds": round(waited(beat).total_seconds(), 1) if beat else None,
            "late": not found.is_working,
        },
        "lag_seconds": {
            "wire": round(found.lag.total_seconds(), 1),
            "deliveries": round(found.delivery_lag.total_seconds(), 1),
        },
        "waiting": {
            "changes": found.changes,
            "failed": found.failed,
            "images": found.images,
            "deliveries": found.deliveries,
            "given_up": found.dead,
            "hub_pings": found.pings,
        },
    }
