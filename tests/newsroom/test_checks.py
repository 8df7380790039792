from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

pytestmark = pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")

SAFE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
}


def found() -> set[str]:
    return {message.id for message in run_checks(tags=["newsroom"]) if message.id}


def use_sqlite(settings: Any, options: dict[str, Any], **database: Any) -> None:
    settings.DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": "news",
            "OPTIONS": options,
            **database,
        }
    }


def test_the_reference_site_is_configured_well() -> None:
    assert found() == set()


@pytest.mark.parametrize(
    "change",
    [
        {"transaction_mode": "DEFERRED"},
        {"transaction_mode": None},
        {"timeout": 5},
        {"init_command": "PRAGMA synchronous=FULL;"},
        {"init_command": "PRAGMA journal_mode=DELETE;PRAGMA synchronous=FULL;"},
        {"init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"},
        {"init_command": None},
    ],
)
def test_sqlite_without_one_of_its_options_is_an_error(
    settings: Any, change: dict[str, Any]
) -> None:
    use_sqlite(settings, SAFE_OPTIONS | change)

    assert found() == {"newsroom.E001"}


def test_stock_sqlite_is_an_error_that_names_everything_missing(settings: Any) -> None:
    use_sqlite(settings, {})

    messages = [message.msg for message in run_checks(tags=["newsroom"])]
    assert len(messages) == 4
    for word in ("transaction_mode", "timeout", "journal_mode", "synchronous"):
        assert any(word in message for message in messages)


def test_stock_sqlite_stops_the_check_command(settings: Any) -> None:
    use_sqlite(settings, {})

    with pytest.raises(SystemCheckError, match=r"newsroom\.E001"):
        call_command("check")


def test_sqlite_with_its_options_in_any_spelling_is_accepted(settings: Any) -> None:
    use_sqlite(
        settings,
        {
            "transaction_mode": "immediate",
            "timeout": 30.0,
            "init_command": "pragma journal_mode = wal; pragma synchronous = extra",
        },
    )

    assert found() == set()


def test_postgresql_needs_none_of_it(settings: Any) -> None:
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "news"}}

    assert found() == set()


def test_one_transaction_per_request_on_sqlite_is_a_warning(settings: Any) -> None:
    use_sqlite(settings, SAFE_OPTIONS, ATOMIC_REQUESTS=True)

    assert found() == {"newsroom.W001"}


def test_translations_that_go_live_untranslated_are_a_warning(settings: Any) -> None:
    del settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE

    assert found() == {"newsroom.W002"}


def test_a_site_without_wagtail_localize_is_not_warned_of_its_settings(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    del settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE
    installed = apps.is_installed
    monkeypatch.setattr(
        apps, "is_installed", lambda name: name != "wagtail_localize" and installed(name)
    )

    assert found() == set()


def test_several_languages_without_translation_are_a_warning(settings: Any) -> None:
    settings.WAGTAIL_I18N_ENABLED = False

    assert found() == {"newsroom.W003"}


def test_documents_served_directly_are_a_warning(settings: Any) -> None:
    settings.WAGTAILDOCS_SERVE_METHOD = "direct"

    assert found() == {"newsroom.W004"}


@pytest.mark.parametrize("rate", ["600", "600/minute", "many/m", "0/m", "-1/m", "1/m "])
@pytest.mark.parametrize("name", ["NEWSROOM_API_RATE", "NEWSROOM_FEED_RATE"])
def test_a_rate_that_is_none_is_an_error(settings: Any, name: str, rate: str) -> None:
    setattr(settings, name, rate)

    assert found() == {"newsroom.E002"}


def test_an_answer_cache_that_is_not_there_is_an_error(settings: Any) -> None:
    settings.NEWSROOM_ANSWER_CACHE = "nowhere"

    assert found() == {"newsroom.E003"}


@pytest.mark.parametrize(
    "address",
    [
        "partner.example/preview",
        "/preview",
        "ftp://partner.example/",
        "https://",
        "http://[x/",
        "http://a:b/",
    ],
)
def test_a_partners_front_end_without_an_absolute_address_is_an_error(
    settings: Any, address: str
) -> None:
    settings.NEWSROOM_PREVIEW_URL = address

    assert found() == {"newsroom.E004"}


@pytest.mark.parametrize(
    "address", ["https://partner.example/preview?site=gmina#/x", "http://frontend:3000", ""]
)
def test_a_partners_front_end_with_an_absolute_address_or_none_is_accepted(
    settings: Any, address: str
) -> None:
    settings.NEWSROOM_PREVIEW_URL = address

    assert found() == set()


def test_templates_that_wagtail_overrides_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    configs = sorted(apps.get_app_configs(), key=lambda config: config.name == "newsroom")
    monkeypatch.setattr(apps, "get_app_configs", lambda: configs)
    assert found() == {"newsroom.W005"}


def test_caches_purged_in_editors_requests_are_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = apps.is_installed
    monkeypatch.setattr(
        apps,
        "is_installed",
        lambda name: name == "wagtail.contrib.frontend_cache" or installed(name),
    )
    assert found() == {"newsroom.W006"}


@pytest.mark.parametrize("network", ["10.0.0.0/33", "10.0.0.1/8", "intranet", "", "fd00::/8/8"])
def test_trusting_what_is_no_network_is_an_error(settings: Any, network: str) -> None:
    settings.NEWSROOM_PRIVATE_TARGETS = ["10.0.0.0/8", network]

    assert found() == {"newsroom.E005"}


def test_networks_may_be_trusted(settings: Any) -> None:
    settings.NEWSROOM_PRIVATE_TARGETS = ["10.0.0.0/8", "192.168.7.1", "fd00::/8"]

    assert found() == set()


@pytest.mark.parametrize("key", ["short", "with space", "ąęśćżółń", "a" * 129, "key/../../key"])
def test_a_key_that_no_search_engine_takes_is_an_error(settings: Any, key: str) -> None:
    settings.NEWSROOM_INDEXNOW_KEY = key

    assert found() == {"newsroom.E006"}


def test_search_engines_take_a_key_of_letters_digits_and_hyphens(settings: Any) -> None:
    settings.NEWSROOM_INDEXNOW_KEY = "4f0c2a7e-News"

    assert found() == set()
