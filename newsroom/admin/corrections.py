"""Corrections: a dated note is added to a live article, and nothing else of it is published."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.button import Button
from wagtail.locks import ScheduledForPublishLock
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page, Revision

from galleries.models import add_last, recognise_rows
from newsroom.models import ArticlePage, Correction

LOG_ACTION = "newsroom.correct"


def add_correction(
    page: ArticlePage, text: str, date: datetime, *, user: Any = None, key: UUID | None = None
) -> None:
    """Publish a correction with what is live; drafts stay drafts, and get the correction as well.

    ``key`` is the translation key of the same correction in another language. Raises
    ``ValidationError`` if the live article may no longer be published as it is.
    """
    key = key or uuid4()
    with transaction.atomic():
        # Two corrections at once would each publish the article without the other one.
        Page.objects.select_for_update().get(pk=page.pk)
        live = ArticlePage.objects.get(pk=page.pk)
        waiting = waiting_revisions(live)
        correction = Correction(date=date, text=text, translation_key=key, locale=live.locale)
        add_last(live.corrections, correction)
        revision = live.save_revision(user=user)
        revision.publish(user=user, log_action=False)
        log(live, LOG_ACTION, user=user, revision=revision, data={"text": text})
        correction = Correction.objects.get(page=live, translation_key=key)
        for draft in waiting:
            carry_over(draft, correction)


def waiting_revisions(page: ArticlePage) -> list[Revision]:
    """The versions that are not public but may become so, the oldest first."""
    waiting = {
        revision.pk: revision for revision in page.revisions.exclude(approved_go_live_at=None)
    }
    latest = page.latest_revision
    if latest and page.has_unpublished_changes:
        waiting[latest.pk] = latest
    return [waiting[pk] for pk in sorted(waiting)]


def carry_over(revision: Revision, correction: Correction) -> None:
    """Save a version once more, with the correction; what was scheduled stays scheduled."""
    draft = revision.as_object()
    recognise_rows(draft)
    add_last(
        draft.corrections,
        Correction(
            pk=correction.pk,
            date=correction.date,
            text=correction.text,
            translation_key=correction.translation_key,
            locale_id=correction.locale_id,
        ),
    )
    # A draft need not be complete.
    draft.save_revision(
        user=revision.user, approved_go_live_at=revision.approved_go_live_at, clean=False
    )


def may_correct(page: Page, user: Any) -> bool:
    """Whether somebody may add a correction to a page: to a live article that is not locked."""
    if not issubclass(page.specific_class or Page, ArticlePage) or page.alias_of_id:
        return False
    if not page.live or not page.permissions_for_user(user).can_publish():
        return False
    lock = page.get_lock()
    # A version that is scheduled locks the page; it gets the correction, and nothing is lost.
    return isinstance(lock, ScheduledForPublishLock) or not (lock and lock.for_user(user))


def header_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterable[Button]:
    if may_correct(page, user):
        yield Button(
            _("Add a correction"),
            reverse("newsroom_add_correction", args=[page.pk]),
            icon_name="edit",
            priority=61,
        )


class CorrectionAdded(LogFormatter):
    label = _("Add a correction")

    def format_message(self, log_entry: Any) -> str:
        return _("Correction added: “%(text)s”") % {"text": log_entry.data.get("text", "")}


class CorrectionForm(WagtailAdminModelForm):
    class Meta:
        model = Correction
        fields = ["text", "date"]
        widgets = {"text": AdminAutoHeightTextInput(attrs={"rows": 3})}

    def clean_date(self) -> datetime:
        date: datetime = self.cleaned_data["date"].replace(microsecond=0)
        if date > timezone.now():
            raise ValidationError(_("The date lies in the future."))
        return date


class AddCorrectionView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    page_title = _("Add a correction")
    header_icon = "edit"
    template_name = "newsroom/admin/add_correction.html"
    form_class = CorrectionForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_correct(self.article, request.user):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def article(self) -> ArticlePage:
        return get_object_or_404(ArticlePage, pk=self.kwargs["page_id"])

    @cached_property
    def original(self) -> Correction | None:
        """The same correction in another language, which this one is to be the translation of."""
        if not (asked := self.request.GET.get("of")):
            return None
        try:
            key = UUID(asked)
        except ValueError as error:
            raise Http404 from error
        others = Correction.objects.filter(
            translation_key=key, page__translation_key=self.article.translation_key
        ).select_related("locale")
        if any(other.page_id == self.article.pk for other in others):
            # Added meanwhile, or the same form twice.
            return None
        return next(iter(others), None)

    @property
    def title(self) -> str:
        return str(self.article.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.article.pk])
        return [{"url": edit, "label": self.title}, {"url": "", "label": self.page_title}]

    def get_form(self, form_class: Any = None) -> CorrectionForm:
        form: CorrectionForm = super().get_form(form_class)
        words = {"lang": self.article.locale.language_code, "dir": "auto"}
        form.fields["text"].widget.attrs |= words
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "page": self.article,
            "original": self.original,
            "corrections": self.article.corrections.order_by("-date"),
            "in_moderation": self.article.workflow_in_progress,
            "action_url": self.request.get_full_path(),
            "submit_button_label": _("Publish the correction"),
            "submit_button_active_label": _("Publishing…"),
            "media": context["form"].media,
        }

    @cached_property
    def others(self) -> list[Page]:
        """The live article in other languages that somebody may correct as well."""
        pages = self.article.get_translations().filter(live=True).select_related("locale")
        return [page for page in pages if may_correct(page, self.request.user)]

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        told = form.cleaned_data
        key = self.original.translation_key if self.original else uuid4()
        try:
            add_correction(
                self.article, told["text"], told["date"], user=self.request.user, key=key
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        self.tell(key)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[self.article.pk]))

    def tell(self, key: UUID) -> None:
        """Say that it is public, and which languages do not have it yet."""
        known = Correction.objects.filter(translation_key=key).values_list("page_id", flat=True)
        messages.success(
            self.request,
            _("The correction of “%(title)s” is public.") % {"title": self.title},
            buttons=[
                messages.button(
                    f"{reverse('newsroom_add_correction', args=[page.pk])}?of={key}",
                    _("Add it in this language: %(language)s")
                    % {"language": page.locale.get_display_name()},
                )
                for page in self.others
                if page.pk not in set(known)
            ],
        )
