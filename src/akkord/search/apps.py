"""Registers search with Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "akkord.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
