import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from wagtail.images import get_image_model_string


class Migration(migrations.Migration):
    dependencies = [
        ("galleries", "0003_photo_rights"),
        migrations.swappable_dependency(get_image_model_string()),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WithdrawnConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_hash", models.CharField(blank=True, db_index=True, max_length=40)),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("withdrawn_at", models.DateTimeField(verbose_name="withdrawn")),
                ("given_again_at", models.DateTimeField(null=True, verbose_name="given again")),
                (
                    "given_again_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=get_image_model_string(),
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawn consent",
                "verbose_name_plural": "withdrawn consents",
            },
        ),
    ]
