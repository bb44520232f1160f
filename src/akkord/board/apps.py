"""Registers board with Django."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "akkord.board"
    label = "board"
    default_auto_field = "django.db.models.BigAutoField"
