"""How many photos have a good alternative text, on the admin's home page."""

from typing import Any

from wagtail.admin.site_summary import SummaryItem

from galleries.archive import share_of_good_alts

from .alt_text_report import EDITING, AltTextsView, language_name


class AltTextSummaryItem(SummaryItem):
    order = 250
    template_name = "galleries/admin/alt_text_summary.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        shares = share_of_good_alts()
        return {"shares": [(language_name(code), share) for code, share in shares.items()]}

    def is_shown(self) -> bool:
        policy = AltTextsView.permission_policy
        return bool(policy.user_has_any_permission(self.request.user, EDITING))
