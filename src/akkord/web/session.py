"""Who is signed in, for the two handlers that stand beside Django: bytes of sound and live news."""

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, parse_cookie


def signed_in(cookies: str) -> int | None:
    """The person of the session in a Cookie header, by the very check every page makes."""
    cookie = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return None
    request = HttpRequest()
    request.session = SessionStore(cookie)
    return get_user(request).pk
