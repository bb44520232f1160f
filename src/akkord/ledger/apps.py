"""Registers the ledger with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "akkord.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
