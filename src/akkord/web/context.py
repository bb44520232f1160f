"""What every page's shell needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Site name, theme and where the listener is."""
    return {
        "site_name": settings.SITE_NAME,
        "theme": getattr(request, "theme", "system"),
        "territory": getattr(request, "territory", "ZZ"),
    }
