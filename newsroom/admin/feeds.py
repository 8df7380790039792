"""The report of all feeds: where they are, what is in them, and who says to read them."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, Site
from wagtail.permission_policies.pages import PagePermissionPolicy

from newsroom.feeds.health import examine
from newsroom.models import FeedAudience, Noun, WireScope
from newsroom.wire.channel_counts import item_counts, name_of
from newsroom.wire.channels import FORMAT_NAMES, Channel, Gone, every, find, served
from newsroom.wire.feed_options import Options

VALIDATOR = "https://validator.w3.org/feed/check.cgi"
EDITING = ("add", "change", "publish")


@dataclass(frozen=True)
class Feed:
    """A channel in all its formats, as the report shows it."""

    channel: Channel
    items: int
    audience: Sequence[FeedAudience]

    @property
    def site(self) -> str:
        return str(self.channel.site)

    @property
    def title(self) -> str:
        return self.channel.title

    @property
    def language(self) -> str:
        return str(get_content_languages()[self.channel.language])

    @property
    def noun(self) -> str:
        return str(Noun(self.channel.noun).label)

    @property
    def changed(self) -> datetime | None:
        return self.channel.changed

    @property
    def subscribers(self) -> int:
        return sum(one.subscribers for one in self.audience)

    @property
    def addresses(self) -> dict[str, str]:
        return {name: self.channel.url(extension) for extension, name in FORMAT_NAMES.items()}

    @property
    def check_url(self) -> str:
        channel = self.channel
        place = {"language": channel.language, "noun": channel.noun, "slug": channel.slug}
        query = urlencode({"site": channel.site.pk, **place})
        return f"{reverse('newsroom_check_feed')}?{query}"

    @property
    def rss(self) -> str:
        return self.channel.url("rss")

    @property
    def atom(self) -> str:
        return self.channel.url("atom")

    @property
    def json(self) -> str:
        return self.channel.url("json")

    @property
    def services(self) -> list[str]:
        """What each service has announced for which format."""
        formats = {self.channel.path(extension): name for extension, name in FORMAT_NAMES.items()}
        return [
            f"{one.service} ({formats[one.path]}): {one.subscribers}"
            for one in self.audience
            if one.path in formats
        ]


ORDERINGS = {
    "items": lambda feed: feed.items,
    "changed": lambda feed: feed.changed.timestamp() if feed.changed else 0,
    "subscribers": lambda feed: feed.subscribers,
}


def sites_of(user: AbstractBaseUser) -> list[Site]:
    """The Sites in which somebody may edit any page."""
    pages = PagePermissionPolicy().instances_user_has_any_permission_for(user, EDITING)
    found = []
    for site in Site.objects.select_related("root_page").order_by("-is_default_site", "hostname"):
        roots = Page.objects.filter(translation_key=site.root_page.translation_key)
        paths = roots.values_list("path", flat=True)
        if any(pages.filter(path__startswith=path).exists() for path in paths):
            found.append(site)
    return found


def feeds_of(site: Site) -> list[Feed]:
    """All feeds of a Site; the queries are as many for a thousand as for one."""
    counts, audience = item_counts(site), defaultdict(list)
    rows = FeedAudience.objects.filter(site_id=site.pk).order_by("-subscribers", "service", "path")
    for row in rows:
        audience[row.path.rpartition(".")[0]].append(row)
    return [
        Feed(channel, counts[name_of(channel)], audience[channel.path("rss").rpartition(".")[0]])
        for channel in every(Options.of(site))
    ]


class FeedFilters(WagtailFilterSet):
    locale = ChoiceFilter(
        label=_("Language"), choices=lambda: list(get_content_languages().items())
    )
    noun = ChoiceFilter(label=_("Kind of feed"), choices=Noun.choices)
    site = ChoiceFilter(label=_("Site"))

    class Meta:
        model = WireScope
        fields: list[str] = []

    def __init__(self, *args: Any, sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["site"].extra["choices"] = [(str(site.pk), str(site)) for site in sites]
        if len(sites) < 2:
            del self.filters["site"]

    def keep(self, feed: Feed) -> bool:
        told = self.form.cleaned_data
        channel = feed.channel
        own = {"locale": channel.language, "noun": channel.noun, "site": str(channel.site.pk)}
        return all(own[name] == value for name, value in told.items() if value and name in own)


class FeedsView(ReportView):
    """Every feed of the Sites that somebody works on."""

    page_title = _("Feeds")
    header_icon = "newsroom-feed"
    index_url_name = "newsroom_feeds_report"
    index_results_url_name = "newsroom_feeds_report_results"
    filterset_class = FeedFilters
    permission_policy = PagePermissionPolicy()
    any_permission_required = EDITING
    export_filename = "feeds"
    list_export = [
        "site", "title", "language", "noun", "rss", "atom", "json",
        "items", "changed", "subscribers", "services",
    ]  # fmt: skip
    export_headings = {
        "site": _("Site"),
        "title": _("Title"),
        "language": _("Language"),
        "noun": _("Kind of feed"),
        **FORMAT_NAMES,
        "items": _("Items"),
        "changed": _("Newest change"),
        "subscribers": _("Subscribers"),
        "services": _("Services"),
    }

    @cached_property
    def sites(self) -> list[Site]:
        return sites_of(self.request.user) if served() else []

    @cached_property
    def columns(self) -> list[Column]:
        columns = [
            Column("title", label=_("Feed")),
            Column("language", label=_("Language")),
            Column("noun", label=_("Kind of feed")),
            AddressesColumn("addresses", label=_("Addresses")),
            Column("items", label=_("Items"), sort_key="items"),
            DateColumn("changed", label=_("Newest change"), sort_key="changed"),
            AudienceColumn("subscribers", label=_("Subscribers"), sort_key="subscribers"),
            CheckColumn("check_url", label=_("Validity")),
        ]
        return [*columns, Column("site", label=_("Site"))] if len(self.sites) > 1 else columns

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "sites": self.sites}

    def get_queryset(self) -> list[Feed]:
        found = [feed for site in self.sites for feed in feeds_of(site)]
        key = (self.ordering or "").removeprefix("-")
        if key in ORDERINGS:
            found.sort(key=ORDERINGS[key], reverse=self.ordering.startswith("-"))
        return found

    def filter_queryset(self, feeds: list[Feed]) -> list[Feed]:
        if self.filters and self.filters.is_valid():
            return [feed for feed in feeds if self.filters.keep(feed)]
        return feeds


class AddressesColumn(Column):
    cell_template_name = "newsroom/admin/feed_addresses_cell.html"


class AudienceColumn(Column):
    """The number, and behind it the services that have announced it."""

    cell_template_name = "newsroom/admin/feed_audience_cell.html"


class CheckColumn(Column):
    cell_template_name = "newsroom/admin/feed_check_cell.html"


class CheckFeedView(WagtailAdminTemplateMixin, TemplateView):
    """What a validator says of one feed in its formats."""

    template_name = "newsroom/admin/feed_check.html"
    page_title = _("Validity")
    header_icon = "newsroom-feed"

    @cached_property
    def channel(self) -> Channel:
        asked, user = self.request.GET, self.request.user
        for site in sites_of(user) if user.is_authenticated else []:
            if str(site.pk) == asked.get("site"):
                place = (asked.get(name, "") for name in ("language", "noun", "slug"))
                with suppress(Gone):
                    if isinstance(found := find(Options.of(site), *place), Channel):
                        return found
        raise Http404

    def get_page_subtitle(self) -> str:
        return self.channel.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        report = {"url": reverse("newsroom_feeds_report"), "label": FeedsView.page_title}
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checked = []
        for extension, name in FORMAT_NAMES.items():
            url = self.channel.url(extension)
            # It knows no JSON Feed.
            asking = f"{VALIDATOR}?{urlencode({'url': url})}" if extension != "json" else ""
            health = examine(self.channel, extension)
            checked.append({"name": name, "url": url, "validator": asking, "health": health})
        return super().get_context_data(**kwargs, checked=checked)


class FeedsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        allowed = FeedsView.permission_policy.user_has_any_permission(request.user, EDITING)
        return served() and bool(allowed)
