"""What is settled before a page is built: language, theme, the territory the listener is in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from akkord.net import territory

Answer = Callable[[HttpRequest], HttpResponse]


class LanguageAndTheme:
    """A signed-in person's choice, else the cookie, else what the browser asks for."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in dict(settings.LANGUAGES):
            language = translation.get_language_from_request(request)
        request.theme = _theme(request)  # type: ignore[attr-defined]
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.answer(request)
            if hasattr(response, "render") and not response.is_rendered:  # type: ignore[attr-defined]
                response = response.render()  # type: ignore[attr-defined]
        response.headers.setdefault("Content-Language", language)
        return response


def _theme(request: HttpRequest) -> str:
    theme = request.COOKIES.get("theme", "system")
    return theme if theme in {"system", "light", "dark"} else "system"


class ListenerTerritory:
    """Sets `request.territory`: where the network says the listener is, never what a profile says."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.territory = territory.of_request(request.META)  # type: ignore[attr-defined]
        return self.answer(request)
