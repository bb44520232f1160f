"""Registers web with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "akkord.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
