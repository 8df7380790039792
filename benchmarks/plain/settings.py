"""The reference site's settings with all that is not Wagtail's own left out.

The database, its options and the machine are the same; BENCH_DATABASE_URL and DATA_DIR name where
this project's data lie, which Newsroom's never do.
"""

from benchmarks.settings import *  # noqa: F403
from benchmarks.settings import INSTALLED_APPS, MIDDLEWARE, TEMPLATES, WAGTAILSEARCH_BACKENDS

OTHERS = ("home", "search", "newsroom", "galleries", "wagtail_localize", "ninja", "whitenoise")

INSTALLED_APPS = [
    "benchmarks.plain",
    *(name for name in INSTALLED_APPS if not name.startswith(OTHERS)),
    "wagtail.locales",
]
MIDDLEWARE = [
    *(name for name in MIDDLEWARE if not name.startswith(OTHERS)),
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
TEMPLATES = [{**TEMPLATES[0], "DIRS": []}]
ROOT_URLCONF = "benchmarks.plain.urls"
# The site's is Newsroom's.
WAGTAILSEARCH_BACKENDS = {
    "default": {
        **WAGTAILSEARCH_BACKENDS["default"],
        "BACKEND": "wagtail.search.backends.database",
    }
}
