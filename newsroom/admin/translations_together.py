"""The view by which several languages of a page are published, or planned, in one action."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page

from newsroom.delivery.health import is_working
from newsroom.delivery.releases import Refused, obstacles, plan, publish_together
from newsroom.models import Release
from newsroom.wire.compose import kind_of

from .translation_states import State, states_of
from .translations import Cell, Ways, edit_url, moment_of, several_languages


@dataclass
class Choice:
    """A language of the page, and why it cannot be chosen."""

    cell: Cell
    is_planned: bool = False
    reasons: list[str] = field(default_factory=list)

    @property
    def state(self) -> State:
        return self.cell.state

    @property
    def can_be_chosen(self) -> bool:
        return self.state.waits and not self.is_planned

    @property
    def is_ready(self) -> bool:
        """Whether it is proposed: nobody has to look at it again before."""
        return self.can_be_chosen and not self.reasons and self.state.is_complete


class TogetherForm(forms.Form):
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        error_messages={"required": _("Choose at least one language.")},
    )
    at = forms.DateTimeField(
        label=_("Date and time"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("All chosen languages go live then. Left empty, they go live now."),
    )

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["languages"]
        chosen.choices = [(language, language) for language in languages]

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise ValidationError(gettext("This moment has passed."))
        return at


class PublishTogetherView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    template_name = "newsroom/admin/translations/publish_together.html"
    form_class = TogetherForm
    page_title = _("Publish together")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not several_languages() or kind_of(self.page) is None:
            raise PermissionDenied
        if not any(page.permissions_for_user(request.user).can_publish() for page in self.pages):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def states(self) -> dict[str, State]:
        return states_of([self.page])[self.page.translation_key]

    @cached_property
    def pages(self) -> list[Page]:
        """The page in its languages, the source first."""
        own = sorted(
            (state for state in self.states.values() if state.page),
            key=lambda state: not state.is_source,
        )
        return [state.page for state in own if state.page]

    @cached_property
    def release(self) -> Release | None:
        planned = Release.objects.filter(translation_key=self.page.translation_key, refused=None)
        return planned.prefetch_related("pages").first()

    @cached_property
    def planned(self) -> set[int]:
        return {row.page_id for row in self.release.pages.all()} if self.release else set()

    @cached_property
    def choices(self) -> dict[str, Choice]:
        found = {}
        for cell in Ways(self.request.user, [self.states]).cells(self.states):
            choice = found[cell.state.language] = Choice(cell)
            if (page := cell.state.page) is None:
                continue
            choice.is_planned = page.pk in self.planned
            if choice.can_be_chosen:
                choice.reasons = obstacles(page, self.request.user)
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = get_breadcrumbs_items_for_page(
            self.page, self.request.user, "wagtailadmin_explore", "wagtailadmin_explore_root"
        )
        return [*items, {"url": "", "label": str(self.page_title)}]

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "languages": list(self.states)}

    def get_initial(self) -> dict[str, Any]:
        return {"languages": [name for name, one in self.choices.items() if one.is_ready]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "cancel" in request.POST:
            return self.cancel()
        return super().post(request, *args, **kwargs)

    def cancel(self) -> HttpResponse:
        if self.release:
            planned = [page for page in self.pages if page.pk in self.planned]
            user = self.request.user
            if not all(page.permissions_for_user(user).can_publish() for page in planned):
                raise PermissionDenied
            self.release.delete()
            messages.success(self.request, gettext("Nothing is planned any more."))
        return redirect(self.request.path)

    def form_valid(self, form: TogetherForm) -> HttpResponse:
        told, at = form.cleaned_data["languages"], form.cleaned_data["at"]
        pages = [page for page in self.pages if page.locale.language_code in told]
        try:
            if at:
                plan(pages, at, self.request.user)
            else:
                publish_together(pages, self.request.user)
        except Refused as refused:
            return self.refuse(form, refused)
        messages.success(self.request, self.success_message(len(pages), at))
        return redirect(edit_url(self.page))

    def success_message(self, number: int, at: Any) -> str:
        title = self.page.get_admin_display_title()
        if at:
            said = ngettext(
                "“%(title)s” goes live on %(moment)s in %(count)d language.",
                "“%(title)s” goes live on %(moment)s in %(count)d languages.",
                number,
            )
            return said % {"title": title, "moment": moment_of(at), "count": number}
        said = ngettext(
            "“%(title)s” has been published in %(count)d language.",
            "“%(title)s” has been published in %(count)d languages.",
            number,
        )
        return said % {"title": title, "count": number}

    def refuse(self, form: TogetherForm, refused: Refused) -> HttpResponse:
        for page in self.pages:
            if reasons := refused.reasons.get(page.pk):
                self.choices[page.locale.language_code].reasons = reasons
        return self.form_invalid(form)

    def form_invalid(self, form: TogetherForm) -> HttpResponse:
        messages.error(self.request, gettext("Nothing has been published. The reasons are below."))
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        return {
            **context,
            "page": self.page,
            "choices": list(self.choices.values()),
            "chosen": form["languages"].value() or [],
            "release": self.release,
            "moment": moment_of(self.release.at) if self.release else "",
            "edit_url": edit_url(self.page),
            "is_working": is_working(),
            "media": form.media,
        }
