"""Registers alerts with Django."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "akkord.alerts"
    label = "alerts"
    default_auto_field = "django.db.models.BigAutoField"
