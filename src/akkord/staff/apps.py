"""Registers staff with Django."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "akkord.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"
