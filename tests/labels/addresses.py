"""Addresses for tests of the rights office alone: the site's, with the office in front."""

from django.urls import include, path

urlpatterns = [path("", include("akkord.labels.urls")), path("", include("akkord.config.urls"))]
handler404 = "akkord.web.plain.not_found"
