"""Registers music with Django."""

from django.apps import AppConfig


class MusicConfig(AppConfig):
    name = "akkord.music"
    label = "music"
    default_auto_field = "django.db.models.BigAutoField"
