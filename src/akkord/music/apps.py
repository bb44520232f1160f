"""Registers music with Django."""

from django.apps import AppConfig


class MusicConfig(AppConfig):
    name = "akkord.music"
    label = "music"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the life of uploads, so that actions and workers find it by name."""
        from . import upload_life  # noqa: F401
