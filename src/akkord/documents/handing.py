"""A document as an answer: the doors hand it out in one way, so that nothing in it acts on a page of ours."""

from urllib.parse import quote

from django.http import HttpResponse


def handed_out(name: str, data: bytes) -> HttpResponse:
    """A file to be saved; nothing in it acts in our name, whatever a browser makes of it."""
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
