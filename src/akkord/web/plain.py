"""Pages that only say something: help, about, rules; and what is shown when a page cannot be."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from akkord.care.rules import rules_at
from akkord.flow import clock


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """GET /help."""
    return render(request, "plain/help.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """GET /about."""
    return render(request, "plain/about.html")


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """GET /rules."""
    language = request.LANGUAGE_CODE[:2]
    house = [(rule.name, *rule.said(language), rule.since) for rule in rules_at(clock.now().date())]
    return render(request, "plain/rules.html", {"house": house})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return render(request, "plain/refused.html", {"code": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "plain/refused.html", {"code": 403}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose CSRF token is missing or old."""
    return render(request, "plain/refused.html", {"code": "csrf"}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "plain/refused.html", {"code": 404}, status=404)


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413."""
    return render(request, "plain/refused.html", {"code": 413}, status=413)


def broken(request: HttpRequest) -> HttpResponse:
    """500: drawn without the shell, because whatever broke may break it too."""
    return render(request, "plain/broken.html", status=500)
