"""Registers labels with Django."""

from django.apps import AppConfig


class LabelsConfig(AppConfig):
    name = "akkord.labels"
    label = "labels"
    default_auto_field = "django.db.models.BigAutoField"
