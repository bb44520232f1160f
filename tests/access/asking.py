"""Asking one address as one person, without a browser: the view itself, all changes taken back."""

from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import ERROR
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver, resolve

from akkord.people.models import Person

# What an answer means, in a letter: seen, done or led elsewhere; sign in; not there; refused, be it by a
# word on the page one is led to; wrong verb.
LETTERS = {2: "Y", 3: "R"}


class _Forgetful(BaseStorage):
    """Toasts nobody reads; whether one of them refused is remembered."""

    refused = False

    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        self.refused = self.refused or level >= ERROR
        super().add(level, message, extra_tags)

    def _get(self, *_args: Any, **_kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, *_args: Any, **_kwargs: Any) -> list[Any]:
        return []


def routes() -> list[tuple[str, str, URLPattern]]:
    """(name, path, pattern) of every route of the site that has a hole, but those of the API."""
    found: list[tuple[str, str, URLPattern]] = []
    _walk(get_resolver().url_patterns, "", found)
    return found


def _walk(patterns: list[Any], before: str, found: list[tuple[str, str, URLPattern]]) -> None:
    for each in patterns:
        path = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            if not path.startswith("api/"):
                _walk(each.url_patterns, path, found)
        elif each.pattern.converters:
            found.append((each.name, path, each))


def ask(place: str, person: Person | None, method: str) -> tuple[str, str]:
    """The letter of the answer, and its text where it is a page."""
    request = getattr(RequestFactory(), method)(place)
    request.user = person if person is not None else AnonymousUser()
    request.session = SimpleNamespace(session_key=None, get=lambda *_a: None, __contains__=lambda *_a: False)
    request._messages = _Forgetful(request)
    request.territory, request.theme, request.LANGUAGE_CODE, request.csp_nonce = "ZZ", "system", "en", ""
    request.htmx, request._dont_enforce_csrf_checks = False, True
    view, args, kwargs = resolve(place)
    with transaction.atomic():
        try:
            answer = view(request, *args, **kwargs)
            if hasattr(answer, "render") and not answer.is_rendered:
                answer = answer.render()
        except Http404:
            return "N", ""
        except PermissionDenied:
            return "B", ""
        finally:
            transaction.set_rollback(True)
    return "B" if request._messages.refused else _letter(
        answer
    ), answer.content.decode() if "html" in answer.get("Content-Type", "") else ""


def _letter(answer: HttpResponse) -> str:
    status = answer.status_code
    if status == 302 and answer["Location"].startswith("/accounts/login"):
        return "L"
    if status in (404, 405):
        return "N" if status == 404 else "M"
    return LETTERS.get(status // 100, "B")
