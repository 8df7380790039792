from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("galleries", "0004_withdrawn_consent"),
    ]

    operations = [
        migrations.CreateModel(
            name="AltTextSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "missing",
                    models.CharField(
                        choices=[
                            ("error", "Keeps the page from being published"),
                            ("warning", "Warns"),
                            ("off", "Off"),
                        ],
                        default="error",
                        help_text="The photo is neither described nor marked as decorative.",
                        max_length=7,
                        verbose_name="No alternative text",
                    ),
                ),
                (
                    "repeated",
                    models.CharField(
                        choices=[
                            ("error", "Keeps the page from being published"),
                            ("warning", "Warns"),
                            ("off", "Off"),
                        ],
                        default="error",
                        help_text="Unless the photos show one thing only when taken together.",
                        max_length=7,
                        verbose_name="The same text on different photos",
                    ),
                ),
                (
                    "headline",
                    models.CharField(
                        choices=[
                            ("error", "Keeps the page from being published"),
                            ("warning", "Warns"),
                            ("off", "Off"),
                        ],
                        default="error",
                        help_text="With or without “photo:” before it or a number behind it.",
                        max_length=7,
                        verbose_name="Repeats the headline",
                    ),
                ),
                (
                    "lead",
                    models.CharField(
                        choices=[
                            ("error", "Keeps the page from being published"),
                            ("warning", "Warns"),
                            ("off", "Off"),
                        ],
                        default="warning",
                        help_text="All of it, or one of its sentences.",
                        max_length=7,
                        verbose_name="Repeats the lead",
                    ),
                ),
                (
                    "caption",
                    models.CharField(
                        choices=[
                            ("error", "Keeps the page from being published"),
                            ("warning", "Warns"),
                            ("off", "Off"),
                        ],
                        default="warning",
                        help_text="Screen readers read both, one after the other.",
                        max_length=7,
                        verbose_name="Repeats the caption",
                    ),
                ),
                (
                    "file_name",
                    models.CharField(
                        choices=[
                            ("error", "Keeps the page from being published"),
                            ("warning", "Warns"),
                            ("off", "Off"),
                        ],
                        default="warning",
                        help_text="What a camera or a program has called the file.",
                        max_length=7,
                        verbose_name="Name of a file",
                    ),
                ),
                (
                    "generic",
                    models.CharField(
                        choices=[
                            ("error", "Keeps the page from being published"),
                            ("warning", "Warns"),
                            ("off", "Off"),
                        ],
                        default="warning",
                        help_text="“Photo”, “image 3”, “photo of …”.",
                        max_length=7,
                        verbose_name="Says only that it is a picture",
                    ),
                ),
                (
                    "script",
                    models.CharField(
                        choices=[
                            ("error", "Keeps the page from being published"),
                            ("warning", "Warns"),
                            ("off", "Off"),
                        ],
                        default="warning",
                        help_text="Latin letters on a Ukrainian page; names may be in any.",
                        max_length=7,
                        verbose_name="Written in another script",
                    ),
                ),
                (
                    "untranslated",
                    models.CharField(
                        choices=[
                            ("error", "Keeps the page from being published"),
                            ("warning", "Warns"),
                            ("off", "Off"),
                        ],
                        default="warning",
                        help_text="In a translation, the words of its source.",
                        max_length=7,
                        verbose_name="Not translated",
                    ),
                ),
                (
                    "too_short",
                    models.CharField(
                        choices=[
                            ("error", "Keeps the page from being published"),
                            ("warning", "Warns"),
                            ("off", "Off"),
                        ],
                        default="warning",
                        help_text="A single word, or a few letters.",
                        max_length=7,
                        verbose_name="Too short",
                    ),
                ),
                (
                    "too_long",
                    models.CharField(
                        choices=[
                            ("error", "Keeps the page from being published"),
                            ("warning", "Warns"),
                            ("off", "Off"),
                        ],
                        default="warning",
                        help_text="More than 250 characters.",
                        max_length=7,
                        verbose_name="Too long",
                    ),
                ),
            ],
            options={
                "verbose_name": "alternative texts",
                "verbose_name_plural": "alternative texts",
            },
        ),
    ]
