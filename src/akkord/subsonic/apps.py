"""Registers subsonic with Django."""

from django.apps import AppConfig


class SubsonicConfig(AppConfig):
    name = "akkord.subsonic"
    label = "subsonic"
    default_auto_field = "django.db.models.BigAutoField"
