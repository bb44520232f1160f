"""All addresses of the site, door by door."""

from django.urls import URLPattern, URLResolver, include, path

from akkord.web.confirming import ConfirmAddress

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("akkord.web.urls")),
    path("", include("akkord.openlog.urls")),
    path("", include("akkord.staff.urls")),
    path("", include("akkord.labels.urls")),
    path("api/v1/", include("akkord.api.urls")),
    path("accounts/confirm-email/<key>/", ConfirmAddress.as_view(), name="account_confirm_email"),
    path("accounts/", include("allauth.urls")),
    path("", include("akkord.web.short_urls")),  # the last
]

handler400 = "akkord.web.plain.bad_request"
handler403 = "akkord.web.plain.forbidden"
handler404 = "akkord.web.plain.not_found"
handler500 = "akkord.web.plain.broken"
