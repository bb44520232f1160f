"""Registers feed with Django."""

from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "akkord.feed"
    label = "feed"
    default_auto_field = "django.db.models.BigAutoField"
