"""The form of a webhook. Its secret is no part of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.coreutils import get_content_languages
from wagtail.models import Site

from newsroom.delivery.webhooks import switch_off, switch_on
from newsroom.http.outbound import validate_target
from newsroom.models import Kind, WebhookEndpoint

from .wishes import GONE, sections_by_site

LONGEST_ADDRESS = 2000  # characters
# What the worker writes meanwhile must not be overwritten with what it was when the form was shown.
WRITTEN = ["site", "name", "url", "kinds", "languages", "sections"]


class Several(forms.MultipleChoiceField):
    """Boxes to tick; none ticked means all."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class WebhookForm(WagtailAdminModelForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("Who is told, for example “Weekly of the county”."),
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        validators=[validate_target],
        widget=forms.URLInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        help_text=_("The receiver gives it to you; it starts with https://."),
    )
    kinds = Several(label=_("Kinds"), choices=Kind.choices, help_text=_("None ticked: all kinds."))
    languages = Several(label=_("Languages"), help_text=_("None ticked: all languages."))
    sections = Several(
        label=_("Sections"),
        help_text=_(
            "None ticked: everything, also what stands in no section. A section counts in all its "
            "languages."
        ),
    )
    active = forms.BooleanField(
        label=_("Switched on"),
        required=False,
        initial=True,
        help_text=_(
            "Switched off, it is told of nothing. Switched on again, it is told of what happens "
            "from then on, and of what was waiting for it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = self._languages()
        self.fields["sections"].choices = self._sections()
        if len(self.sites) == 1:
            del self.fields["site"]
            if self.instance._state.adding:
                self.instance.site = self.sites[0]

    @cached_property
    def sites(self) -> list[Site]:
        return list(Site.objects.order_by("-is_default_site", "hostname"))

    @cached_property
    def known(self) -> dict[int, dict[str, str]]:
        return sections_by_site()

    def _languages(self) -> list[tuple[str, str]]:
        known = dict(get_content_languages())
        gone = [code for code in self.instance.languages if code not in known]
        return [*known.items(), *((code, code) for code in gone)]

    def _sections(self) -> list[Any]:
        """Those of the Site; of several Sites in groups. What was chosen and is gone can stay.

        Otherwise the next save would leave no section, which means all of them.
        """
        groups = [(site, list(self.known.get(site.pk, {}).items())) for site in self.sites]
        choices: list[Any] = [(str(site), group) for site, group in groups if group]
        if len(self.sites) == 1:
            choices = groups[0][1]
        return [*choices, *((key, f"{GONE} ({key})") for key in self.gone)]

    @cached_property
    def gone(self) -> list[str]:
        there = {key for sections in self.known.values() for key in sections}
        return [key for key in self.instance.sections if key not in there]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean()
        site = told.get("site") if "site" in self.fields else self.instance.site
        if site:
            self._refuse_sections_of_others(site, told.get("sections", []))
            self._refuse_second_of_a_name(site, told.get("name", ""))
        return told

    def _refuse_sections_of_others(self, site: Site, chosen: Iterable[str]) -> None:
        own = self.known.get(site.pk, {})
        if any(key not in own and key not in self.gone for key in chosen):
            told = gettext("The webhook is told of %(site)s only; choose sections of that Site.")
            self.add_error("sections", told % {"site": site})

    def _refuse_second_of_a_name(self, site: Site, name: str) -> None:
        # Also so that a form that is sent twice makes one webhook.
        others = WebhookEndpoint.objects.filter(site=site, name__iexact=name)
        if name and others.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("There is a webhook of this name already."))

    def save(self, commit: bool = True) -> WebhookEndpoint:
        endpoint: WebhookEndpoint = self.instance
        if not commit:
            return endpoint
        if not endpoint._state.adding:
            endpoint.save(update_fields=WRITTEN)
            if "active" in self.changed_data:
                (switch_on if endpoint.active else switch_off)(endpoint)
        elif endpoint.active:
            switch_on(endpoint)
        else:
            endpoint.save()
        return endpoint


EDIT_HANDLER = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("url"), FieldPanel("site"), FieldPanel("active")],
            heading=_("Receiver"),
        ),
        MultiFieldPanel(
            [FieldPanel("kinds"), FieldPanel("languages"), FieldPanel("sections")],
            heading=_("What it is told of"),
        ),
    ],
    base_form_class=WebhookForm,
)
