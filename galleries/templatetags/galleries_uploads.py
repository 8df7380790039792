from dataclasses import dataclass
from typing import Any

from django import template
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from galleries.permissions import image_policy
from galleries.uploads import may_upload

register = template.Library()


@dataclass(frozen=True)
class Uploads:
    """What is needed to choose files: the collections that somebody may add to, and the limits."""

    collections: list[Any]
    accept: str
    most_bytes: int | None
    too_large: str


@register.simple_tag
def uploads_for(request: Any) -> Uploads | None:
    """What the editor of a request may upload, or None."""
    if request is None or not may_upload(request.user):
        return None
    field = get_image_form(get_image_model())(user=request.user).fields["file"]
    collections = list(image_policy().collections_user_has_permission_for(request.user, "add"))
    return Uploads(
        collections=collections if len(collections) > 1 else [],
        accept=field.widget.attrs.get("accept", "image/*"),
        most_bytes=field.max_upload_size,
        too_large=field.error_messages["file_too_large_unknown_size"],
    )
