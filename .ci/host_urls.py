urlpatterns = [
    path("", include("newsroom.urls")),
    path("", include("newsroom.web_urls")),
    *urlpatterns,
]
