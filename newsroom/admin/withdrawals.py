"""Withdrawal: a live page is unpublished, and its readers are told why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page

from newsroom.wire.compose import ITEM_MODELS
from newsroom.wire.marks import tell_why

LOG_ACTION = "newsroom.withdraw"


def withdraw(reasons: Mapping[Page, str], user: Any = None) -> None:
    """Unpublish pages, all or none, and leave the public reason of each in its place."""
    with transaction.atomic():
        for page, reason in reasons.items():
            UnpublishPageAction(page, user=user, log_action=False).execute()
            tell_why(page, reason)
            log(page, LOG_ACTION, user=user, data={"reason": reason})


def may_withdraw(page: Page, user: Any) -> bool:
    model = page.specific_class or Page
    return (
        issubclass(model, tuple(ITEM_MODELS.values()))
        and not page.alias_of_id
        and page.permissions_for_user(user).can_unpublish()
    )


def header_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterable[Button]:
    if may_withdraw(page, user):
        yield Button(
            _("Withdraw with a reason"),
            reverse("newsroom_withdraw", args=[page.pk]),
            icon_name="no-view",
            priority=62,
        )


class Withdrawn(LogFormatter):
    label = _("Withdraw")

    def format_message(self, log_entry: Any) -> str:
        return _("Withdrawn: “%(reason)s”") % {"reason": log_entry.data.get("reason", "")}


class WithdrawalForm(forms.Form):
    """The reason, and for each language the page is live in as well, whether it goes along."""

    reason = forms.CharField(
        label=_("Reason for the public"),
        help_text=_(
            "Everybody can read it: at the page's address, in feeds and in the API. Say what was "
            "wrong, or why the page is gone, and name nobody who must not be named."
        ),
    )

    def __init__(self, *args: Any, page: Page, translations: list[Page], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.translations = page, translations
        self.fields["reason"].widget = _textarea(page)
        for other in translations:
            language = {"language": other.locale.get_display_name()}
            self.fields[f"also_{other.pk}"] = forms.BooleanField(
                label=_("Withdraw it in this language, too: %(language)s") % language,
                required=False,
                initial=True,
            )
            self.fields[f"reason_{other.pk}"] = forms.CharField(
                label=_("Reason in this language: %(language)s") % language,
                help_text=_("If it is left empty, readers get the reason above as it is."),
                required=False,
                widget=_textarea(other),
            )

    def reasons(self) -> dict[Page, str]:
        """The pages to be withdrawn, the first one first, with what their readers are told."""
        told = self.cleaned_data
        return {self.page: told["reason"]} | {
            other: told[f"reason_{other.pk}"] or told["reason"]
            for other in self.translations
            if told[f"also_{other.pk}"]
        }


def _textarea(page: Page) -> AdminAutoHeightTextInput:
    return AdminAutoHeightTextInput(
        attrs={"lang": page.locale.language_code, "dir": "auto", "rows": 2}
    )


class WithdrawView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    page_title = _("Withdraw with a reason")
    header_icon = "no-view"
    template_name = "newsroom/admin/withdraw.html"
    form_class = WithdrawalForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_withdraw(self.page, request.user):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def page(self) -> Page:
        page: Page = get_object_or_404(Page, pk=self.kwargs["page_id"]).specific
        return page

    @cached_property
    def translations(self) -> list[Page]:
        """The live page in other languages that somebody may withdraw as well."""
        pages = self.page.get_translations().filter(live=True).select_related("locale")
        return [page for page in pages if may_withdraw(page, self.request.user)]

    @property
    def title(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [{"url": edit, "label": self.title}, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs | {"page": self.page, "translations": self.translations}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "page": self.page,
            "action_url": self.request.get_full_path(),
            "submit_button_label": _("Withdraw"),
            "submit_button_active_label": _("Withdrawing…"),
            "media": context["form"].media,
        }

    def form_valid(self, form: WithdrawalForm) -> HttpResponse:
        reasons = form.reasons()
        withdraw(reasons, user=self.request.user)
        said = ngettext(
            "“%(title)s” is withdrawn.",
            "“%(title)s” is withdrawn in %(count)s languages.",
            len(reasons),
        )
        messages.success(self.request, said % {"title": self.title, "count": len(reasons)})
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[self.page.pk]))
