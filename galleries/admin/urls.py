from django.urls import path

from .alt_text_report import AltTextsView
from .alt_texts import examine
from .pictures import picture

urlpatterns = [
    path("galleries/alt-texts/examine/", examine, name="galleries_examine_alt_texts"),
    path("reports/alt-texts/", AltTextsView.as_view(), name=AltTextsView.index_url_name),
    path(
        "reports/alt-texts/results/",
        AltTextsView.as_view(results_only=True),
        name=AltTextsView.index_results_url_name,
    ),
    path("galleries/pictures/<int:image_id>/", picture, name="galleries_picture"),
]
