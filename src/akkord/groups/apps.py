"""Registers groups with Django."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "akkord.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"
