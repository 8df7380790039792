"""The site's own addresses, and those of the rivals."""

from django.urls import URLPattern, URLResolver, path

from config.urls import urlpatterns as site_urlpatterns

from . import bare, stock

urlpatterns: list[URLPattern | URLResolver] = [
    path("bare/", bare.view),
    path("stock/", stock.router.urls),
    *site_urlpatterns,
]
