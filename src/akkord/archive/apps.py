"""Registers archive with Django."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "akkord.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import bringing_life  # noqa: F401 - the life is known to the worker once it is declared
