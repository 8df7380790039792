from django.apps import AppConfig


class HostConfig(AppConfig):
    default_auto_field = "django.db.models.AutoField"
    name = "tests.host"
    label = "host"
