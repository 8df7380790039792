"""What an import noticed: a stable code for programs, a sentence for people."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, str | Promise] = {
    # Dates
    "empty_date": _("The date of publication is empty, and stays empty."),
    "no_date_label": _("The capture has no line for the date of publication."),
    "unreadable_date": _("“%(text)s” is not a date; the date of publication stays empty."),
    "no_hour": _("The date %(date)s has no hour; noon is stored, the same day in every time zone."),
    "dates_in_title": _(
        "The title names dates, “%(text)s” (%(start)s to %(end)s). They were not set as the "
        "dates of the event."
    ),
    # Text
    "control_characters": _("%(count)s control characters were left out."),
    "no_text": _("The capture has neither a lead nor a text."),
    "possible_heading": _("“%(text)s” stands as a paragraph, but may be a heading."),
    "other_project": _("The text mentions another project, “%(title)s”. It was not linked."),
    # Photos
    "empty_gallery": _("“%(text)s” is followed by no photo."),
    "repeated_alt": _("%(count)s photos have the same alternative text: “%(alt)s”."),
    "alt_is_headline": _("The alternative text of %(count)s photos repeats the headline."),
    "missing_alt": _("%(count)s photos have no alternative text."),
    "lead_photo_elsewhere": _(
        "The line after the date is the alternative text of photo %(number)s, not of the first: "
        "that one was made the lead photo."
    ),
    "lead_photo_apart": _(
        "The line after the date is the headline and no photo of the gallery has it: it was taken "
        "for the alternative text of one more photo, the first."
    ),
    "missing_files": _("%(count)s photos have no file; placeholder pictures were drawn."),
    "too_few_files": _("%(files)s files for %(photos)s photos: some may stand at wrong texts."),
    "too_many_files": _("%(files)s files for %(photos)s photos: the last ones were not used."),
    "bad_file": _("The file “%(file)s” cannot be used: %(error)s"),
    # Boxes
    "lost_link": _("The box “%(title)s” has no text: it was a link, and the link is lost."),
    "text_without_box": _(
        "“%(text)s” stands after the gallery under no heading; it was added to the article's text."
    ),
    "equal_titles": _("A project and an information box are both called “%(title)s”: two pages."),
    "repeated_box": _("Several boxes are called “%(title)s”: their texts were put together."),
    "boxes_left_out": _("%(count)s information boxes were left out: this site has no page type."),
    "box_differs": _(
        "“%(title)s” has another text in the capture “%(capture)s”, which made the page; the page "
        "was left as it is."
    ),
    "former_part": _("“%(title)s” is no longer in the capture; its page was left as it is."),
    # Projects
    "no_programme": _("The description of “%(title)s” names no programme."),
    "unknown_programme": _("The programme “%(name)s” is not known; it was kept as written."),
    "no_fund": _("The description of “%(title)s” names no fund."),
    "unknown_fund": _("The fund “%(name)s” is not known; it was kept as written."),
    "no_implementer": _("The description of “%(title)s” does not say who carries it out."),
    "official_title": _(
        "The heading calls the project “%(title)s”, the text “%(official)s”: the latter was "
        "stored as its official title."
    ),
    "start_read": _("“%(text)s” was read as the project's start, %(date)s."),
    "end_read": _("“%(text)s” was read as the project's end, %(date)s."),
    "second_project": _(
        "The capture describes several projects; the article belongs to the first."
    ),
    "shortened": _("The field “%(field)s” was shortened to %(length)s characters."),
    # Pages
    "edited": _("An editor has changed “%(title)s” since it was imported; it was left as it is."),
    "published_undated": _(
        "The article was published without a date: readers see the day of its publication here."
    ),
}


@dataclass(frozen=True)
class Problem:
    code: str
    details: dict[str, Any]

    @property
    def message(self) -> str:
        return str(MESSAGES[self.code]) % self.details

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, **self.details}


def problem(code: str, **details: Any) -> Problem:
    return Problem(code, details)
