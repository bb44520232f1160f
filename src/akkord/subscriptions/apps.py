"""Registers subscriptions with Django."""

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "akkord.subscriptions"
    label = "subscriptions"
    default_auto_field = "django.db.models.BigAutoField"
