"""What can be wrong with an alternative text, and how grave it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Severity = Literal["error", "warning"]
Words = str | Promise


class Code(models.TextChoices):
    """The rules, worst first; the labels say what each of them finds."""

    MISSING = "missing", _("No alternative text")
    REPEATED = "repeated", _("The same text on different photos")
    HEADLINE = "headline", _("Repeats the headline")
    LEAD = "lead", _("Repeats the lead")
    CAPTION = "caption", _("Repeats the caption")
    FILE_NAME = "file_name", _("Name of a file")
    GENERIC = "generic", _("Says only that it is a picture")
    SCRIPT = "script", _("Written in another script")
    UNTRANSLATED = "untranslated", _("Not translated")
    TOO_SHORT = "too_short", _("Too short")
    TOO_LONG = "too_long", _("Too long")


# How grave each is; None for a rule that is off.
Rules = Mapping[Code, Severity | None]
BLOCKING = (Code.MISSING, Code.REPEATED, Code.HEADLINE)
MOST_PLACES = 3  # named in a sentence
DEFAULTS: Rules = {code: "error" if code in BLOCKING else "warning" for code in Code}

SENTENCES: dict[Code, Any] = {
    Code.MISSING: _("Describe what the photo shows, or mark it as decorative."),
    Code.REPEATED: _("The same text stands at another picture ({places})."),
    Code.HEADLINE: _("This is the headline, which readers have heard already."),
    Code.LEAD: _("This is the lead, which readers have heard already."),
    Code.CAPTION: _("This is the caption, which readers hear anyway."),
    Code.FILE_NAME: _("This looks like the name of a file."),
    Code.GENERIC: _("That it is a picture readers know; what it shows they do not."),
    Code.SCRIPT: _("This is not written in the script of the page's language."),
    Code.UNTRANSLATED: _("This is the text of the page that was translated."),
    Code.TOO_SHORT: _("This is too short to say what the photo shows."),
    Code.TOO_LONG: _("This is long: it is read out in one go, and nobody can pause or skim it."),
}
SUGGESTIONS: dict[Code, Words] = {
    Code.MISSING: _("Say who or what is in it, what happens, and what of it matters here."),
    Code.REPEATED: _(
        "Say what is different in each of them. If they show one thing only when taken together, "
        "tick that at all of them."
    ),
    Code.HEADLINE: _("Say what can be seen in this photo."),
    Code.LEAD: _("Say what can be seen in this photo."),
    Code.CAPTION: _("Say what can be seen; let the caption say what cannot."),
    Code.FILE_NAME: _("Say what can be seen in this photo."),
    Code.GENERIC: _("Leave out “photo of” and begin with what can be seen."),
    Code.SCRIPT: _("Write it in the language of this page; names may stay as they are."),
    Code.UNTRANSLATED: _("Translate it."),
    Code.TOO_SHORT: _("Use a few words: who or what, doing what, where."),
    Code.TOO_LONG: _("Keep the one or two sentences that matter; move the rest to the text."),
}


@dataclass(frozen=True)
class Finding:
    """What is wrong with one alternative text; an ``error`` blocks publishing.

    ``places`` are the other pictures that it is about.
    """

    code: Code
    severity: Severity
    places: tuple[Words, ...] = ()

    @property
    def message(self) -> Words:
        """What is wrong, a sentence in the reader's language."""
        sentence = SENTENCES[self.code]
        if self.places:
            sentence = format_lazy(sentence, places=_joined(self.places))
        words: Words = sentence
        return words

    @property
    def suggestion(self) -> Words:
        """What to do about it."""
        return SUGGESTIONS[self.code]


def _joined(places: tuple[Words, ...]) -> Words:
    named: list[Any] = list(places[:MOST_PLACES])
    if len(places) > MOST_PLACES:
        named.append("…")
    joined: Words = format_lazy(", ".join(["{}"] * len(named)), *named)
    return joined


MISSING = Finding(Code.MISSING, "error")
