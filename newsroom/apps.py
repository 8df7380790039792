from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "newsroom"
    label = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        from . import checks  # noqa: F401
        from .search import checks as search_checks  # noqa: F401
        from .search.index import index
        from .wire import companions
        from .wire.signal_handlers import register_signal_handlers

        register_signal_handlers()
        companions.register(index)
