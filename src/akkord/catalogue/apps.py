"""Registers catalogue with Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "akkord.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the lives of what is delivered, so that actions and workers find them by name."""
        from . import batch_life, delivery_life, message_life  # noqa: F401
