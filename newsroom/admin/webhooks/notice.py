"""The notice on the admin's home page: partners that are not told of the news."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.users.models import UserProfile

from newsroom.admin.home import Panel
from newsroom.models import DeliveryState, WebhookEndpoint

from .permissions import page_of, policy
from .states import GIVEN_UP_OF_ENDPOINT, Standing, troubled

# Among what Wagtail remembers of notices that somebody has dismissed: how many each webhook had
# lost by then.
LOOKED = "newsroom-webhooks-given-up"


def remember_look(user: Any) -> None:
    """From now on somebody is told only of what is given up later."""
    profile = UserProfile.get_for_user(user)
    counts = WebhookEndpoint.objects.values_list("pk", "dead")
    profile.dismissibles[LOOKED] = {str(pk): dead for pk, dead in counts}
    profile.save(update_fields=["dismissibles"])


def given_up_since_look(user: Any) -> int:
    """How many deliveries are given up that were not when somebody last looked at them."""
    profile = getattr(user, "wagtail_userprofile", None)
    seen = profile.dismissibles.get(LOOKED, {}) if profile else {}
    given_up = Count("deliveries", filter=GIVEN_UP_OF_ENDPOINT)
    rows = WebhookEndpoint.objects.annotate(given_up=given_up).values_list("pk", "dead", "given_up")
    # What is sent again or forgotten since then is no news any more.
    return sum(min(there, max(0, dead - seen.get(str(pk), 0))) for pk, dead, there in rows)


class WebhooksPanel(Panel):
    """For those who may change webhooks; not there while all of them work."""

    name = "newsroom-webhooks"
    order = 242
    heading = _("Webhooks")
    icon = "newsroom-webhook"
    template_name = "newsroom/admin/home/webhooks.html"

    @property
    def is_shown(self) -> bool:
        may_change = policy.user_has_permission(self.user, "change")
        return bool(may_change and (self.troubled or self.given_up))

    @cached_property
    def troubled(self) -> list[tuple[Standing, str]]:
        endpoints = troubled().order_by("name").defer("secret", "former_secret")
        return [(Standing(endpoint), page_of(endpoint)) for endpoint in endpoints]

    @cached_property
    def given_up(self) -> int:
        return given_up_since_look(self.user)

    @property
    def given_up_url(self) -> str:
        return f"{reverse('newsroom_webhooks:deliveries')}?state={DeliveryState.DEAD}"


def construct_homepage_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WebhooksPanel(request))
