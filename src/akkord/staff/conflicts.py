"""Conflicts of ownership on the operator's desk: documents to look at, rulings of courts to record."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.cases import conflict_queries as queries
from akkord.cases import conflict_words as words
from akkord.cases import conflicts, reviewing
from akkord.cases.conflict_forms import RulingForm
from akkord.cases.errors import CaseError, NoSuchConflict
from akkord.cases.law.queue import Item, Kind
from akkord.cases.models import Conflict, Settlement
from akkord.flow import clock
from akkord.rights.errors import RightsError
from akkord.words.places import place_names

from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person

PAGE = 50
KINDS = frozenset({Kind.EVIDENCE, Kind.RULING})


@operators_only
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /staff/conflicts: open ones first, by when an answer is due."""
    shown = Paginator(queries.conflicts(), PAGE).get_page(request.GET.get("page"))
    about = {"shown": shown, "states": words.STATES, "places": place_names}
    return render(request, "staff/conflicts.html", about)


@operators_only
@require_safe
def conflict(request: HttpRequest, number: int) -> HttpResponse:
    """GET /staff/conflicts/<n>"""
    found = _found(number)
    return _page_of(request, found, RulingForm(queries.sides_of(found)))


@operators_only
@require_POST
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/conflicts/<n>/ruling: how a court divided it; another of the staff approves."""
    found = _found(number)
    form = RulingForm(queries.sides_of(found), request.POST)
    if form.is_valid():
        try:
            conflicts.propose_ruling(
                _person(request), found.pk, form.shares, court=form.cleaned_data["court"], since=form.from_day
            )
            messages.info(request, _("Proposed. Somebody else of the staff has 24 hours to approve it."))
            return redirect("staff_conflict", found.pk)
        except CaseError as refused:
            form.add_error(None, str(refused))
    return _page_of(request, found, form)


@operators_only
@require_POST
def approve(request: HttpRequest, number: int, ruling: int) -> HttpResponse:
    """POST /staff/conflicts/<n>/rulings/<r>/approve: the second person says yes, and it holds."""
    _act(request, Kind.RULING, ruling)
    return redirect("staff_conflict", number)


@operators_only
@require_POST
def look(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    """POST /staff/conflicts/<n>/evidence/<e>: what the document does: it proves, or it does not."""
    _act(request, Kind.EVIDENCE, evidence)
    return redirect("staff_conflict", number)


@operators_only
@require_POST
def decide(request: HttpRequest, item: str) -> HttpResponse:
    """POST /staff/review/<key>/conflict: the same from the review queue."""
    try:
        taken = reviewing.take(_person(request), item)
    except CaseError as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('staff_review')}?item={item}")
    if taken.kind not in KINDS:
        raise Http404
    done = _act(request, taken.kind, taken.number)
    reviewing.give_back(_person(request), item)
    return redirect("staff_review") if done else redirect(f"{reverse('staff_review')}?item={item}")


def of_item(item: Item) -> dict[str, Any]:
    """What the review queue shows of a document or a ruling that waits."""
    evidence = queries.evidence_by_number(item.number) if item.kind == Kind.EVIDENCE else None
    ruling = None if evidence else queries.settlement_by_number(item.number)
    found = (evidence or ruling).conflict  # type: ignore[union-attr]
    sides = queries.sides_of(found)
    return {
        "conflict": found,
        "sides": sides,
        "evidence": evidence,
        "ruling": ruling,
        "words": words,
        "places": place_names,
    }


def _act(request: HttpRequest, kind: Kind, number: int) -> bool:
    """Approve a ruling, or say what a document does; whether it was done."""
    person = _person(request)
    try:
        if kind == Kind.RULING:
            conflicts.approve_ruling(person, number)
            messages.success(request, _("Approved, and done."))
        elif request.POST.get("proves") == "yes":
            conflicts.accept_evidence(person, number)
            messages.success(request, _("What its party stated there is proven by it from now on."))
        else:
            conflicts.set_aside_evidence(person, number)
            messages.success(request, _("It is set aside: it proves nothing."))
    except (CaseError, RightsError) as refused:
        messages.error(request, str(refused))
        return False
    return True


def _page_of(request: HttpRequest, found: Conflict, form: RulingForm) -> HttpResponse:
    offers = list(queries.settlements_of(found))
    waiting = next((each for each in offers if each.state == Settlement.State.WAITING and each.court), None)
    about = {
        "conflict": found,
        "sides": form.sides,
        "offers": offers,
        "waiting": waiting,
        "lapsed": waiting is not None and queries.lapses_at(waiting) <= clock.now(),
        "until": queries.lapses_at(waiting) if waiting else None,
        "form": form,
        "words": words,
        "places": place_names,
    }
    return render(request, "staff/conflict.html", about, status=422 if form.errors else 200)


def _found(number: int) -> Conflict:
    try:
        return queries.conflict_by_number(number)
    except NoSuchConflict as missing:
        raise Http404 from missing


def _person(request: HttpRequest) -> "Person":
    return cast("Person", request.user)
