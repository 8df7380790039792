import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models
from wagtail.images import get_image_model_string


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(get_image_model_string()),
    ]

    operations = [
        migrations.AddField(
            model_name="articlepage",
            name="feed_summary",
            field=models.TextField(
                blank=True,
                help_text="Shown to subscribers instead of the lead. Left empty, the lead is.",
                verbose_name="summary in feeds",
            ),
        ),
        migrations.AddField(
            model_name="articlepage",
            name="in_feeds",
            field=models.BooleanField(
                default=True,
                help_text="Whether subscribers of RSS, Atom and JSON feeds get it.",
                verbose_name="in feeds",
            ),
        ),
        migrations.AddField(
            model_name="wireitem",
            name="feed_summary",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="wireitem",
            name="in_feeds",
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name="FeedAudience",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("site_id", models.PositiveBigIntegerField()),
                ("path", models.CharField(max_length=255)),
                ("service", models.CharField(max_length=100)),
                ("subscribers", models.PositiveIntegerField()),
                ("seen", models.DateTimeField()),
            ],
            options={
                "verbose_name": "audience of a feed",
                "verbose_name_plural": "audiences of feeds",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site_id", "path", "service"), name="feed_audience_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content",
                    models.CharField(
                        choices=[("full", "The full text"), ("lead", "The lead only")],
                        default="full",
                        help_text="What of each item is in the feeds.",
                        max_length=8,
                        verbose_name="content",
                    ),
                ),
                (
                    "items",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The newest are in the feed, older ones on its next pages.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="number of items",
                    ),
                ),
                (
                    "hub",
                    models.URLField(
                        blank=True,
                        help_text="Address of the hub that tells subscribers of news. Left empty, none is.",
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="WebSub hub",
                    ),
                ),
                ("changed", models.DateTimeField(editable=False, null=True)),
                (
                    "image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown by readers' programs beside the feed, at most 144 pixels wide.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="logo",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="wagtailcore.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "feeds",
                "verbose_name_plural": "feeds",
            },
        ),
        migrations.CreateModel(
            name="WireScope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("site_id", models.PositiveBigIntegerField()),
                ("locale", models.CharField(max_length=100)),
                (
                    "noun",
                    models.CharField(
                        choices=[
                            ("news", "News"),
                            ("galleries", "Galleries"),
                            ("sections", "Section"),
                            ("tags", "Subject"),
                            ("projects", "Project"),
                        ],
                        max_length=16,
                    ),
                ),
                ("slug", models.CharField(blank=True, max_length=255)),
                ("key", models.UUIDField(null=True)),
                ("former", models.BooleanField(default=False)),
                ("title", models.TextField(blank=True)),
                ("url", models.TextField(blank=True)),
                ("stamp", models.PositiveBigIntegerField()),
                ("changed", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["site_id", "noun", "key"], name="wire_scope_key")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site_id", "locale", "noun", "slug"), name="wire_scope_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Name of the newsroom in its feeds. Left empty, it is the Site's name.",
                        max_length=200,
                        verbose_name="title",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="What the news of this language are about.",
                        verbose_name="description",
                    ),
                ),
                (
                    "rights",
                    models.CharField(
                        blank=True,
                        help_text="Who holds the rights, and what readers may do; plain text.",
                        max_length=200,
                        verbose_name="rights",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="language",
                    ),
                ),
                (
                    "settings",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="newsroom.feedsettings",
                    ),
                ),
            ],
            options={
                "verbose_name": "words of a language",
                "verbose_name_plural": "words by language",
                "constraints": [
                    models.UniqueConstraint(fields=("settings", "locale"), name="feed_words_once")
                ],
            },
        ),
    ]
