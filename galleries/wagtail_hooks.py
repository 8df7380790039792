from django.apps import apps
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.site_summary import SummaryItem
from wagtail.log_actions import LogActionRegistry

from . import togetherness
from .admin.alt_text_report import AltTextsMenuItem
from .admin.alt_text_summary import AltTextSummaryItem
from .admin.urls import urlpatterns
from .consents.actions import GiveConsentAgainBulkAction, WithdrawConsentBulkAction
from .consents.report import PhotoRightsMenuItem, PhotoRightsView
from .models import AltTextSettings
from .renditions import StripMetadataOperation
from .uploads import UploadView

hooks.register("register_bulk_action", WithdrawConsentBulkAction)
hooks.register("register_bulk_action", GiveConsentAgainBulkAction)


@hooks.register("register_image_operations")
def register_image_operations() -> list[tuple[str, type[StripMetadataOperation]]]:
    return [("stripmetadata", StripMetadataOperation)]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "galleries.withdraw_consent", _("Withdraw consent"), _("Consent withdrawn")
    )
    actions.register_action(
        "galleries.give_consent_again", _("Give consent again"), _("Consent given again")
    )
    actions.register_action(togetherness.ACTION)(togetherness.ShowTogetherFormatter)


@hooks.register("insert_global_admin_css")
def style_consents() -> SafeString:
    """Photos may stand in any panel; panels of rows do not ask theirs for styles."""
    return format_html('<link rel="stylesheet" href="{}">', static("galleries/admin/consents.css"))


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    view = PhotoRightsView
    return [
        *urlpatterns,
        path("photos/upload/", UploadView.as_view(), name="galleries_upload"),
        path("reports/photo-rights/", view.as_view(), name=view.index_url_name),
        path(
            "reports/photo-rights/results/",
            view.as_view(results_only=True),
            name=view.index_results_url_name,
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_alt_texts_menu_item() -> AltTextsMenuItem:
    return AltTextsMenuItem(
        _("Alt texts"), reverse("galleries_alt_texts"), icon_name="image", order=890
    )


@hooks.register("construct_homepage_summary_items")
def add_alt_text_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(AltTextSummaryItem(request))


@hooks.register("register_reports_menu_item")
def register_photo_rights_menu_item() -> PhotoRightsMenuItem:
    return PhotoRightsMenuItem(
        _("Photo rights"), reverse("galleries_photo_rights"), icon_name="group", order=900
    )


# Without that app the rules are the defaults.
if apps.is_installed("wagtail.contrib.settings"):
    from wagtail.contrib.settings.registry import register_setting

    register_setting(AltTextSettings, icon="image")
