"""The music part of the members' door alone."""

from django.urls import include, path

urlpatterns = [path("accounts/", include("allauth.urls")), path("", include("akkord.web.music_urls"))]
