"""A standing proceeding run ahead on the operator's desk: every date and letter before anything is done."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from akkord.cases import letters, rehearsal
from akkord.cases import proceeding_queries as queries
from akkord.cases import proceeding_words as words
from akkord.cases.writing import said_at
from akkord.flow import clock

from .acts import act_of
from .views import operators_only


@operators_only
@require_safe
def rehearse(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET /staff/proceedings/<id>/rehearsal?e=…&do=…&when=…&c=…&reason=…: nothing of it is kept or sent."""
    found, now = act_of(public_id), clock.now()
    do, when = request.GET.get("do", ""), request.GET.get("when", "")
    kept = [*request.GET.getlist("e"), *([f"{do}:{when}"] if do and when else [])][: rehearsal.MOST]
    otherwise = [word for word in request.GET.getlist("c") if word in rehearsal.OTHERWISE]
    reason, refused = request.GET.get("reason", "").strip()[:2000], ""
    try:
        steps = rehearsal.read_steps(kept)
    except ValueError:
        kept, steps, refused = [], [], _("One of the steps cannot be read; begin anew.")
    seen = rehearsal.rehearse_from(found, steps, now, otherwise, reason)
    latest = max(now, seen.case.latest)
    about: dict[str, Any] = {
        "found": found,
        "law": queries.procedure_of(found),
        "seen": seen,
        "kept": kept,
        "otherwise": otherwise,
        "reason": reason,
        "refused": refused,
        "now": latest.strftime("%Y-%m-%dT%H:%M"),
        "steps": rehearsal.next_steps(seen.case, latest),
        "letters": [
            [(language, rehearsal.letters_of(each, language, found)) for language in letters.LANGUAGES]
            for each in [*seen.taken, *seen.silent]
        ],
        "country": found.country,
        "words": words,
        "said_at": said_at,
    }
    return render(request, "staff/rehearsal.html", about, status=422 if refused else 200)
