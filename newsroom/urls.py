"""The newsroom's machine-readable addresses; the web pages' are in `web_urls`."""

from django.urls import URLPattern, URLResolver, include, path

from . import views
from .api import v2
from .api.router import urls as api_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/news/v1/", api_urls),
    path("api/v2/", v2.urls),
    path("feeds/", include("newsroom.feeds.urls")),
    path("robots.txt", views.robots, name="robots"),
    path("health/live", views.live, name="health_live"),
]
