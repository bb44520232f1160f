"""Pages of artists: claims that wait for a decision, and names that are one artist."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.music import actions, errors, queries

from .views import operators_only


@operators_only
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /staff/artists."""
    return _page(request)


@operators_only
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/artists/claims/<n> {granted, reason}."""
    granted, reason = request.POST.get("granted") == "yes", request.POST.get("reason", "")
    try:
        actions.decide_claim(request.user, number, granted=granted, reason=reason)  # type: ignore[arg-type]
    except errors.MusicError as wrong:
        return _page(request, str(wrong.text))
    messages.success(request, _("Decided."))
    return redirect("/staff/artists")


@operators_only
@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """POST /staff/artists/merge {one, into}: numbers of their pages."""
    one, into = request.POST.get("one", ""), request.POST.get("into", "")
    if not (_is_number(one) and _is_number(into)):
        return _page(request, _("Give the numbers of two pages of artists."), one, into)
    try:
        actions.merge_artists(int(one), int(into))
    except errors.MusicError as wrong:
        return _page(request, str(wrong.text), one, into)
    messages.success(request, _("They are one artist now."))
    return redirect(f"/artist{int(into)}")


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) <= 18


def _page(request: HttpRequest, refused: str = "", one: str = "", into: str = "") -> HttpResponse:
    about = {"claims": queries.claims_waiting(), "refused": refused, "one": one, "into": into}
    return render(request, "staff/artists.html", about, status=422 if refused else 200)
