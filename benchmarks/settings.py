"""The reference site as it runs in production, with two rivals of the API beside it.

Its data lie in a folder of their own, named in DATA_DIR; services of the environment are not used.
BENCH_DATABASE_URL names another database than the one in that folder, and BENCH_ANSWER_CACHE the
cache that keeps the API's answers: without it there is none. BENCH_EDITORS says that pages are
published: then everything happens that happens on a site; BENCH_PARTNERS that webhooks are called.
"""

import os
import sys
from pathlib import Path

HOSTNAME = "news.example"

os.environ |= {
    "DEBUG": "0",
    "SECRET_KEY": "for-benchmarks-only-this-site-never-leaves-the-machine-it-is-measured-on",
    "ALLOWED_HOSTS": HOSTNAME,
    "SITE_URL": f"https://{HOSTNAME}",
    "LANGUAGES": "pl,en,uk",
}
for service in ("DATABASE_URL", "REDIS_URL"):
    os.environ.pop(service, None)
if "BENCH_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["BENCH_DATABASE_URL"]
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "site"))

from config.settings import *  # noqa: E402, F403

ROOT_URLCONF = "benchmarks.urls"
# Stock Wagtail looks renditions up in the cache. Django's limit of 300 entries would make it ask
# the database for most of them; here it finds every one.
CACHES = {
    **CACHES,  # noqa: F405
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}
# The admin's own files are not collected here; nobody fetches them.
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
NEWSROOM_ANSWER_CACHE = os.environ.get("BENCH_ANSWER_CACHE", "")
NEWSROOM_API_RATE = NEWSROOM_FEED_RATE = ""
NEWSROOM_FEED_ITEMS = 50
# While the corpus is made: `rebuild_wire` composes everything at its end, and nobody searches.
if "BENCH_EDITORS" not in os.environ:
    NEWSROOM_SETTLE_ON_COMMIT = 0
    vars()["WAGTAILSEARCH_BACKENDS"]["default"]["AUTO_UPDATE"] = False
# The partners that webhooks call are on this machine.
if "BENCH_PARTNERS" in os.environ:
    NEWSROOM_PRIVATE_TARGETS, NEWSROOM_INSECURE_TARGETS = ["127.0.0.0/8"], True
