"""The address of the search page, below each language's."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [path("search/", views.search, name="search")]
