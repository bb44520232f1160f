"""Registers deals with Django."""

from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "akkord.deals"
    label = "deals"
    default_auto_field = "django.db.models.BigAutoField"
