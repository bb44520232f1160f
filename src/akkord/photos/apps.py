"""Registers photos with Django."""

from django.apps import AppConfig


class PhotosConfig(AppConfig):
    name = "akkord.photos"
    label = "photos"
    default_auto_field = "django.db.models.BigAutoField"
