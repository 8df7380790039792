"""How strict the rules for alternative texts are."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from .alt_text import DEFAULTS, Code, Rules


class Strictness(models.TextChoices):
    ERROR = "error", _("Keeps the page from being published")
    WARNING = "warning", _("Warns")
    OFF = "off", _("Off")


def rule(code: Code, help_text: Any) -> "models.CharField[Any, Any]":
    return models.CharField(
        code.label,
        max_length=7,
        choices=Strictness,
        default=DEFAULTS[code] or Strictness.OFF,
        help_text=help_text,
    )


class AltTextSettings(BaseGenericSetting):
    """What each rule does; drafts are saved in any case."""

    missing = rule(Code.MISSING, _("The photo is neither described nor marked as decorative."))
    repeated = rule(Code.REPEATED, _("Unless the photos show one thing only when taken together."))
    headline = rule(Code.HEADLINE, _("With or without “photo:” before it or a number behind it."))
    lead = rule(Code.LEAD, _("All of it, or one of its sentences."))
    caption = rule(Code.CAPTION, _("Screen readers read both, one after the other."))
    file_name = rule(Code.FILE_NAME, _("What a camera or a program has called the file."))
    generic = rule(Code.GENERIC, _("“Photo”, “image 3”, “photo of …”."))
    script = rule(Code.SCRIPT, _("Latin letters on a Ukrainian page; names may be in any."))
    untranslated = rule(Code.UNTRANSLATED, _("In a translation, the words of its source."))
    too_short = rule(Code.TOO_SHORT, _("A single word, or a few letters."))
    too_long = rule(Code.TOO_LONG, _("More than 250 characters."))

    panels = [
        MultiFieldPanel([FieldPanel(code.value) for code in Code], heading=_("Alternative texts"))
    ]

    class Meta:
        verbose_name = _("alternative texts")
        verbose_name_plural = _("alternative texts")

    @property
    def rules(self) -> Rules:
        chosen = {code: getattr(self, code.value) for code in Code}
        return {code: None if value == Strictness.OFF else value for code, value in chosen.items()}


def current_rules() -> Rules:
    """The rules as somebody has set them; those that nobody has touched are the defaults."""
    settings = AltTextSettings.objects.order_by("pk").first()
    return settings.rules if settings else DEFAULTS
