"""Who works in the demo's newsroom: groups, what they may do, and one editor's account."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.users.models import UserProfile

LOGIN = "redakcja"
ADMIN_LANGUAGE = "pl"
# Wagtail's own group, which its default workflow asks for approval.
MODERATORS = "Moderators"
EDITORS = {
    "pl": "Redakcja polska",
    "en": "Redakcja angielska",
    "uk": "Redakcja ukraińska",
}
PAGE_PERMISSIONS = ("add_page", "change_page")
FILE_PERMISSIONS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
ALT_TEXT_PERMISSIONS = ("change_alttextsettings",)
FEED_PERMISSIONS = ("change_feedsettings",)
TAG_PERMISSIONS = ("add_newstag", "change_newstag", "view_newstag")


def make_editor(password: str) -> Any:
    """The account that publishes the demo's pages, as a moderator; its admin speaks Polish."""
    editor = get_user_model().objects.create_user(
        LOGIN, email=f"{LOGIN}@nadmodrze.example", password=password, first_name="Redakcja"
    )
    profile = UserProfile.get_for_user(editor)
    profile.preferred_language = ADMIN_LANGUAGE
    profile.save()
    moderators, _ = Group.objects.get_or_create(name=MODERATORS)
    moderators.permissions.add(
        *_named("newsroom", (*FEED_PERMISSIONS, *TAG_PERMISSIONS)),
        *_named("galleries", ALT_TEXT_PERMISSIONS),
    )
    editor.groups.add(moderators)
    return editor


def make_groups(homes: Iterable[Page], editor: Any) -> None:
    """A group of editors for each language, and the editor in all of them."""
    for home in homes:
        group = Group.objects.create(name=EDITORS[home.locale.language_code])
        _permit_editing(group, home)
        editor.groups.add(group)


def _permit_editing(group: Group, home: Page) -> None:
    """Editors write in their language's tree; publishing takes a moderator."""
    group.permissions.set(
        [
            *_named("wagtailadmin", ["access_admin"]),
            *_named("wagtail_localize", ["submit_translation"]),
            *_named("newsroom", TAG_PERMISSIONS),
        ]
    )
    for permission in _named("wagtailcore", PAGE_PERMISSIONS):
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)
    files = [
        *_named("wagtailimages", FILE_PERMISSIONS),
        *_named("wagtaildocs", FILE_PERMISSIONS),
    ]
    for permission in files:
        GroupCollectionPermission.objects.create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )


def _named(app: str, codenames: Iterable[str]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=codenames))
