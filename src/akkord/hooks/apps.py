"""Registers hooks with Django."""

from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "akkord.hooks"
    label = "hooks"
    default_auto_field = "django.db.models.BigAutoField"
