"""Registers catalogue with Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "akkord.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the lives of deliveries and messages, so that actions and workers find them by name."""
        from . import delivery_life, message_life  # noqa: F401
