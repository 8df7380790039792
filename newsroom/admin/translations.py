"""The languages of a page in sight of its editors, and the ways to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from newsroom.addresses import content_languages
from newsroom.models import Release
from newsroom.wire.compose import kind_of

from .translation_states import Condition, State, States, states_of

EDITING = ("add", "change", "publish")
TRANSLATORS = ("wagtail_localize", "wagtail.contrib.simple_translation")

ICONS = {
    Condition.MISSING: "circle-plus",
    Condition.DRAFT: "draft",
    Condition.LIVE: "circle-check",
    Condition.CHANGED: "edit",
    Condition.SCHEDULED: "time",
    Condition.UNPUBLISHED: "no-view",
}


def several_languages() -> bool:
    return getattr(settings, "WAGTAIL_I18N_ENABLED", False) and len(content_languages()) > 1


def words_of(state: State) -> list[str]:
    """What there is to say of a state, the most important first."""
    words = [str(state.condition.label)]
    if state.at:
        words = [_("Scheduled for %(moment)s") % {"moment": moment_of(state.at)}]
    if state.behind:
        words.append(_("behind its source"))
    if state.untranslated:
        words.append(
            ngettext(
                "%(count)d text not translated",
                "%(count)d texts not translated",
                state.untranslated,
            )
            % {"count": state.untranslated}
        )
    if state.alts_missing:
        words.append(
            ngettext(
                "%(count)d alternative text missing",
                "%(count)d alternative texts missing",
                state.alts_missing,
            )
            % {"count": state.alts_missing}
        )
    return words


def moment_of(moment: Any) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


@dataclass(frozen=True)
class Cell:
    """A state as it is shown: words, an icon, and where one click leads."""

    state: State
    url: str

    @property
    def words(self) -> list[str]:
        return words_of(self.state)

    @property
    def icon(self) -> str:
        return ICONS[self.state.condition]

    @property
    def tone(self) -> str:
        """For the style sheet; what it says is in the words."""
        if self.state.page is None:
            return "missing"
        return "good" if self.state.is_complete and not self.state.waits else "open"


class Ways:
    """Where somebody may go from states: to edit a page, or to have it translated."""

    def __init__(self, user: Any, groups: Iterable[States]) -> None:
        self.user = user
        ids = [state.page.pk for states in groups for state in states.values() if state.page]
        editable = PagePermissionPolicy().instances_user_has_any_permission_for(user, EDITING)
        self.editable = set(editable.filter(pk__in=ids).values_list("pk", flat=True))
        self.ids = ids

    @cached_property
    def translator(self) -> str:
        """The app by which this user may have pages translated, if any."""
        return next(
            (
                label
                for label in (name.rpartition(".")[2] for name in TRANSLATORS if installed(name))
                if self.user.has_perm(f"{label}.submit_translation")
            ),
            "",
        )

    def may_publish(self) -> bool:
        """Whether at least one of the pages may be published."""
        allowed = PagePermissionPolicy().instances_user_has_permission_for(self.user, "publish")
        return bool(allowed.filter(pk__in=self.ids).exists())

    def cells(self, states: States) -> list[Cell]:
        source = next((state.page for state in states.values() if state.is_source), None)
        return [Cell(state, self._way(state, source)) for state in states.values()]

    def _way(self, state: State, source: Page | None) -> str:
        if state.page:
            return edit_url(state.page) if state.page.pk in self.editable else ""
        if source is None or not self.translator or source.pk not in self.editable:
            return ""
        address = reverse(f"{self.translator}:submit_page_translation", args=[source.pk])
        told = {"select_locale": state.language, "next": edit_url(source)}
        return f"{address}?{urlencode(told)}"

    def update_url(self, states: States) -> str:
        """Where the source's changes are taken over, if a translation is behind them."""
        behind = next((s.texts_id for s in states.values() if s.behind and s.texts_id), None)
        if behind is None or self.translator != "wagtail_localize":
            return ""
        source = next((state.page for state in states.values() if state.is_source), None)
        next_url = f"?{urlencode({'next': edit_url(source)})}" if source else ""
        return reverse("wagtail_localize:update_translations", args=[behind]) + next_url


def installed(app: str) -> bool:
    return apps.is_installed(app)


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@dataclass(frozen=True)
class Strip:
    """The languages of one page, below the header of its editor."""

    page: Page
    cells: list[Cell]
    update_url: str
    together_url: str
    release: Release | None

    @property
    def here(self) -> str:
        code: str = self.page.locale.language_code
        return code

    @property
    def moment(self) -> str:
        return moment_of(self.release.at) if self.release else ""

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why a release was refused, by language."""
        if self.release is None or not self.release.refused:
            return []
        names = {cell.state.language: cell.state.language_name for cell in self.cells}
        return [
            (names.get(row.language, row.language), row.reason)
            for row in self.release.pages.all()
            if row.reason
        ]


def strip_of(page: Page, request: HttpRequest) -> Strip | None:
    """None for pages that are no items, and in projects with one language."""
    if not page.pk or not several_languages() or kind_of(page) is None:
        return None
    states = states_of([page])[page.translation_key]
    ways = Ways(request.user, [states])
    own = [state for state in states.values() if state.page]
    return Strip(
        page,
        ways.cells(states),
        ways.update_url(states),
        together_url(page) if len(own) > 1 and ways.may_publish() else "",
        Release.objects.filter(translation_key=page.translation_key)
        .prefetch_related("pages")
        .first(),
    )


def together_url(page: Page) -> str:
    return reverse("newsroom_publish_together", args=[page.pk])


class PublishTogetherMenuItem(ActionMenuItem):
    """The way to publish several languages at once, among the page's other actions."""

    name = "action-publish-together"
    icon_name = "upload"

    @property
    def label(self) -> str:
        return _("Publish together…")

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        if context["view"] != "edit" or page is None or not several_languages():
            return False
        if context["locked_for_user"] or kind_of(page) is None:
            return False
        if not self.get_user_page_permissions_tester(context).can_publish():
            return False
        return bool(page.get_translations().filter(alias_of=None).exists())

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return together_url(parent_context["page"])
