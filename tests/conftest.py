"""What every test needs: folders of its own, an empty cache, the demo's languages."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.management import call_command
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from newsroom.wire import answering, signal_handlers
from tests.database import Contents, contents, is_emptied_by, restore

migrated = pytest.StashKey[Contents]()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> None:
    """Remember what migrations have put into the database."""
    with django_db_blocker.unblock():
        request.config.stash[migrated] = contents()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Bring it back when a test has emptied the database."""
    yield
    if nextitem and is_emptied_by(item):
        from django.contrib.contenttypes.models import ContentType

        with item.config.stash[blocking_manager_key].unblock():
            restore(item.config.stash[migrated])
            ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path) -> Path:
    """Keep the files of one test away from those of the next."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    # Also those not connected to now: settings changed by a test connect anew.
    for cache in caches.all():
        cache.clear()


@pytest.fixture(autouse=True)
def no_open_request() -> None:
    """Forget what a test has saved outside of requests: the next one's first would mark it."""
    vars(signal_handlers._request).clear()
    answering._answering.__init__()  # type: ignore[misc]


@pytest.fixture(autouse=True)
def default_language() -> Any:
    """Start and leave every test in the default language, whatever it activates."""
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def locales(db: None) -> dict[str, Any]:
    """Give Wagtail's Locale rows of all configured languages, by language code."""
    from wagtail.models import Locale

    return {
        code: Locale.objects.get_or_create(language_code=code)[0]
        for code, _ in django_settings.LANGUAGES
    }


@pytest.fixture
def settle() -> Callable[[], None]:
    """Give the background worker's work, to be done now: ``settle()``."""

    def work() -> None:
        call_command("run_worker", "--once")

    return work


@pytest.fixture
def homes(db: None) -> dict[str, Any]:
    """Give a site's home pages by language code."""
    from tests.factories import make_site_tree

    return make_site_tree()


@pytest.fixture
def editor(db: None, client: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Give an administrator who works in the admin, in English (``tests.editor.Editor``)."""
    from django.contrib.auth import get_user_model

    from tests.editor import Editor

    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "pass")
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return Editor(client, django_capture_on_commit_callbacks)
