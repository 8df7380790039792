import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

import newsroom.models.subscribers


def name_sites(apps, schema_editor):
    """Changes happened in the Site in which their item stands, as far as is known."""
    WireChange = apps.get_model("newsroom", "WireChange")
    WireItem = apps.get_model("newsroom", "WireItem")
    site = WireItem.objects.filter(pk=OuterRef("item")).values("site_id")[:1]
    WireChange.objects.update(site_id=Subquery(site))


def append_forgotten(apps, schema_editor):
    """Until now the log forgot all that was old; the last change of an item has to stay."""
    WireChange = apps.get_model("newsroom", "WireChange")
    WireItem = apps.get_model("newsroom", "WireItem")
    counter = apps.get_model("newsroom", "WireSequence").objects.filter(pk=1).first()
    forgotten = WireItem.objects.filter(changes=None).order_by("pk")
    for pk, site_id, withdrawn_at, changed in forgotten.values_list(
        "pk", "site_id", "withdrawn_at", "changed"
    ):
        counter.value += 1
        WireChange.objects.create(
            sequence=counter.value,
            item_id=pk,
            site_id=site_id,
            action="withdrawn" if withdrawn_at else "put",
            at=changed,
        )
    if counter:
        counter.save()


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0006_public_reason"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Follower",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("position", models.PositiveBigIntegerField()),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("not_before", models.DateTimeField(default=django.utils.timezone.now)),
                ("error", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="HubPing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("site_id", models.PositiveBigIntegerField()),
                ("topic", models.CharField(max_length=2000)),
                ("attempts", models.PositiveIntegerField(default=0)),
                (
                    "not_before",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
                ("error", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("holder", models.UUIDField()),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.UUIDField(default=uuid.uuid4)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "waiting"),
                            ("delivered", "delivered"),
                            ("dead", "given up"),
                        ],
                        default="due",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                (
                    "created",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="since"),
                ),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="attempts")),
                (
                    "not_before",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="next attempt"
                    ),
                ),
                ("attempted", models.DateTimeField(null=True, verbose_name="last attempt")),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="status")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("error", models.TextField(blank=True, verbose_name="error")),
                ("seconds", models.FloatField(null=True, verbose_name="seconds")),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("url", models.TextField(verbose_name="address")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="kinds")),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="languages")),
                ("sections", models.JSONField(blank=True, default=list, verbose_name="sections")),
                (
                    "secret",
                    models.CharField(
                        default=newsroom.models.subscribers.new_secret,
                        editable=False,
                        max_length=100,
                    ),
                ),
                ("former_secret", models.CharField(blank=True, editable=False, max_length=100)),
                ("former_until", models.DateTimeField(editable=False, null=True)),
                (
                    "created",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("position", models.PositiveBigIntegerField(default=0, editable=False)),
                ("switched_off", models.DateTimeField(editable=False, null=True)),
                ("switched_off_because", models.TextField(blank=True, editable=False)),
                ("failures", models.PositiveIntegerField(default=0, editable=False)),
                ("paused_until", models.DateTimeField(editable=False, null=True)),
                ("succeeded", models.PositiveBigIntegerField(default=0, editable=False)),
                ("failed", models.PositiveBigIntegerField(default=0, editable=False)),
                ("dead", models.PositiveBigIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
            },
        ),
        migrations.AddField(
            model_name="wirechange",
            name="old_section",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="wirechange",
            name="site_id",
            field=models.PositiveBigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="wiresequence",
            name="pruned",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="wirechange",
            index=models.Index(fields=["site_id", "sequence"], name="wire_change_site"),
        ),
        migrations.AddConstraint(
            model_name="hubping",
            constraint=models.UniqueConstraint(fields=("site_id", "topic"), name="hub_ping_once"),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="change",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="newsroom.wirechange",
            ),
        ),
        migrations.AddField(
            model_name="webhookendpoint",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtailcore.site",
                verbose_name="site",
            ),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="endpoint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="newsroom.webhookendpoint",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["endpoint", "state", "change"], name="webhook_delivery_due"),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["state", "created"], name="webhook_delivery_state"),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.UniqueConstraint(
                fields=("endpoint", "change"), name="webhook_delivery_once"
            ),
        ),
        migrations.RunPython(name_sites, migrations.RunPython.noop),
        migrations.RunPython(append_forgotten, migrations.RunPython.noop),
    ]
