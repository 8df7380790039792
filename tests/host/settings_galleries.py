"""The foreign project with the galleries only."""

from .settings import *  # noqa: F403
from .settings import INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in {"newsroom", "wagtail.api.v2"}]
ROOT_URLCONF = "tests.host.urls_galleries"
