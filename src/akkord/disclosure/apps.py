"""Registers disclosure with Django."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "akkord.disclosure"
    label = "disclosure"
    default_auto_field = "django.db.models.BigAutoField"
