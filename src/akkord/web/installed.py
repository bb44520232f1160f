"""The site as something one installs: its manifest, and the page that stands where the network is not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """GET /manifest.webmanifest."""
    said = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME[:12],
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": request.LANGUAGE_CODE,
        "background_color": "#e9edf2",
        "theme_color": "#3d6a9a",
        "icons": [{"src": static("web/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        "shortcuts": [
            {"name": _("Messages"), "url": "/im"},
            {"name": _("Music"), "url": "/audio"},
        ],
    }
    answer = JsonResponse(said, content_type="application/manifest+json")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """GET /offline: the one page a browser keeps; it says nothing of who reads it."""
    return render(request, "plain/offline.html")
