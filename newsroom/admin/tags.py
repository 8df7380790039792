from typing import Any

from django import forms
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import SnippetViewSet

from newsroom.models import NewsTag, merge_tags


class NewsTagViewSet(SnippetViewSet):
    model = NewsTag
    icon = "tag"
    menu_label = _("Tags")
    menu_name = "news-tags"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    ordering = ["name"]


class MergeTagsForm(forms.Form):
    target = forms.ModelChoiceField(
        label=_("Tag that stays"),
        help_text=_("It takes the place of the chosen tags, which are then deleted."),
        queryset=NewsTag.objects.order_by("name"),
    )


class MergeTagsBulkAction(SnippetBulkAction):
    display_name = _("Merge")
    action_type = "merge"
    aria_label = _("Merge selected tags")
    template_name = "newsroom/admin/confirm_merge_tags.html"
    action_priority = 40
    form_class = MergeTagsForm

    @classproperty
    def models(cls) -> list[Any]:
        return [NewsTag]

    def check_perm(self, tag: NewsTag) -> bool:
        # The action's own permission_policy is new in Wagtail 8.
        policy = ModelPermissionPolicy(NewsTag)
        return all(
            policy.user_has_permission_for_instance(self.request.user, action, tag)
            for action in ("change", "delete")
        )

    def get_execution_context(self) -> dict[str, Any]:
        return {
            **super().get_execution_context(),
            "target": self.cleaned_form.cleaned_data["target"],
        }

    @classmethod
    def execute_action(
        cls, objects: list[NewsTag], target: NewsTag, **kwargs: Any
    ) -> tuple[int, int]:
        merge_tags(target, objects)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(count)d tag has been merged.",
            "%(count)d tags have been merged.",
            num_parent_objects,
        ) % {"count": num_parent_objects}
