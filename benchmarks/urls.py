"""The site's own addresses, those of the rivals, and one at which programs publish."""

from django.urls import URLPattern, URLResolver, path

from config.urls import urlpatterns as site_urlpatterns

from . import bare, by_code, stock

urlpatterns: list[URLPattern | URLResolver] = [
    path("bare/", bare.view),
    path("stock/", stock.router.urls),
    path("publish/<int:pk>/", by_code.publish),
    *site_urlpatterns,
]
