from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone

from galleries.consents.standing import standings

register = template.Library()


@register.filter
def shown(photos: Iterable[Any]) -> list[Any]:
    """The photos without those whose people do not agree (any more)."""
    rows, now = list(photos), timezone.now()
    found = standings(row.image for row in rows)
    return [row for row in rows if not found[row.image_id].bars(now)]
