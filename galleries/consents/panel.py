"""What an editor is told about the consents at a photo."""

from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.admin.panels import Panel
from wagtail.images import get_image_model

from galleries.permissions import image_policy

from .links import GIVE_AGAIN, WITHDRAW, address_of
from .models import People
from .standing import Standing, day_of, standings


class ConsentPanel(Panel):
    """Says that a photo is barred, and leads to what can be done about it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "galleries/consents/panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.image_id)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            image_id, next_url = self.instance.image_id, self.request.get_full_path()
            standing = self._standing()
            return context | {
                "withdrawn": standing.withdrawn,
                "ended": self._ended(standing),
                "may_change": self._may_change_images(),
                "withdraw_url": address_of(WITHDRAW, image_id, next_url),
                "give_again_url": address_of(GIVE_AGAIN, image_id, next_url),
            }

        def _ended(self, standing: Standing) -> date | None:
            """The last day that is over: of a live use, or of this one once it is published."""
            own = self.instance.consent_until if self.instance.people == People.CONSENT else None
            today = day_of(timezone.now())
            over = [day for day in (standing.last_day, own) if day and day < today]
            return min(over, default=None)

        def _standing(self) -> Standing:
            """Asked for all photos of the page at once."""
            known: dict[int, Standing] = getattr(self.request, "_photo_standings", {})
            image_id = self.instance.image_id
            if image_id not in known:
                images = get_image_model().objects.filter(pk__in={image_id, *self._siblings()})
                known |= {image_id: Standing()} | standings(images)
                self.request._photo_standings = known
            return known[image_id]

        def _siblings(self) -> list[int]:
            page = getattr(self.instance, "page", None)
            if page is None:
                return []
            name = self.model._meta.get_field("page").remote_field.get_accessor_name()
            return [row.image_id for row in getattr(page, name).all() if row.image_id]

        def _may_change_images(self) -> bool:
            """Whether of any collection; the action looks at the image's own."""
            if not hasattr(self.request, "_may_change_images"):
                allowed = image_policy().user_has_permission(self.request.user, "change")
                self.request._may_change_images = allowed
            return bool(self.request._may_change_images)

        @property
        def model(self) -> Any:
            return self.panel.model
