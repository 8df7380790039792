"""Lists for readers; a project includes them where its language prefixes are."""

from django.urls import path

from .web import views

app_name = "newsroom_web"
urlpatterns = [
    path("tags/<slug:slug>/", views.tag_list, name="tag"),
    path("projects/", views.project_list, name="projects"),
    path("galleries/", views.gallery_list, name="galleries"),
]
