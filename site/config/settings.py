"""Settings of the reference site, read from the environment; every default is safe.

Without any variable the site refuses to start: production needs SECRET_KEY and ALLOWED_HOSTS.
`DEBUG=1`, which `make run` sets, is enough to work locally.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language_info

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SITE_DIR = BASE_DIR / "site"

env = environ.Env()

DEVELOPMENT_SECRET_KEY = "for-development-only-never-use-this-key-on-a-public-server"  # noqa: S105
MINIMUM_SECRET_KEY_LENGTH = 50

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default=DEVELOPMENT_SECRET_KEY if DEBUG else "")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=sorted({"localhost", "127.0.0.1", "[::1]", SITE_HOST} - {""}) if DEBUG else [],
)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def refuse_unsafe_production() -> None:
    """Stop here, with one sentence, rather than serve a public site with a known key."""
    if len(SECRET_KEY) < MINIMUM_SECRET_KEY_LENGTH or SECRET_KEY == DEVELOPMENT_SECRET_KEY:
        raise ImproperlyConfigured(
            "Set SECRET_KEY to a random string of at least "
            f"{MINIMUM_SECRET_KEY_LENGTH} characters, or DEBUG=1 to work locally."
        )
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "Set ALLOWED_HOSTS to the host names of this site, separated by commas ('*' is not "
            "accepted), or DEBUG=1 to work locally."
        )


if not DEBUG:
    refuse_unsafe_production()

# Applications. The project's own come first: their templates win.

INSTALLED_APPS = [
    "home",
    "search",
    "newsroom",
    "galleries",
    "wagtail_localize",
    "wagtail_localize.locales",  # instead of wagtail.locales
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "ninja",  # its docs page then uses our own static files, not a third party's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.MetricsMiddleware",
    "newsroom.middleware.PublicReadersMiddleware",
    "newsroom.middleware.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.middleware.PathLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.middleware.PublishingMessagesMiddleware",
    "newsroom.middleware.WithdrawnPagesMiddleware",
    "newsroom.middleware.PublicRedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Data. SQLite without these options fails nearly every concurrent publish: a transaction that
# reads first and writes later is refused at once, whatever the timeout.

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=FULL;"
        "PRAGMA journal_size_limit=67108864;"
        "PRAGMA cache_size=-20000;"
        # Of up to 1 GiB, pages are read where the system has them: connections share them.
        "PRAGMA mmap_size=1073741824;"
    ),
}


def database() -> dict[str, Any]:
    """Give the database of DATABASE_URL, or the SQLite file in DATA_DIR."""
    config: dict[str, Any] = env.db_url(
        "DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}"
    )
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = SQLITE_OPTIONS
        # Opening the file anew costs more than most queries.
        config["CONN_MAX_AGE"] = None
        # A file, not memory: threads with connections of their own must see the same data.
        config["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    else:
        config["CONN_HEALTH_CHECKS"] = True
        # By default there are four, fewer than the threads of a server or a worker.
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": {"max_size": 32}}
    return config


DATABASES = {"default": database()}

REDIS_URL = env.str("REDIS_URL", default="")
REDIS_TIMEOUT = 0.3  # seconds; a dead Redis must cost readers nothing they notice


def cache(name: str, entries: int) -> dict[str, Any]:
    """A cache in Redis, shared by all processes, or one of each process; ``entries`` bounds it."""
    if not REDIS_URL:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": name,
            "OPTIONS": {"MAX_ENTRIES": entries},
        }
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": name,
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": REDIS_TIMEOUT,
            "SOCKET_TIMEOUT": REDIS_TIMEOUT,
        },
    }


# The API's finished answers are large, and nothing else must have to go for them.
CACHES = {"default": cache("default", 1000), "answers": cache("answers", 1000)}

# Caches in front of the site, such as Varnish: the worker tells them what to forget.
WAGTAILFRONTENDCACHE = {
    url: {"BACKEND": "newsroom.delivery.caches.KeysBackend", "LOCATION": url}
    for url in env.list("FRONTEND_CACHE_URL", default=[])
}

# Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns of its absence
STATICFILES_DIRS = [SITE_DIR / "static"] if (SITE_DIR / "static").is_dir() else []
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# Languages and time. The first language is the default one.

LANGUAGES = [
    (code, get_language_info(code)["name_local"])
    for code in env.list("LANGUAGES", default=["pl", "en", "uk"])
]
LANGUAGE_CODE = LANGUAGES[0][0]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("pl", "polski"), ("en", "English")]
LOCALE_PATHS = [SITE_DIR / "locale"] if (SITE_DIR / "locale").is_dir() else []
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
# Submitting for translation must not publish the source's text under another language.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True

# Safety

HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel frames the page
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Mail

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"newsroom@{SITE_HOST}")

# Logs go to standard error, whoever collects them.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"level": "INFO", "handlers": [], "propagate": True},
        # A request for a host that is not ours is the client's mistake, answered with 400.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "galleries": {"level": "INFO"},
        "newsroom": {"level": "INFO"},
    },
}

# Wagtail

WAGTAIL_SITE_NAME = env.str("SITE_NAME", default="Newsroom")
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # editors' addresses are nobody else's business
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "newsroom.search.wagtail_backend"}
}
SEARCH_URL = env.list("SEARCH_URL", default=[])
if SEARCH_URL:
    WAGTAILSEARCH_BACKENDS["server"] = {
        "BACKEND": f"wagtail.search.backends.{env.str('SEARCH_SERVER', default='elasticsearch9')}",
        "URLS": SEARCH_URL,
        "INDEX_PREFIX": env.str("SEARCH_PREFIX", default=""),
        "TIMEOUT": 2,  # seconds; then the database is searched
        "AUTO_UPDATE": False,  # the worker brings over what is searched
    }
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # the only way that respects private collections
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "doc",
    "docx",
    "odp",
    "ods",
    "odt",
    "pdf",
    "pptx",
    "rtf",
    "txt",
    "xls",
    "xlsx",
    "zip",
]

# Newsroom

NEWSROOM_ANSWER_CACHE = "answers"
NEWSROOM_API_RATE = env.str("API_RATE", default="600/m")
NEWSROOM_CHANGES_WAITERS = env.int("CHANGES_WAITERS", default=2)
NEWSROOM_FEED_RATE = env.str("FEED_RATE", default="300/m")
NEWSROOM_TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
NEWSROOM_PAGE_MAX_AGE = env.int("PAGE_MAX_AGE", default=60)
NEWSROOM_INFO_PAGE_MODEL = "home.InfoPage"
NEWSROOM_SEARCH_PAGE = "search"
NEWSROOM_SEARCH_BACKEND = "server" if SEARCH_URL else ""
NEWSROOM_METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
NEWSROOM_PREVIEW_URL = env.str("PREVIEW_URL", default="")
NEWSROOM_PRIVATE_TARGETS = env.list("PRIVATE_TARGETS", default=[])
NEWSROOM_INDEXNOW_KEY = env.str("INDEXNOW_KEY", default="")
