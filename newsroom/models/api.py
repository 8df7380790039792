"""What a project's own Wagtail APIs show of our pages."""

import json
from typing import Any

from django.db.models import Q
from django.utils import timezone
from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.models import Page

from .wire import WireItem


class DocumentField(Field):
    """The document on the wire; None while the page has none that is public and holds."""

    def get_attribute(self, page: Page) -> WireItem | None:
        now = timezone.now()
        rows = WireItem.objects.public(now).filter(page_id=page.pk)
        return rows.filter(Q(valid_until=None) | Q(valid_until__gt=now)).first()

    def to_representation(self, row: WireItem) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(row.document)
        return document


DOCUMENT = APIField("document", serializer=DocumentField(read_only=True))
