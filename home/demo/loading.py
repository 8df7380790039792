"""Loads the whole demo, or nothing of it."""

import os
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from home.models import HomePage
from newsroom.wire.images import make_due, want
from newsroom.wire.settle import left_to_worker

from . import staff
from .edition import Edition
from .library import Library
from .pictures import PAINTERS, draw
from .texts import SOURCE
from .translating import translate_all

TRANSLATIONS = ("en", "uk")


def is_empty() -> bool:
    """Whether the site is as Wagtail's migrations leave it: at most the welcome page."""
    pages = Page.objects.filter(depth__gt=1)
    return (
        pages.count() <= 1
        and not pages.exclude(content_type__app_label="wagtailcore").exists()
        and not get_image_model().objects.exists()
        and not get_user_model().objects.filter(username=staff.LOGIN).exists()
    )


def account_file() -> Path:
    """Where the editor's login and password are kept for whoever starts the site."""
    return Path(settings.DATA_DIR) / "editor.txt"


def load(password: str) -> None:
    """Make the demo's files and pages; if anything fails, neither rows nor files are left."""
    # Drawn before the transaction, which keeps others from writing.
    library = Library({name: draw(name) for name in PAINTERS})
    try:
        with left_to_worker(), transaction.atomic():
            _write(library, password)
    except BaseException:
        library.discard()
        account_file().unlink(missing_ok=True)
        raise
    # Before the pages are composed: each is then composed once, with all sizes of its photos.
    for image in library.images.values():
        want(image.pk)
    make_due(len(library.images))
    call_command("run_worker", "--once")


def _write(library: Library, password: str) -> None:
    languages = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
    translations = [code for code in TRANSLATIONS if code in languages]
    for code in (SOURCE, *translations):
        Locale.objects.get_or_create(language_code=code)
    editor = staff.make_editor(password)
    library.fill(editor)
    entries = Edition(library, editor).publish()
    for code in translations:
        translate_all(entries, code, editor)
    staff.make_groups(HomePage.objects.select_related("locale"), editor)
    call_command("set_site_url", stdout=StringIO())
    _write_account(password)


def _write_account(password: str) -> None:
    """Only the owner may read the file."""
    path = account_file()
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"editor     {staff.LOGIN}\npassword   {password}\n")
