"""Addresses for tests of the API alone: the site's, with the API in front."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("akkord.api.urls"))]
