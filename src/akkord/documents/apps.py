"""Registers documents with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "akkord.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
