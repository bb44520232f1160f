"""Registers rights with Django."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "akkord.rights"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"
