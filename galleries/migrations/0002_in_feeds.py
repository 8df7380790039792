from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("galleries", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="gallerypage",
            name="in_feeds",
            field=models.BooleanField(
                default=True,
                help_text="Whether subscribers of feeds get it, where the site has feeds.",
                verbose_name="in feeds",
            ),
        ),
    ]
