"""What must be configured for the newsroom to be safe, one check per mistake."""

import re
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from newsroom.conf import conf

TAG = "newsroom"
SQLITE = "django.db.backends.sqlite3"
MINIMUM_TOKEN_LENGTH = 24
MINIMUM_SQLITE_TIMEOUT = 20  # seconds
INDEXNOW_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
RATE = re.compile(r"[1-9][0-9]*/[smhd]")
PRAGMA = re.compile(r"PRAGMA\s+(\w+)\s*=\s*['\"]?(\w+)", re.IGNORECASE)


@register(TAG)
def check_sqlite_options(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse SQLite without the options under which concurrent publishing loses nothing."""
    return [
        Error(
            f"The SQLite database “{alias}” would lose concurrent publishes: {problem}.",
            hint=(
                'Set OPTIONS to {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": '
                '"PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"}.'
            ),
            id="newsroom.E001",
        )
        for alias, options in sqlite_options()
        for problem in problems_of_sqlite(options)
    ]


def sqlite_options() -> Iterator[tuple[str, dict[str, Any]]]:
    for alias, database in settings.DATABASES.items():
        if database.get("ENGINE") == SQLITE:
            yield alias, database.get("OPTIONS") or {}


def problems_of_sqlite(options: dict[str, Any]) -> Iterator[str]:
    pragmas = {
        name.lower(): value.upper()
        for name, value in PRAGMA.findall(options.get("init_command") or "")
    }
    if str(options.get("transaction_mode")).upper() not in {"IMMEDIATE", "EXCLUSIVE"}:
        yield "its transaction_mode is not IMMEDIATE"
    if options.get("timeout", 0) < MINIMUM_SQLITE_TIMEOUT:
        yield f"its timeout is below {MINIMUM_SQLITE_TIMEOUT} seconds"
    if pragmas.get("journal_mode") != "WAL":
        yield "its init_command does not set journal_mode to WAL"
    if pragmas.get("synchronous") not in {"FULL", "EXTRA", "2", "3"}:
        yield "its init_command does not set synchronous to FULL"


@register(TAG)
def check_sqlite_atomic_requests(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn of readers that would queue behind writers."""
    return [
        Warning(
            f"With ATOMIC_REQUESTS every reader of the SQLite database “{alias}” waits for the "
            "writers.",
            hint="Remove ATOMIC_REQUESTS from this database.",
            id="newsroom.W001",
        )
        for alias, database in settings.DATABASES.items()
        if database.get("ENGINE") == SQLITE and database.get("ATOMIC_REQUESTS")
    ]


@register(TAG)
def check_translations_start_as_drafts(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn of the source's text going live under another language's address."""
    if not apps.is_installed("wagtail_localize"):
        return []
    if getattr(settings, "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True) is False:
        return []
    return [
        Warning(
            "Submitting a live page for translation publishes its untranslated text at once.",
            hint="Set WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False.",
            id="newsroom.W002",
        )
    ]


@register(TAG)
def check_languages_are_enabled(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn of content languages that Wagtail ignores."""
    languages = getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", [])
    if len(languages) < 2 or getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return []
    return [
        Warning(
            "WAGTAIL_CONTENT_LANGUAGES names several languages, but translation is switched off.",
            hint="Set WAGTAIL_I18N_ENABLED = True.",
            id="newsroom.W003",
        )
    ]


@register(TAG)
def check_private_documents_stay_private(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn of documents that are served past the restrictions of their collection."""
    if getattr(settings, "WAGTAILDOCS_SERVE_METHOD", None) != "direct":
        return []
    return [
        Warning(
            "Documents of restricted collections can be downloaded by everyone.",
            hint='Set WAGTAILDOCS_SERVE_METHOD = "serve_view" and do not serve their folder.',
            id="newsroom.W004",
        )
    ]


@register(TAG)
def check_order_of_apps(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn of an order in which editors get Wagtail's own templates instead of ours."""
    names = [config.name for config in apps.get_app_configs()]
    if "wagtail.admin" not in names or names.index("newsroom") < names.index("wagtail.admin"):
        return []
    return [
        Warning(
            "Editors do not see the state of a page's translations.",
            hint='Put "newsroom" before "wagtail.admin" in INSTALLED_APPS.',
            id="newsroom.W005",
        )
    ]


@register(TAG)
def check_caches_are_not_purged_twice(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn of editors who wait for a cache that does not answer."""
    if not apps.is_installed("wagtail.contrib.frontend_cache"):
        return []
    return [
        Warning(
            "Publishing waits for the caches of WAGTAILFRONTENDCACHE, which the worker purges.",
            hint='Remove "wagtail.contrib.frontend_cache" from INSTALLED_APPS; keep its settings.',
            id="newsroom.W006",
        )
    ]


@register(TAG)
def check_public_settings(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse settings of API and feeds that would make every request of them fail."""
    found: list[CheckMessage] = []
    for name, rate in (("API", conf.api_rate), ("FEED", conf.feed_rate)):
        if rate and not RATE.fullmatch(rate):
            found.append(
                Error(
                    f"NEWSROOM_{name}_RATE is no rate: {rate!r}.",
                    hint="Use a number of requests and a period (s, m, h or d), such as 600/m.",
                    id="newsroom.E002",
                )
            )
    if conf.answer_cache and conf.answer_cache not in settings.CACHES:
        found.append(
            Error(
                f"NEWSROOM_ANSWER_CACHE names no cache: {conf.answer_cache!r}.",
                hint='Use an alias in CACHES, or "" to keep no answers.',
                id="newsroom.E003",
            )
        )
    return found


@register(TAG)
def check_preview_url(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse an address of a partner's front end to which no browser could be sent."""
    if not conf.preview_url or is_web_address(conf.preview_url):
        return []
    return [
        Error(
            f"NEWSROOM_PREVIEW_URL is not an absolute address: {conf.preview_url!r}.",
            hint='Use one such as "https://partner.example/preview", or leave it empty.',
            id="newsroom.E004",
        )
    ]


def is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        # Reading the port checks it.
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


@register(TAG)
def check_private_targets(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse what is no network, since every webhook and ping would fail over it."""
    return [
        Error(
            f"NEWSROOM_PRIVATE_TARGETS holds what is no network: {network!r}.",
            hint='Use a list of networks such as ["10.20.0.0/16", "fd00:20::/32"].',
            id="newsroom.E005",
        )
        for network in conf.private_targets
        if not is_network(network)
    ]


def is_network(value: str) -> bool:
    try:
        ip_network(value)
    except ValueError:
        return False
    return True


@register(TAG)
def check_indexnow_key(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a key that no search engine takes."""
    if not conf.indexnow_key or INDEXNOW_KEY.fullmatch(conf.indexnow_key):
        return []
    return [
        Error(
            f"NEWSROOM_INDEXNOW_KEY is no key: {conf.indexnow_key!r}.",
            hint="Use 8 to 128 letters, digits and hyphens, or leave it empty.",
            id="newsroom.E006",
        )
    ]


@register(TAG)
def check_metrics(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse metrics that could not be given, or that everybody could guess their way to."""
    if not conf.metrics_token:
        return []
    found: list[CheckMessage] = []
    if find_spec("prometheus_client") is None:
        found.append(
            Error(
                "NEWSROOM_METRICS_TOKEN is set, but the library for metrics is not installed.",
                hint='Install "wagtail-newsroom[metrics]".',
                id="newsroom.E008",
            )
        )
    if len(conf.metrics_token) < MINIMUM_TOKEN_LENGTH:
        found.append(
            Error(
                "NEWSROOM_METRICS_TOKEN is too short to be a secret.",
                hint=f"Use at least {MINIMUM_TOKEN_LENGTH} random characters.",
                id="newsroom.E009",
            )
        )
    return found
