"""Registers care with Django."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "akkord.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"
