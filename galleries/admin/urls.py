from django.urls import path

from .alt_texts import examine
from .pictures import picture

urlpatterns = [
    path("galleries/alt-texts/examine/", examine, name="galleries_examine_alt_texts"),
    path("galleries/pictures/<int:image_id>/", picture, name="galleries_picture"),
]
