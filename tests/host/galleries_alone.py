"""Run as a process of its own: publish a gallery in a project that has no newsroom, and look."""

import sys
from io import BytesIO

import django
from django.core.files.images import ImageFile
from django.core.management import call_command

django.setup()
call_command("check", fail_level="WARNING")
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
call_command("migrate", verbosity=0)

from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402
from PIL import Image as Pillow  # noqa: E402
from wagtail.images import get_image_model  # noqa: E402
from wagtail.models import Page  # noqa: E402

from galleries.models import AltTextMissing, GalleryPage, GalleryPhoto  # noqa: E402

assert "newsroom" not in sys.modules

data = BytesIO()
Pillow.new("RGB", (1000, 700), "teal").save(data, "JPEG")
image = get_image_model().objects.create(
    title="Sea", file=ImageFile(BytesIO(data.getvalue()), name="sea.jpg")
)
gallery = GalleryPage(title="At the sea", lead="Three days", live=False)
Page.objects.get(depth=2).add_child(instance=gallery)
gallery.photos.add(GalleryPhoto(image=image, alt_text="", locale=gallery.locale))
try:
    gallery.save_revision().publish()
except AltTextMissing:
    print("refused without an alternative text")
gallery = GalleryPage.objects.get(pk=gallery.pk)
gallery.photos.add(
    GalleryPhoto(image=image, alt_text="Waves below grey clouds", locale=gallery.locale)
)
gallery.save_revision().publish()

page = Client().get(gallery.get_url(), HTTP_HOST="localhost")
assert page.status_code == 200, page.status_code
assert 'alt="Waves below grey clouds"' in page.content.decode()
editor = Client()
editor.force_login(get_user_model().objects.create_superuser("host", "host@example.org"))
form = editor.get(f"/admin/pages/{gallery.pk}/edit/", HTTP_HOST="localhost")
assert form.status_code == 200, form.status_code
print("published and shown")
