"""All addresses of the site, door by door."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
