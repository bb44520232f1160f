"""Registers podcasts with Django."""

from django.apps import AppConfig


class PodcastsConfig(AppConfig):
    name = "akkord.podcasts"
    label = "podcasts"
    default_auto_field = "django.db.models.BigAutoField"
