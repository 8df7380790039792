from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("galleries", "0002_in_feeds"),
    ]

    operations = [
        migrations.AddField(
            model_name="galleryphoto",
            name="consent_date",
            field=models.DateField(
                blank=True,
                help_text="The day on which they agreed.",
                null=True,
                verbose_name="agreed on",
            ),
        ),
        migrations.AddField(
            model_name="galleryphoto",
            name="consent_until",
            field=models.DateField(
                blank=True,
                help_text="The last day on which the photo may be shown; empty if there is no end.",
                null=True,
                verbose_name="agreed until",
            ),
        ),
        migrations.AddField(
            model_name="galleryphoto",
            name="people",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not known yet"),
                    ("nobody", "Nobody can be recognised"),
                    ("consent", "They have agreed"),
                    ("public-function", "Publicly known people in their function"),
                    ("gathering", "A detail of a public gathering"),
                ],
                default="",
                help_text="On what ground people who can be recognised may be shown.",
                max_length=32,
                verbose_name="people in the photo",
            ),
        ),
        migrations.AddField(
            model_name="galleryphoto",
            name="shows_together",
            field=models.BooleanField(
                default=False,
                help_text="Several photos with the same alternative text that show one thing only when taken together. Someone who cannot see them loses nothing.",
                verbose_name="shows one thing together with others",
            ),
        ),
    ]
