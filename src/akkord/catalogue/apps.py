"""Registers catalogue with Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "akkord.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
