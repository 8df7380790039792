from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0005_releases"),
    ]

    operations = [
        migrations.AddField(
            model_name="wireitem",
            name="public_reason",
            field=models.TextField(blank=True),
        ),
    ]
