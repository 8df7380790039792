"""Addresses of the feeds, relative to ``/feeds/``."""

from django.urls import re_path

from newsroom.wire.channels import FORMATS

from . import views

app_name = "newsroom_feeds"

urlpatterns = [
    re_path(
        rf"^(?P<language>[\w-]+)/(?P<name>[\w-]+(?:/[\w-]+)*)\.(?P<extension>{'|'.join(FORMATS)})$",
        views.feed,
        name="feed",
    ),
]
