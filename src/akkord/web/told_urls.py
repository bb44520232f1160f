"""Addresses of notifications at the members' door."""

from django.urls import path

from akkord.flow.pages import EVERYONE, MEMBERS, UNDER_WAY, Page

from . import alerts

urlpatterns = [
    path("notifications", alerts.notifications, name="notifications"),
    path("notifications/stop/<str:token>", alerts.stop, name="stop_digest"),
    path("settings/notifications", alerts.choose, name="settings_notifications"),
    path("settings/notifications/push", alerts.tell_browser, name="tell_browser"),
    path("settings/notifications/push/forget", alerts.forget_browser, name="forget_browser"),
    path("push-worker.js", alerts.worker, name="push_worker"),
]

PAGES = [
    Page("notifications", "/notifications", MEMBERS),
    Page("settings_notifications", "/settings/notifications", MEMBERS),
    Page("stop_digest", "/notifications/stop/{letters}", EVERYONE, UNDER_WAY),
]
