"""Sign-ups that wait, where the site lets people in one by one (AKKORD_SIGN_UP=approval)."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from akkord.people import actions, queries

from .views import operators_only

SHOWN = 200


@operators_only
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /staff/newcomers."""
    about = {"newcomers": queries.newcomers()[:SHOWN], "mode": settings.SIGN_UP}
    return render(request, "staff/newcomers.html", about)


@operators_only
@require_POST
def decide(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """POST /staff/newcomers/<n>/let-in or …/turn-away."""
    verbs = {"let-in": actions.let_in, "turn-away": actions.turn_away}
    person = queries.newcomers().filter(pk=number).first()
    if person is None or verb not in verbs:
        raise Http404
    verbs[verb](person)
    return redirect("staff_newcomers")
