"""What an editor finds on the admin's home page: what is under way, and whether all is well."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Max, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision
from wagtail.permission_policies.pages import PagePermissionPolicy

from newsroom.delivery.health import Health, health
from newsroom.models import FeedSettings, ReleasedPage, WireScope
from newsroom.wire.channels import served
from newsroom.wire.compose import ITEM_MODELS

from .feeds import sites_of
from .translation_states import Condition, State, states_of
from .translations import EDITING, Cell, Ways, edit_url, several_languages

# The lists are short; what is behind them has pages of its own.
SHOWN = 5
# How many pages, the last published first, are looked at for translations they lack.
LOOKED_AT = 100


@dataclass(frozen=True)
class Entry:
    """A page in a list: ``moment`` is when something happened to it, or will."""

    page: Page
    moment: datetime | None
    note: str = ""

    @property
    def title(self) -> str:
        return str(self.page.get_admin_display_title())

    @property
    def url(self) -> str:
        return edit_url(self.page)


class Panel(Component):
    """A panel that is not there when it has nothing to say."""

    name: str
    order: int
    heading: Any
    icon = ""

    def __init__(self, request: HttpRequest) -> None:
        self.user: Any = request.user

    @property
    def is_shown(self) -> bool:
        raise NotImplementedError

    @cached_property
    def editable(self) -> "QuerySet[Page]":
        pages: QuerySet[Page] = PagePermissionPolicy().instances_user_has_any_permission_for(
            self.user, EDITING
        )
        return pages.select_related("locale")

    def render_html(self, parent_context: Any = None) -> Any:
        return super().render_html(parent_context) if self.is_shown else ""

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"panel": self, "several_languages": several_languages()}


class ListPanel(Panel):
    template_name = "newsroom/admin/home/list.html"

    @cached_property
    def entries(self) -> list[Entry]:
        raise NotImplementedError

    @property
    def is_shown(self) -> bool:
        return bool(self.entries)


class DraftsPanel(ListPanel):
    """What this editor has written last and nobody has published."""

    name = "newsroom-drafts"
    order = 230
    heading = _("My drafts")
    icon = "draft"

    @cached_property
    def entries(self) -> list[Entry]:
        # A page that was unpublished has changes as well, by Wagtail's count, but no newer text.
        newer = Q(last_published_at=None) | Q(latest_revision_created_at__gt=F("last_published_at"))
        drafts = self.editable.filter(
            newer,
            latest_revision__user=self.user,
            has_unpublished_changes=True,
            alias_of=None,
        ).exclude(pk__in=scheduled())
        newest = drafts.order_by("-latest_revision_created_at")[:SHOWN]
        return [Entry(page, page.latest_revision_created_at) for page in newest]


class ScheduledPanel(ListPanel):
    """What goes live by itself, alone or together with other languages."""

    name = "newsroom-scheduled"
    order = 231
    heading = pgettext_lazy("pages", "Scheduled")
    icon = "time"

    @cached_property
    def entries(self) -> list[Entry]:
        pages, together = self.editable, gettext("together with other languages")
        moments = sorted(scheduled().items(), key=lambda item: item[1])
        found = pages.in_bulk([pk for pk, _moment in moments])
        return [
            Entry(found[pk], at, together if has_company else "")
            for pk, (at, has_company) in moments
            if pk in found
        ][:SHOWN]


def scheduled() -> dict[int, tuple[datetime, bool]]:
    """When pages go live by page id, and whether others go with them."""
    revisions = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    found = {
        int(pk): (at, False) for pk, at in revisions.values_list("object_id", "approved_go_live_at")
    }
    rows = ReleasedPage.objects.filter(release__refused=None).annotate(
        together=Count("release__pages")
    )
    planned = rows.values_list("page_id", "release__at", "together")
    return found | {pk: (at, together > 1) for pk, at, together in planned}


@dataclass(frozen=True)
class Awaiting:
    """A page that readers see, and the languages that lack something."""

    page: Page
    cells: list[Cell]

    @property
    def title(self) -> str:
        return str(self.page.get_admin_display_title())

    @property
    def url(self) -> str:
        return edit_url(self.page)


class AwaitingPanel(Panel):
    """The last published pages that wait for a translation, or are ahead of one."""

    name = "newsroom-awaiting"
    order = 232
    heading = _("Awaiting translation")
    icon = "globe"
    template_name = "newsroom/admin/home/awaiting.html"

    @property
    def is_shown(self) -> bool:
        return several_languages() and bool(self.waiting)

    @cached_property
    def waiting(self) -> list[Awaiting]:
        found = states_of(self.candidates)
        keys = [page.translation_key for page in self.candidates]
        groups = [
            found[key]
            for key in dict.fromkeys(keys)
            if any(state.is_source and _is_public(state) for state in found[key].values())
            and any(state.awaits_translation for state in found[key].values())
        ][:SHOWN]
        ways = Ways(self.user, groups)
        return [
            Awaiting(
                next(one.page for one in states.values() if one.page and one.is_source),
                [cell for cell in ways.cells(states) if cell.state.awaits_translation],
            )
            for states in groups
        ]

    @cached_property
    def candidates(self) -> list[Page]:
        types = ContentType.objects.get_for_models(*ITEM_MODELS.values()).values()
        pages = self.editable.filter(live=True, alias_of=None, content_type__in=types)
        return list(pages.order_by("-last_published_at")[:LOOKED_AT])

    @property
    def report_url(self) -> str:
        return reverse("newsroom_translations_report") + "?state=awaiting"


def _is_public(state: State) -> bool:
    return bool(state.page and state.page.live) and state.condition != Condition.DRAFT


@dataclass(frozen=True)
class FeedsOfSite:
    """The feeds of one Site: how many, when something last changed in one, who tells of it."""

    site: str
    feeds: int
    changed: datetime | None
    hub: str


class FeedsPanel(Panel):
    """Whether there are feeds, and what happens in them."""

    name = "newsroom-feeds"
    order = 240
    heading = _("Feeds")
    icon = "newsroom-feed"
    template_name = "newsroom/admin/home/feeds.html"

    @property
    def is_shown(self) -> bool:
        return served() and bool(self.sites)

    @cached_property
    def sites(self) -> list[FeedsOfSite]:
        sites = sites_of(self.user)
        ids = [site.pk for site in sites]
        scopes = WireScope.objects.filter(site_id__in=ids, former=False).order_by()
        rows = scopes.values_list("site_id").annotate(Count("pk"), Max("changed"))
        counts = {pk: (number, changed) for pk, number, changed in rows}
        hubs = dict(FeedSettings.objects.filter(site__in=ids).values_list("site_id", "hub"))
        return [
            FeedsOfSite(str(site), *counts.get(site.pk, (0, None)), hubs.get(site.pk, ""))
            for site in sites
        ]

    @property
    def report_url(self) -> str:
        return reverse("newsroom_feeds_report")


class WorkerPanel(Panel):
    """Whether the worker works: all of it for administrators, a warning for who publishes."""

    name = "newsroom-worker"
    order = 241
    heading = _("Worker")
    icon = "cogs"
    template_name = "newsroom/admin/home/worker.html"

    @cached_property
    def health(self) -> Health:
        return health()

    @property
    def for_administrator(self) -> bool:
        return bool(self.user.is_superuser)

    @property
    def is_shown(self) -> bool:
        if self.for_administrator:
            return True
        may_publish = PagePermissionPolicy().user_has_permission(self.user, "publish")
        return bool(may_publish) and not self.health.is_working

    @property
    def failed_url(self) -> str:
        return reverse("newsroom_failed_compositions")


PANELS: Iterable[type[Panel]] = (
    DraftsPanel,
    ScheduledPanel,
    AwaitingPanel,
    FeedsPanel,
    WorkerPanel,
)


def construct_homepage_panels(request: HttpRequest, panels: list[Component]) -> None:
    # Between 232 and 240 is room for what the galleries have to say.
    panels += [panel(request) for panel in PANELS]
