"""Where images are used, whoever uses them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.pages import PagePermissionPolicy

EDITING = ("add", "change", "publish")


@dataclass
class Uses:
    """The pages of an image that somebody may edit, and how many other uses there are."""

    pages: list[Page] = field(default_factory=list)
    others: int = 0


def editable_pages(user: Any) -> Any:
    return PagePermissionPolicy().instances_user_has_any_permission_for(user, EDITING)


def uses_of(images: Iterable[Any], user: Any) -> dict[int, Uses]:
    """The uses by image id; the queries are as many for one image as for a hundred."""
    rows = ReferenceIndex.get_references_to_in_bulk(list(images)).order_by()
    users = set(rows.values_list("to_object_id", "base_content_type", "object_id"))
    of_pages = ContentType.objects.get_for_model(Page).pk
    page_ids = {object_id for _, kind, object_id in users if kind == of_pages}
    pages = editable_pages(user).filter(pk__in=page_ids).select_related("locale")
    editable = {str(page.pk): page for page in pages.order_by("path")}
    found: dict[int, Uses] = defaultdict(Uses)
    for image_id, kind, object_id in users:
        uses = found[int(image_id)]
        if kind == of_pages and object_id in editable:
            uses.pages.append(editable[object_id])
        else:
            uses.others += 1
    for uses in found.values():
        uses.pages.sort(key=lambda page: str(page.path))
    return found
