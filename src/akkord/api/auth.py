"""Who calls: a bearer token, or the session of somebody signed in (then with CSRF, as in the pages)."""

from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from akkord.music.rules import Listener
from akkord.people.actions import note_use
from akkord.people.models import Person
from akkord.people.queries import bearer


class Bearer(HttpBearer):
    """`Authorization: Bearer akk_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        person = bearer(token)
        if person is not None:
            request.user = person
            note_use(token)
        return person


class _Session(APIKeyCookie):
    """The browser's session; unsafe methods carry the CSRF token."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        return request.user if request.user.is_authenticated else None


session = _Session(csrf=True)


def person_of(request: HttpRequest) -> Person:
    """The caller; every operation here asks for one."""
    person: Person = request.user  # type: ignore[assignment]
    return person


def listener_of(request: HttpRequest) -> Listener:
    """The caller as a listener: territory of the network, now."""
    return Listener(person_of(request).pk, request.territory)  # type: ignore[attr-defined]
