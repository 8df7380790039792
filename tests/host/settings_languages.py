"""The foreign project in three languages, as the tests of the two packages expect it."""

from .settings import *  # noqa: F403
from .settings import HOST_DIR, INSTALLED_APPS, MIDDLEWARE, TEMPLATES

INSTALLED_APPS = [
    *INSTALLED_APPS,
    "wagtail.contrib.settings",
    "wagtail_localize",
    "wagtail_localize.locales",
    "ninja",
]
SESSIONS, *OTHERS, REDIRECTS = MIDDLEWARE
MIDDLEWARE = [
    "newsroom.middleware.PublicPagesMiddleware",
    SESSIONS,
    "newsroom.middleware.PathLocaleMiddleware",
    *OTHERS,
    "newsroom.middleware.PublishingMessagesMiddleware",
    "newsroom.middleware.WithdrawnPagesMiddleware",
    "newsroom.middleware.PublicRedirectMiddleware",
]
TEMPLATES = [{**TEMPLATES[0], "DIRS": [HOST_DIR / "languages"]}]
ROOT_URLCONF = "tests.host.urls_languages"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver", ".newsroom.test"]

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "polski"), ("en", "English"), ("uk", "українська")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
TIME_ZONE = "Europe/Warsaw"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "newsroom.search.wagtail_backend"}}

NEWSROOM_INFO_PAGE_MODEL = "host.HostInfoPage"
