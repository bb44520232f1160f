"""Registers sound with Django."""

from django.apps import AppConfig


class SoundConfig(AppConfig):
    name = "akkord.sound"
    label = "sound"
    default_auto_field = "django.db.models.BigAutoField"
