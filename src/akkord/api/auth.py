"""Who calls: a bearer token, or the session of somebody signed in (then with CSRF, as in the pages).

A token made for one organisation opens the rights office alone, and there that organisation's desk alone;
one that only reads changes nothing anywhere.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from ninja.security import APIKeyCookie, HttpBearer

from akkord.catalogue.roles import Scope, acting_within
from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.people.actions import note_use
from akkord.people.models import Person, Token
from akkord.people.queries import token_of
from akkord.people.rules import READING

from .errors import KeyElsewhere, KeyOnlyReads

_READS = frozenset({"GET", "HEAD", "OPTIONS"})  # RFC 9110 9.2.1: safe methods


class Bearer(HttpBearer):
    """`Authorization: Bearer akk_…`"""

    def __init__(self, *, office: bool = False) -> None:
        super().__init__()
        self.office = office  # whether what stands behind it belongs to the rights office

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        found: Token | None = request.key  # type: ignore[attr-defined]  # see ScopeOfKey
        if found is None:
            return None
        if found.scope == READING:
            if request.method not in _READS:
                raise KeyOnlyReads
        elif found.scope and not self.office:
            raise KeyElsewhere
        request.user = found.person
        note_use(token)
        return found.person


class ScopeOfKey:
    """Whatever a request does, it does no further than the key it came with reaches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        found = token_of(text.strip()) if scheme.lower() == "bearer" else None
        request.key = found  # type: ignore[attr-defined]
        narrow = found.scope if found and found.scope != READING else ""
        with acting_within(Scope.read(narrow) if narrow else None):
            return self.get_response(request)


class _Session(APIKeyCookie):
    """The browser's session; unsafe methods carry the CSRF token."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        return request.user if request.user.is_authenticated else None


session = _Session(csrf=True)
OFFICE = (Bearer(office=True), session)


def person_of(request: HttpRequest) -> Person:
    """The caller; every operation here asks for one."""
    person: Person = request.user  # type: ignore[assignment]
    return person


def listener_of(request: HttpRequest) -> Listener:
    """The caller as a listener: territory of the network and offer, now; found out once a request."""
    if not hasattr(request, "listener"):
        request.listener = music.listener(person_of(request).pk, request.territory)  # type: ignore[attr-defined]
    found: Listener = request.listener  # type: ignore[attr-defined]
    return found
