"""Who may do what with images, as the project has set it."""

from typing import Any

from wagtail.images import get_image_model


def image_policy() -> Any:
    try:
        from wagtail.permissions import policy_registry
    except ImportError:  # before Wagtail 8
        from wagtail.images.permissions import permission_policy

        return permission_policy
    return policy_registry.get_by_type(get_image_model())
