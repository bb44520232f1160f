"""Registers openlog with Django."""

from django.apps import AppConfig


class OpenlogConfig(AppConfig):
    name = "akkord.openlog"
    label = "openlog"
    default_auto_field = "django.db.models.BigAutoField"
