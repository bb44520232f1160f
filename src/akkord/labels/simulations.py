"""Dry runs: what a licence, a policy or the withdrawal of one would have done to the past 90 days."""

import uuid
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.catalogue import queries as catalogue
from akkord.deals import queries, simulating
from akkord.deals.errors import NoSuchSimulation
from akkord.deals.queries import Simulation
from akkord.deals.rules import dry_run as rules
from akkord.music import queries as music
from akkord.rights.rules import facts as law
from akkord.words.places import country_name, place_names

from .office import Office, Refusal, in_office, page
from .words import MONEY, VERDICTS

MOST_TERRITORIES = 50


@dataclass(frozen=True)
class Part:
    """Whose money of how many plays, in words."""

    whose: str
    money: str
    before: str
    after: str


@require_safe
@in_office
def simulation(request: HttpRequest, office: Office, simulation: uuid.UUID) -> HttpResponse:
    """GET /rights/<n>/simulations/<id>: the answer; asks again while there is none."""
    found = _found(office, simulation)
    about: dict[str, Any] = {"found": found, "withdraws": withdraws(found)}
    if found.state == Simulation.State.DONE:
        about |= shown(found.answer)
    return page(request, office, "simulation", _section(found), **about)


def withdraws(found: Simulation) -> int | None:
    """The number of the licence or policy it would take back."""
    return next(iter([*found.change["end_licences"], *found.change["end_policies"]]), None)


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """A dry run's answer as its page shows it."""
    rows = rules.rows_of(answer)
    names = music.names_of_tracks(example["track"] for example in answer["examples"])
    return {
        "answer": answer,
        "rows": rows[:MOST_TERRITORIES],
        "more": len(rows) - MOST_TERRITORIES,
        "total": rules.total_of(answer),
        "parts": _parts(answer),
        "names": names,
        "said": VERDICTS,
        "verdicts": list(VERDICTS),
        "country_name": country_name,
        "place_names": place_names,
    }


def _parts(answer: dict[str, Any]) -> list[Part]:
    shares = rules.shares_of(answer)
    named = catalogue.names_of_organisations(share.party for share in shares if share.party is not None)
    return [
        Part(
            named.get(share.party, "—") if share.party is not None else _("an owner nobody knows yet"),
            str(MONEY[share.money]),
            plays(share.before),
            plays(share.after),
        )
        for share in shares
    ]


def plays(count: Fraction) -> str:
    """A count of plays, to two places where it is no whole number."""
    return str(count) if count.denominator == 1 else f"{float(count):.2f}"


@require_POST
@in_office
def sign(request: HttpRequest, office: Office, simulation: uuid.UUID) -> HttpResponse:
    """POST /rights/<n>/simulations/<id>/sign: what was simulated is stated, exactly so."""
    found = _found(office, simulation)
    try:
        simulating.sign(request.user, found)  # type: ignore[arg-type]
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("labels-simulation", office.number, simulation)
    messages.success(request, _("It stands, and is written into the public log."))
    return redirect(f"labels-{_section(found)}", office.number)


def _section(found: Simulation) -> str:
    policies = any(isinstance(fact, law.Policy) for fact in queries.proposed(found))
    return "policies" if policies or found.change["end_policies"] else "licences"


def _found(office: Office, number: uuid.UUID) -> Simulation:
    try:
        return queries.simulation_of(office.number, number)
    except NoSuchSimulation as missing:
        raise Http404 from missing
