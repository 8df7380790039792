"""Where editors do something about the consent for an image."""

from urllib.parse import urlencode

from django.urls import reverse
from wagtail.images import get_image_model

WITHDRAW = "withdraw_consent"
GIVE_AGAIN = "give_consent_again"


def address_of(action: str, image_id: int, next_url: str) -> str:
    """Where an editor is asked whether to do it."""
    options = get_image_model()._meta
    path = reverse("wagtail_bulk_action", args=[options.app_label, options.model_name, action])
    return f"{path}?{urlencode({'id': image_id, 'next': next_url})}"
