"""What is written in the history of a webhook; creating, editing and deleting Wagtail writes."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

ROTATED = "newsroom.webhook.rotate"
SWITCHED_ON = "newsroom.webhook.switch_on"
SWITCHED_OFF = "newsroom.webhook.switch_off"
RESENT = "newsroom.webhook.resend"
RESENT_SINCE = "newsroom.webhook.resend_since"


class Resent(LogFormatter):
    label = _("Send again")

    def format_message(self, log_entry: Any) -> str:
        facts: dict[str, Any] = log_entry.data
        return gettext("Sent again: event %(event)s") % facts


class ResentSince(LogFormatter):
    label = _("Send again since a moment")

    def format_message(self, log_entry: Any) -> str:
        facts: dict[str, Any] = log_entry.data
        told = ngettext(
            "Sent again: %(count)s event since %(since)s",
            "Sent again: %(count)s events since %(since)s",
            facts["count"],
        )
        return told % facts


def register(actions: LogActionRegistry) -> None:
    actions.register_action(ROTATED, _("New secret"), _("Secret replaced"))
    actions.register_action(SWITCHED_ON, _("Switch on"), _("Switched on"))
    actions.register_action(SWITCHED_OFF, _("Switch off"), _("Switched off"))
    actions.register_action(RESENT)(Resent)
    actions.register_action(RESENT_SINCE)(ResentSince)
