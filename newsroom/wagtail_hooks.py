from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.views.reports import ReportView
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from .admin import corrections, projects, withdrawals
from .admin.compositions import FailedCompositionsView
from .admin.feeds import CheckFeedView, FeedsMenuItem, FeedsView
from .admin.home import construct_homepage_panels
from .admin.moves import refuse_bulk_move, refuse_move
from .admin.previews import header_buttons, preview_modes
from .admin.tags import MergeTagsBulkAction, NewsTagViewSet
from .admin.translations import PublishTogetherMenuItem
from .admin.translations_report import TranslationsMenuItem, TranslationsView
from .admin.translations_together import PublishTogetherView
from .admin.translations_unpublish import unpublish_with_translations
from .admin.webhooks import log as webhook_log
from .admin.webhooks import notice as webhook_notice
from .admin.webhooks.views import WebhookViewSet
from .models import FeedSettings
from .wire import logos
from .wire.signal_handlers import files_changed, key_of
from .wire.visibility import was_published

register_snippet(NewsTagViewSet)
hooks.register("register_bulk_action", MergeTagsBulkAction)
hooks.register("before_move_page", refuse_move)
hooks.register("before_bulk_action", refuse_bulk_move)
hooks.register("construct_homepage_panels", construct_homepage_panels)
hooks.register("construct_homepage_panels", webhook_notice.construct_homepage_panels)
# After all others, for it may take the place of what they would have let happen.
hooks.register("before_unpublish_page", unpublish_with_translations, order=1000)
hooks.register("register_page_preview_modes", preview_modes)
hooks.register("register_page_header_buttons", header_buttons)
hooks.register("after_publish_page", projects.warn_of_gaps)
hooks.register("register_page_header_buttons", corrections.header_buttons)
hooks.register("register_page_header_buttons", withdrawals.header_buttons)

# Without that app feeds look as the settings say.
if apps.is_installed("wagtail.contrib.settings"):
    from wagtail.contrib.settings.registry import register_setting

    register_setting(FeedSettings, icon="newsroom-feed")


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    own = ["newsroom-feed", "newsroom-webhook"]
    return [*icons, *(f"newsroom/admin/icons/{name}.svg" for name in own)]


@hooks.register("register_admin_viewset")
def register_webhooks() -> WebhookViewSet:
    return WebhookViewSet()


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        *_report("compositions", FailedCompositionsView),
        *_report("feeds", FeedsView),
        path("reports/feeds/check/", CheckFeedView.as_view(), name="newsroom_check_feed"),
        *_report("translations", TranslationsView),
        *_report("projects", projects.ProjectsView),
        path("newsroom/project-gaps/", projects.project_gaps, name="newsroom_project_gaps"),
        path(
            "newsroom/<int:page_id>/correct/",
            corrections.AddCorrectionView.as_view(),
            name="newsroom_add_correction",
        ),
        path(
            "newsroom/<int:page_id>/publish-together/",
            PublishTogetherView.as_view(),
            name="newsroom_publish_together",
        ),
        path(
            "newsroom/<int:page_id>/withdraw/",
            withdrawals.WithdrawView.as_view(),
            name="newsroom_withdraw",
        ),
    ]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(corrections.LOG_ACTION)(corrections.CorrectionAdded)
    actions.register_action(withdrawals.LOG_ACTION)(withdrawals.Withdrawn)
    webhook_log.register(actions)


def _report(name: str, view: type[ReportView]) -> list[URLPattern]:
    return [
        path(f"reports/{name}/", view.as_view(), name=view.index_url_name),
        path(
            f"reports/{name}/results/",
            view.as_view(results_only=True),
            name=view.index_results_url_name,
        ),
    ]


@hooks.register("insert_global_admin_css")
def insert_global_admin_css() -> SafeString:
    address = versioned_static("newsroom/admin/translations.css")
    return format_html('<link rel="stylesheet" href="{}">', address)


@hooks.register("register_page_action_menu_item")
def register_publish_together_menu_item() -> PublishTogetherMenuItem:
    # Below Wagtail's own way to publish.
    return PublishTogetherMenuItem(order=65)


@hooks.register("register_reports_menu_item")
def register_feeds_menu_item() -> FeedsMenuItem:
    return FeedsMenuItem(
        _("Feeds"), reverse("newsroom_feeds_report"), icon_name="newsroom-feed", order=1100
    )


@hooks.register("register_reports_menu_item")
def register_translations_menu_item() -> TranslationsMenuItem:
    return TranslationsMenuItem(
        _("Translations"),
        reverse("newsroom_translations_report"),
        name="newsroom-translations",
        icon_name="globe",
        order=1050,
    )


@hooks.register("construct_reports_menu")
def tell_reports_apart(request: HttpRequest, items: list[MenuItem]) -> None:
    """wagtail-localize has a report of the same name, about texts and not about pages."""
    if not apps.is_installed("wagtail_localize"):
        return
    # By its address: its name is made of its label, in the language of whoever came first.
    address = reverse("wagtail_localize:translations_report")
    for item in items:
        if item.url == address:
            item.label = _("Texts of translations")


@hooks.register("register_reports_menu_item")
def register_projects_menu_item() -> projects.ProjectsMenuItem:
    return projects.ProjectsMenuItem(
        _("Projects"), reverse("newsroom_projects_report"), icon_name="clipboard-list", order=1110
    )


@hooks.register("register_reports_menu_item")
def register_failed_compositions_menu_item() -> AdminOnlyMenuItem:
    return AdminOnlyMenuItem(
        _("Failed compositions"),
        reverse("newsroom_failed_compositions"),
        icon_name="warning",
        order=1200,
    )


@hooks.register("before_serve_page")
def refuse_expired_page(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> None:
    """An expired page is gone at its expiry, not when the scheduler comes by."""
    if page.expire_at and page.expire_at <= timezone.now():
        raise Http404


@hooks.register("before_serve_page")
def refuse_unpublished_page(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> None:
    """A converted alias is live, with its source's text, but nobody has published it."""
    if not page.alias_of_id and not was_published(page):
        raise Http404


@hooks.register("after_bulk_action")
def settle_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    """Bulk actions on files write to the database directly and send no signal."""
    keys = [key_of(item) for item in objects if isinstance(item, AbstractImage | AbstractDocument)]
    if keys:
        # In a collection that everybody may see an image can be a logo again.
        transaction.on_commit(logos.make_missing, robust=True)
        files_changed([key for key in keys if key])
