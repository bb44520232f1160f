"""Registers wall with Django."""

from django.apps import AppConfig


class WallConfig(AppConfig):
    name = "akkord.wall"
    label = "wall"
    default_auto_field = "django.db.models.BigAutoField"
