"""What is settled before a page is built: language, theme, the territory the listener is in."""

from collections.abc import Callable
from contextlib import nullcontext

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

from akkord.flow.look import one_look
from akkord.net import territory
from akkord.people.actions import note_seen

Answer = Callable[[HttpRequest], HttpResponse]
OPEN_TO_THE_AWAY = ("/settings/account", "/accounts", "/look", "/static", "/help", "/rules", "/about")
OPEN_TO_THE_SUSPENDED = ("/my/decisions", "/log")  # why, and where it is written down
SEEN_EVERY = 60  # seconds
THEMES = frozenset({"system", "light", "dark", "classic"})
WORTH_PACKING = 1000  # bytes
NOISE = (
    100  # bytes at most, of a length nobody can foretell: what a page says cannot be guessed by its length
)


class Packed:
    """Pages go over the wire packed by gzip. Nothing else: pictures are, and files have their own doors.

    Of what is secret in a page the token of its forms is written anew each time, and NOISE hides the rest
    (the BREACH attack; Gluck, Harris, Prado, 2013, and "Heal the Breach", 2022).
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        accepted = "gzip" in request.headers.get("Accept-Encoding", "")
        if accepted and not response.has_header("Content-Encoding") and len(response.content) > WORTH_PACKING:
            response.content = compress_string(response.content, max_random_bytes=NOISE)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
            if (etag := response.get("ETag", "")).startswith('"'):
                response.headers["ETag"] = f"W/{etag}"  # RFC 9110 8.8.1: the same page, other bytes
        return response


class LanguageAndTheme:
    """A signed-in person's choice, else the cookie, else what the browser asks for."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language, request.theme = _look(request)  # type: ignore[attr-defined]
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.answer(request)
            if hasattr(response, "render") and not response.is_rendered:  # type: ignore[attr-defined]
                response = response.render()  # type: ignore[attr-defined]
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response


def _look(request: HttpRequest) -> tuple[str, str]:
    """Language and theme. The account is read only behind a session, and Django keeps it for the request."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        person = get_user(request)
        if person.is_authenticated:
            return person.language, person.theme
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if language not in dict(settings.LANGUAGES):
        language = translation.get_language_from_request(request)
    theme = request.COOKIES.get("theme", "system")
    return language, theme if theme in THEMES else "system"


class SessionsSeen(UserSessionsMiddleware):
    """When each browser was last here, written once a minute instead of with every page."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key, address = request.session.session_key, request.META.get("REMOTE_ADDR", "")
        if key and not cache.add(f"session-seen:{key}:{address}", True, SEEN_EVERY):
            answer: HttpResponse = self.get_response(request)
            return answer
        noted: HttpResponse = super().__call__(request)
        return noted


class HereNow:
    """Whoever is signed in was here; who froze the account, or is leaving, gets as far as the way back."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if request.user.suspended_at:
                if not _within(request.path, (*OPEN_TO_THE_AWAY, *OPEN_TO_THE_SUSPENDED)):
                    return redirect("/my/decisions")
            elif request.user.frozen_at or request.user.leaving_at:
                if not _within(request.path, OPEN_TO_THE_AWAY):
                    return redirect("/settings/account")
            else:
                note_seen(request.user)
        return self.answer(request)


def _within(path: str, places: tuple[str, ...]) -> bool:
    """Whether a path is one of these or below it: /log is not /logan, which may be somebody's page."""
    return any(path == place or path.startswith(f"{place}/") for place in places)


class OneLook:
    """A page is built from one state of what people show; what changes something asks anew each time."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_look() if request.method in ("GET", "HEAD") else nullcontext():
            return self.answer(request)


class ListenerTerritory:
    """Sets `request.territory`: where the network says the listener is, never what a profile says."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.territory = territory.of_request(request.META)  # type: ignore[attr-defined]
        return self.answer(request)
