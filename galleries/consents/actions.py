"""What editors do when people change their minds: on images, alone or many at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.images.views.bulk_actions.image_bulk_action import ImageBulkAction

from .links import GIVE_AGAIN, WITHDRAW
from .uses import Uses, uses_of
from .withdrawals import give_again, withdraw


class ConsentBulkAction(ImageBulkAction):
    def check_perm(self, image: Any) -> bool:
        allowed: bool = self.permission_policy.user_has_permission_for_instance(
            self.request.user, "change", image
        )
        return allowed

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user, **self.cleaned_form.cleaned_data}


class WithdrawForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        help_text=_("For your records: who asked for it, and how. It is never public."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawConsentBulkAction(ConsentBulkAction):
    display_name = _("Withdraw consent")
    action_type = WITHDRAW
    aria_label = _("Withdraw the consent for the selected images")
    template_name = "galleries/consents/confirm_withdraw.html"
    action_priority = 110
    classes = {"serious"}
    form_class = WithdrawForm

    def annotate_items(self, items: list[Any]) -> list[Any]:
        self.uses = uses_of(items, self.request.user)
        return items

    def object_context(self, image: Any) -> dict[str, Any]:
        return {"item": image, "uses": self.uses.get(image.pk, Uses())}

    @classmethod
    def execute_action(
        cls, images: list[Any], *, user: Any = None, note: str = "", **kwargs: Any
    ) -> tuple[int, int]:
        return withdraw(images, user, note), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(count)d image is no longer shown anywhere.",
            "%(count)d images are no longer shown anywhere.",
            num_parent_objects,
        ) % {"count": num_parent_objects}


class GiveConsentAgainBulkAction(ConsentBulkAction):
    display_name = _("Consent given again")
    action_type = GIVE_AGAIN
    aria_label = _("Note that the consent for the selected images has been given again")
    template_name = "galleries/consents/confirm_give_again.html"
    action_priority = 120

    @classmethod
    def execute_action(
        cls, images: list[Any], *, user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        return give_again(images, user), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "The withdrawn consent for %(count)d image has been lifted.",
            "The withdrawn consents for %(count)d images have been lifted.",
            num_parent_objects,
        ) % {"count": num_parent_objects}
