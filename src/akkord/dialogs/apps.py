"""Registers dialogs with Django."""

from django.apps import AppConfig


class DialogsConfig(AppConfig):
    name = "akkord.dialogs"
    label = "dialogs"
    default_auto_field = "django.db.models.BigAutoField"
