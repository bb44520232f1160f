"""Suspended accounts on the operator's desk: looked at, appeals answered, lifted in one step."""

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.cases import proceeding_queries, reviewing, suspending
from akkord.cases import suspension_queries as queries
from akkord.cases import suspension_words as words
from akkord.cases.errors import CaseError
from akkord.cases.law.queue import Item, Kind
from akkord.music import queries as music

from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person

PAGE = 50
KINDS = frozenset({Kind.SUSPENSION, Kind.APPEAL})


@operators_only
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /staff/suspensions: those that stand first, each with its strikes and what was said."""
    shown = Paginator(queries.suspensions(), PAGE).get_page(request.GET.get("page"))
    waits = {row.pk: reviewing.item_of_suspension(row).key for row in queries.waiting()}
    about = {
        "shown": shown,
        "rows": [(row, queries.strikes_behind(row), waits.get(row.pk)) for row in shown],
        "words": words,
    }
    return render(request, "staff/suspensions.html", about)


@operators_only
@require_POST
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/suspensions/<n>/lift: taken back in one step, with a reason its owner reads."""
    try:
        suspending.lift(_person(request), number, request.POST.get("reason", ""))
        messages.success(request, _("The suspension is lifted, and its owner is told."))
    except CaseError as refused:
        messages.error(request, str(refused))
    return redirect("staff_suspensions")


@operators_only
@require_POST
def decide(request: HttpRequest, item: str) -> HttpResponse:
    """POST /staff/review/<key>/suspension: it stands, or it was wrong; the same of an appeal."""
    person, reason = _person(request), request.POST.get("reason", "")
    stands = request.POST.get("stands") == "yes"
    try:
        taken = reviewing.take(person, item)
        if taken.kind not in KINDS:
            raise Http404
        if taken.kind == Kind.APPEAL:
            suspending.answer(person, taken.number, reason, uphold=stands)
        elif stands:
            suspending.confirm(person, taken.number, reason)
        else:
            suspending.lift(person, taken.number, reason)
    except CaseError as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('staff_review')}?{urlencode({'item': item, 'reason': reason[:2000]})}")
    messages.success(request, _("It stands, and its owner is told why.") if stands else _("It is lifted."))
    reviewing.give_back(person, item)
    return redirect("staff_review")


def of_item(item: Item) -> dict[str, Any]:
    """What the review queue shows of a suspension: art. 23(3), how many, of how many, for what."""
    row = queries.suspension_by_number(item.number)
    return {
        "suspension": row,
        "strikes": queries.strikes_behind(row),
        "standing": len(proceeding_queries.standing_strikes(row.person_id)),
        "uploads": music.sent_in_by(row.person_id).count(),
        "joined": row.person.date_joined,
        "past": queries.suspensions().filter(person=row.person_id, at__lt=row.at).count(),
        "words": words,
    }


def _person(request: HttpRequest) -> "Person":
    return cast("Person", request.user)
