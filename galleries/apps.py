from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GalleriesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "galleries"
    label = "galleries"
    verbose_name = _("Galleries")

    def ready(self) -> None:
        from .signal_handlers import register_signal_handlers

        register_signal_handlers()
