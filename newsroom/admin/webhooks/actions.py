"""What can be done with a webhook at once: a test, switching it, sending again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log

from newsroom.delivery.webhooks import resend_since, send_test, switch_off, switch_on
from newsroom.models import DeliveryState, WebhookDelivery, WebhookEndpoint

from .log import RESENT_SINCE, SWITCHED_OFF, SWITCHED_ON
from .permissions import WebhookFormView, WebhookPermissionMixin, page_of
from .states import moment


class WebhookActionView(WebhookPermissionMixin, View):
    """Does something with a webhook and goes on to a page that shows what came of it."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(self.act(get_object_or_404(WebhookEndpoint, pk=pk)))

    def act(self, endpoint: WebhookEndpoint) -> str:
        raise NotImplementedError


class SendTestView(WebhookActionView):
    def act(self, endpoint: WebhookEndpoint) -> str:
        delivery = send_test(endpoint)
        tell_outcome(self.request, delivery)
        return reverse("newsroom_webhooks:delivery", args=[delivery.pk])


def tell_outcome(request: HttpRequest, delivery: WebhookDelivery) -> None:
    facts = {"status": delivery.status, "seconds": f"{delivery.seconds or 0:.2f}"}
    if delivery.state == DeliveryState.DELIVERED:
        told = gettext("The receiver took the test event: status %(status)s, %(seconds)s s.")
        messages.success(request, told % facts)
    elif delivery.status is not None:
        told = gettext("The receiver refused the test event: status %(status)s, %(seconds)s s.")
        messages.error(request, told % facts)
    else:
        told = gettext("The test event did not arrive: %(error)s")
        messages.error(request, told % {"error": delivery.error})


class SwitchOnView(WebhookActionView):
    def act(self, endpoint: WebhookEndpoint) -> str:
        if not endpoint.active:
            switch_on(endpoint)
            log(endpoint, SWITCHED_ON, user=self.request.user)
        told = gettext("“%(name)s” is switched on: it is told of what happens from now on.")
        messages.success(self.request, told % {"name": endpoint.name})
        return page_of(endpoint)


class SwitchOffView(WebhookActionView):
    def act(self, endpoint: WebhookEndpoint) -> str:
        if endpoint.active:
            switch_off(endpoint)
            log(endpoint, SWITCHED_OFF, user=self.request.user)
        told = gettext("“%(name)s” is switched off: it is told of nothing any more.")
        messages.success(self.request, told % {"name": endpoint.name})
        return page_of(endpoint)


class SinceForm(forms.Form):
    since = forms.DateTimeField(
        label=_("Since"),
        widget=AdminDateTimeInput,
        help_text=_("Date and time, for example of the last event that the receiver knows."),
    )

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        if since > timezone.now():
            raise ValidationError(_("This moment is still to come."))
        return since


class ResendSinceView(WebhookFormView):
    """Queues all that a webhook wanted to know of since a moment."""

    page_title = _("Send again")
    header_icon = "rotate"
    template_name = "newsroom/admin/webhooks/resend_since.html"
    form_class = SinceForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.get_full_path(),
            "submit_button_label": _("Send again"),
            "submit_button_active_label": _("Queuing…"),
            "media": context["form"].media,
        }

    def form_valid(self, form: SinceForm) -> HttpResponse:
        since = form.cleaned_data["since"]
        count = resend_since(self.endpoint, since)
        told = ngettext(
            "%(count)s event since %(since)s is sent again.",
            "%(count)s events since %(since)s are sent again.",
            count,
        )
        facts = {"count": count, "since": moment(since)}
        if count:
            log(self.endpoint, RESENT_SINCE, user=self.request.user, data=facts)
            messages.success(self.request, told % facts)
        else:
            none = gettext("There was nothing since %(since)s that this webhook is told of.")
            messages.warning(self.request, none % facts)
        return HttpResponseRedirect(page_of(self.endpoint))
