"""Addresses of the feeds, relative to ``/feeds/``."""

from django.urls import re_path

from newsroom.wire.channels import FORMATS

from . import views

app_name = "newsroom_feeds"
EXTENSION = rf"\.(?P<extension>{'|'.join(FORMATS)})$"

urlpatterns = [
    re_path(rf"^(?P<language>[\w-]+)/(?P<name>search){EXTENSION}", views.search, name="search"),
    re_path(
        rf"^(?P<language>[\w-]+)/(?P<name>[\w-]+(?:/[\w-]+)*){EXTENSION}",
        views.feed,
        name="feed",
    ),
]
