"""Who stands in the rights office: the organisation named in the address, and the person who acts for it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from akkord.cases.errors import CaseError
from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import CatalogueError, NoSuchOrganisation
from akkord.catalogue.models import Organisation
from akkord.catalogue.queries import Acting
from akkord.catalogue.roles import Duty
from akkord.deals.errors import DealError
from akkord.flow import clock
from akkord.people.models import Person
from akkord.rights.errors import RightsError

# What the rooms below may answer to an act of the office: each has words for the person who meets it.
Refusal = (CatalogueError, CaseError, RightsError, DealError)
MOST_TOLD = 10

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Office:
    """One organisation's desk. Without `acting` it is the operator who looks, and may only look."""

    organisation: Organisation
    acting: Acting | None
    others: list[Acting]  # for whom else the person may act

    @property
    def number(self) -> int:
        return self.organisation.pk

    def may(self, duty: str) -> bool:
        """Whether the person's role here includes it: "deliver", "act", "manage"."""
        return self.acting is not None and self.acting.may(Duty(duty))

    @property
    def manages(self) -> bool:
        """Whether the person is one of the organisation's own managers: no agent decides about its desk."""
        return self.may("manage") and self.acting is not None and not self.acting.by_mandate

    @property
    def territory(self) -> str:
        """How far the person may act for it: what new forms begin with."""
        return self.acting.territory if self.acting else "Worldwide"


def office_of(person: Person, number: int) -> Office:
    """The gate: who represents the organisation or a body with its mandate, and staff. Raises Http404."""
    ways = catalogue.organisations_for(person.pk, clock.now())
    acting = next((way for way in ways if way.organisation.pk == number), None)
    others = [way for way in ways if way.organisation.pk != number]
    if acting is not None:
        return Office(acting.organisation, acting, others)
    if not person.is_staff:
        raise Http404
    try:
        return Office(catalogue.organisation_by_number(number), None, others)
    except NoSuchOrganisation as missing:
        raise Http404 from missing


def in_office(view: View) -> View:
    """A view of one organisation's office: called with the Office instead of its number."""

    @login_required
    @wraps(view)
    def opened(request: HttpRequest, number: int, **rest: Any) -> HttpResponseBase:
        return view(request, office_of(request.user, number), **rest)  # type: ignore[arg-type]

    return opened


def page(
    request: HttpRequest, office: Office, name: str, section: str, *, status: int = 200, **about: Any
) -> HttpResponse:
    """Render one page of the office with its menu."""
    said = {"office": office, "section": section} | about
    return render(request, f"labels/{name}.html", said, status=status)


def tell_faults(request: HttpRequest, faults: list[str]) -> None:
    """Say on the next page what did not work, a few of many."""
    for fault in faults[:MOST_TOLD]:
        messages.error(request, fault)
    if len(faults) > MOST_TOLD:
        messages.error(request, f"… + {len(faults) - MOST_TOLD}")
