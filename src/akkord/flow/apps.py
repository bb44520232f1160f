"""Registers flow with Django."""

from django.apps import AppConfig


class FlowConfig(AppConfig):
    name = "akkord.flow"
    label = "flow"
    default_auto_field = "django.db.models.BigAutoField"
