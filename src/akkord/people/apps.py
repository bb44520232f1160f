"""Registers people with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "akkord.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
