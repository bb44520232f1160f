"""Registers royalties with Django."""

from django.apps import AppConfig


class RoyaltiesConfig(AppConfig):
    name = "akkord.royalties"
    label = "royalties"
    default_auto_field = "django.db.models.BigAutoField"
