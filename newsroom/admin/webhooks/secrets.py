"""The secret of a webhook: shown once, when it is made, and never again."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.log_actions import log

from newsroom.delivery.webhooks import rotate_secret
from newsroom.models import WebhookEndpoint

from .log import ROTATED
from .permissions import WebhookFormView, crumbs, page_of


def show_secret(request: HttpRequest, endpoint: WebhookEndpoint, secret: str) -> HttpResponse:
    """The page with a new secret: the answer of the POST that made it, which nobody stores.

    So it is in no address, no session and no message.
    """
    title = _("The secret of this webhook")
    context = {
        "endpoint": endpoint,
        "secret": secret,
        "page_url": page_of(endpoint),
        "header_title": title,
        "page_title": title,
        "header_icon": "key",
        "breadcrumbs_items": crumbs(endpoint, title),
    }
    answer = TemplateResponse(request, "newsroom/admin/webhooks/secret.html", context)
    patch_cache_control(answer, no_store=True, private=True)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


class RotationForm(forms.Form):
    """``rotated`` says which secret is to be replaced, by when the one before it ends."""

    rotated = forms.CharField(required=False, widget=forms.HiddenInput)


class RotateSecretView(WebhookFormView):
    """Asks, then replaces the secret; the former one goes on signing for a day."""

    page_title = _("New secret")
    header_icon = "key"
    template_name = "newsroom/admin/webhooks/rotate.html"
    form_class = RotationForm

    @property
    def rotated(self) -> str:
        until = self.endpoint.former_until
        return until.isoformat() if until else ""

    def get_initial(self) -> dict[str, Any]:
        return {"rotated": self.rotated}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        two_now = len(self.endpoint.secrets()) > 1
        return super().get_context_data(**kwargs, former_signs=two_now)

    def form_valid(self, form: RotationForm) -> HttpResponse:
        with transaction.atomic():
            locked = WebhookEndpoint.objects.select_for_update()
            self.endpoint = get_object_or_404(locked, pk=self.endpoint.pk)
            if form.cleaned_data["rotated"] == self.rotated:
                secret = rotate_secret(self.endpoint)
                log(self.endpoint, ROTATED, user=self.request.user)
                return show_secret(self.request, self.endpoint, secret)
        # The form was sent twice, or somebody else was faster: a second rotation would end the
        # secret that receivers have.
        told = _("Nothing was done: the secret has been replaced meanwhile.")
        messages.error(self.request, told)
        return redirect(reverse("newsroom_webhooks:rotate", args=[self.endpoint.pk]))
