"""The front desk: for whom one acts, and how things stand there."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from akkord.cases import claim_queries
from akkord.cases import queries as cases
from akkord.catalogue import queries as catalogue
from akkord.catalogue.queries import Acting
from akkord.deals import queries as deals
from akkord.flow import clock
from akkord.people.models import Person

from .office import Office, in_office
from .words import KINDS


@dataclass(frozen=True)
class Desk:
    """An organisation in figures; each links to where it is counted."""

    acting: Acting
    kind: str
    recordings: int
    deliveries: int  # under way
    contests: int  # to be answered
    orders: int
    drafts: int  # filed and not executed yet
    talks: int  # to be answered


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """GET /rights/: every organisation one may act for; the operator sees them all."""
    ways = _ways(request.user)  # type: ignore[arg-type]
    if not ways:
        raise Http404
    return render(request, "labels/home.html", {"desks": [_desk(way) for way in ways]})


@require_safe
@in_office
def organisation(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/: its catalogue."""
    return redirect("labels-catalogue", office.number)


def _ways(person: Person) -> list[Acting]:
    """For whom the person may act; the operator also sees everybody else."""
    ways = catalogue.organisations_for(person.pk, clock.now())
    if person.is_staff:
        known = {way.organisation.pk for way in ways}
        rest = [other for other in catalogue.organisations() if other.pk not in known]
        ways += [Acting(person.pk, other, other) for other in rest]
    return ways


def _desk(acting: Acting) -> Desk:
    number = acting.organisation.pk
    orders = cases.orders_of(number)
    return Desk(
        acting=acting,
        kind=str(KINDS[acting.organisation.kind]),
        recordings=catalogue.recordings_of(number).count(),
        deliveries=catalogue.deliveries_of(number).exclude(state="live").count(),
        contests=claim_queries.claims_against(number).filter(state__in=claim_queries.WAITING).count(),
        orders=orders.count(),
        drafts=orders.filter(state="draft").count(),
        talks=deals.waiting_for(number),
    )
