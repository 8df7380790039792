from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string


class People(models.TextChoices):
    """On what ground a photo may show people who can be recognised in it."""

    UNKNOWN = "", _("Not known yet")
    NOBODY = "nobody", _("Nobody can be recognised")
    CONSENT = "consent", _("They have agreed")
    PUBLIC_FUNCTION = "public-function", _("Publicly known people in their function")
    GATHERING = "gathering", _("A detail of a public gathering")


class ShowsPeople(models.Model):
    """A use of an image, with the ground on which it may show people. None of it is public."""

    image_id: int

    people = models.CharField(
        _("people in the photo"),
        max_length=32,
        blank=True,
        choices=People,
        default=People.UNKNOWN,
        help_text=_("On what ground people who can be recognised may be shown."),
    )
    consent_date = models.DateField(
        _("agreed on"), null=True, blank=True, help_text=_("The day on which they agreed.")
    )
    consent_until = models.DateField(
        _("agreed until"),
        null=True,
        blank=True,
        help_text=_("The last day on which the photo may be shown; empty if there is no end."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if problems := self.consent_problems():
            raise ValidationError(problems)

    def consent_problems(self) -> dict[str, str]:
        """What is wrong with the days of the consent, by field."""
        given: dict[str, date | None] = {
            "consent_date": self.consent_date,
            "consent_until": self.consent_until,
        }
        if self.people != People.CONSENT:
            message = gettext("Only people who have agreed have such a day. Leave it empty.")
            return {name: message for name, day in given.items() if day}
        if self.consent_date and self.consent_until and self.consent_date > self.consent_until:
            return {"consent_until": gettext("This is before the day on which they agreed.")}
        return {}


class WithdrawnConsent(models.Model):
    """People in an image no longer agree: it is public nowhere, until they agree again.

    The file is barred as well as the image: it may be uploaded again, and the image deleted.
    """

    image = models.ForeignKey(
        get_image_model_string(), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_hash = models.CharField(max_length=40, blank=True, db_index=True)
    title = models.CharField(_("title"), max_length=255)
    note = models.TextField(_("note"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_again_at = models.DateTimeField(_("given again"), null=True)
    given_again_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    # It must not count as a place where the image is used.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("withdrawn consent")
        verbose_name_plural = _("withdrawn consents")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def of(cls, image: Any) -> "WithdrawnConsent":
        return cls(image=image, file_hash=image.get_file_hash(), title=image.title)
