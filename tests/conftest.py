"""What every test needs: folders of its own, an empty cache, the demo's languages."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from tests.database import Contents, contents, is_emptied_by, restore
from tests.shared import Shelf, asked_for, forget, put_together, shared

migrated = pytest.StashKey[Contents]()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> None:
    """Remember what migrations have put into the database."""
    with django_db_blocker.unblock():
        request.config.stash[migrated] = contents()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[Shelf.key] = Shelf()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    put_together(items)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> None:
    """Make what tests share outside of the test's own transaction, which begins now."""
    if fixturedef.argname == "_django_db_helper":
        with request.config.stash[blocking_manager_key].unblock():
            request.config.stash[Shelf.key].prepare(asked_for(request.node))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Take back what a module has shared; bring back what a test has emptied the database of."""
    yield
    with item.config.stash[blocking_manager_key].unblock():
        if nextitem is None or nextitem.path != item.path:
            item.config.stash[Shelf.key].clear()
        if nextitem and is_emptied_by(item):
            from django.contrib.contenttypes.models import ContentType

            restore(item.config.stash[migrated])
            ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path) -> Path:
    """Keep the files of one test away from those of the next."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def remember_nothing() -> None:
    """Keep in no cache what another test has done."""
    forget()


@pytest.fixture(autouse=True)
def shared_content(request: pytest.FixtureRequest) -> None:
    """Make what tests share before a module's own fixtures change the time or settings."""
    if asked_for(request.node):
        request.getfixturevalue("db")


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


@shared
def homes() -> dict[str, Any]:
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
