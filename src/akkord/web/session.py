"""Who is signed in, for the two handlers that stand beside Django: bytes of sound and live news."""

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, parse_cookie

from akkord.people.queries import bearer, stands


def who_asks(cookies: str, authorization: str) -> int | None:
    """The person of a request by its headers: a token of the API, else the session."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() == "bearer":
        person = bearer(token.strip())
        return person.pk if person else None
    return signed_in(cookies)


def signed_in(cookies: str) -> int | None:
    """The person of the session in a Cookie header, by the very checks every page makes; whose account does
    not stand (suspended, frozen, leaving) is nobody here."""
    cookie = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return None
    request = HttpRequest()
    request.session = SessionStore(cookie)
    person = get_user(request).pk
    return person if person is not None and stands(person) else None
