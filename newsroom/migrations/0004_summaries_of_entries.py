from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0003_photo_rights_and_entries"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="wireitem",
            name="feed_summary",
        ),
    ]
