"""Registers the wiring with Django, for the operator's commands."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "akkord.config"
    label = "wiring"
