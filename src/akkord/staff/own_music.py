"""Music that members have signed to be theirs: proof of it is seen here, and from then on it earns."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.music import actions, errors, queries
from akkord.music.rules.own import parts_stored

from .views import operators_only


@operators_only
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /staff/own-music."""
    return _page(request)


@operators_only
@require_POST
def prove(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/own-music/<n> {source}: what was seen."""
    try:
        actions.prove_own(request.user, number, request.POST.get("source", ""))  # type: ignore[arg-type]
    except errors.MusicError as wrong:
        return _page(request, str(wrong.text))
    messages.success(request, _("Proven: from now on its plays earn for who signed it."))
    return redirect("/staff/own-music")


def _page(request: HttpRequest, refused: str = "") -> HttpResponse:
    about = {"waiting": queries.own_music_unproven(), "parts": parts_stored, "refused": refused}
    return render(request, "staff/own_music.html", about, status=422 if refused else 200)
