"""Licences and policies: what the organisation permits and wants, stated and taken back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NotRepresented
from akkord.deals import simulating
from akkord.flow import clock
from akkord.rights import actions, queries
from akkord.rights.facts_in_tables import LAST_MS
from akkord.rights.models import Licence, Policy, Repertoire
from akkord.rights.rules import facts as law
from akkord.rights.terms import Action, CommercialModel, UseType
from akkord.words.places import all_countries

from .forms import MOST_LISTED, LicenceForm, PolicyForm
from .office import Office, Refusal, in_office, page
from .words import ACTIONS, MODELS, USES

Statement = LicenceForm | PolicyForm


@dataclass(frozen=True)
class Shown:
    """A licence or policy in words."""

    row: Any
    says: list[str]  # what is permitted or done
    on: str  # under which models, or on which conditions
    about: str
    standing: bool


@require_safe
@in_office
def licences(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/licences"""
    rows = [licence_shown(row) for row in queries.licences_of(office.number, withdrawn=True)]
    return statements_page(request, office, "licences", rows)


@require_safe
@in_office
def policies(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/policies"""
    rows = [policy_shown(row) for row in queries.policies_of(office.number, withdrawn=True)]
    return statements_page(request, office, "policies", rows)


def statements_page(request: HttpRequest, office: Office, section: str, rows: list[Shown]) -> HttpResponse:
    """What the organisation states of one kind: what stands, and the past."""
    standing, past = [r for r in rows if r.standing], [r for r in rows if not r.standing]
    return page(request, office, section, section, standing=standing, past=past)


def stands(row: Repertoire) -> bool:
    """Whether it was not taken back and is not over."""
    return row.withdrawn_at is None and (row.ends is None or row.ends > clock.now())


def licence_shown(row: Licence) -> Shown:
    models = ", ".join(str(MODELS[CommercialModel(model)]) for model in row.commercial_models)
    return Shown(row, [str(USES[UseType(use)]) for use in row.uses], models, repertoire(row), stands(row))


def policy_shown(row: Policy) -> Shown:
    says = [str(ACTIONS[Action(rule["action"])]) for rule in row.rules]
    on = "; ".join(filter(None, (conditions(rule) for rule in row.rules)))
    return Shown(row, says, on or _("on every match"), repertoire(row), stands(row))


def conditions(rule: dict[str, Any]) -> str:
    """When a rule of a policy fires, in words; empty when always."""
    said = []
    if milliseconds := rule["matched_ms"][0]:
        said.append(_("at least %(seconds)d s match") % {"seconds": milliseconds // 1000})
    if percent := rule["percent_of_file"][0]:
        said.append(_("at least %(percent)d %% of the upload match") % {"percent": percent})
    if percent := rule["percent_of_reference"][0]:
        said.append(_("at least %(percent)d %% of the recording match") % {"percent": percent})
    if segment := rule.get("segment"):
        said.append(_("sounds in %(start)s–%(end)s of the recording") % _stretch(segment))
    return ", ".join(said)


def _stretch(segment: list[int]) -> dict[str, str]:
    start, end = (f"{ms // 60_000}:{ms // 1000 % 60:02}" for ms in segment)
    return {"start": start, "end": "…" if segment[1] == LAST_MS else end}


def repertoire(row: Repertoire | law.Repertoire) -> str:
    """What a licence or policy is about."""
    if row.catalogue:
        return _("whole catalogue")
    said = []
    if count := len(row.recordings):
        said.append(ngettext("%(count)d recording", "%(count)d recordings", count) % {"count": count})
    if count := len(row.releases):
        said.append(ngettext("%(count)d release", "%(count)d releases", count) % {"count": count})
    return ", ".join(said)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def new_licence(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/licences/new"""
    return _state(request, office, LicenceForm, "licences")


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def new_policy(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/policies/new"""
    return _state(request, office, PolicyForm, "policies")


def _state(request: HttpRequest, office: Office, asked: type[Statement], section: str) -> HttpResponse:
    known: dict[str, Any] = {
        "recordings": list(catalogue.recordings_of(office.number)[:MOST_LISTED]),
        "releases": list(catalogue.releases_of(office.number)[:MOST_LISTED]),
    }
    if request.method != "POST":
        begun = {"territory": office.territory, **_chosen(request)}
        return _asked(request, office, section, asked(initial=begun, **known))
    form = asked(request.POST, **known)
    if not form.is_valid():
        return _asked(request, office, section, form, 422)
    fact = form.fact(office.number)
    if "try" in request.POST:
        made = simulating.simulate(request.user, office.organisation, state=[fact])  # type: ignore[arg-type]
        return redirect("labels-simulation", office.number, made.pk)
    try:
        simulating.state_fact(request.user, office.organisation, fact)  # type: ignore[arg-type]
    except NotRepresented as refused:
        form.add_error("territory", str(refused))
    except Refusal as refused:
        form.add_error(None, str(refused))
    if form.errors:
        return _asked(request, office, section, form, 422)
    messages.success(request, _("It stands, and is written into the public log."))
    return redirect(f"labels-{section}", office.number)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """?recording=5 begins a form for one recording."""
    number = request.GET.get("recording", "")
    return {"scope": "recordings", "recordings": [number]} if number else {}


def _asked(
    request: HttpRequest, office: Office, section: str, form: Statement, status: int = 200
) -> HttpResponse:
    countries = all_countries()
    return page(request, office, f"{section}_new", section, status=status, form=form, countries=countries)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def withdraw_licence(request: HttpRequest, office: Office, licence: int) -> HttpResponse:
    """GET (asks once more), POST /rights/<n>/licences/<l>/withdraw"""
    row = queries.licence_by_number(licence)
    if row is None or row.licensor_id != office.number:
        raise Http404
    return withdrawal_page(request, office, "licences", licence_shown(row), actions.withdraw_licence)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def withdraw_policy(request: HttpRequest, office: Office, policy: int) -> HttpResponse:
    """GET (asks once more), POST /rights/<n>/policies/<p>/withdraw"""
    row = queries.policy_by_number(policy)
    if row is None or row.owner_id != office.number:
        raise Http404
    return withdrawal_page(request, office, "policies", policy_shown(row), actions.withdraw_policy)


def withdrawal_page(
    request: HttpRequest, office: Office, section: str, shown: Shown, verb: Any
) -> HttpResponse:
    """Asks once more before a statement is taken back; of licences and policies it can be tried first."""
    if request.method != "POST":
        return page(request, office, "withdraw", section, shown=shown)
    if "try" in request.POST and isinstance(shown.row, Licence | Policy):
        made = simulating.simulate(request.user, office.organisation, end=[shown.row])  # type: ignore[arg-type]
        return redirect("labels-simulation", office.number, made.pk)
    try:
        verb(request.user, shown.row)
        messages.success(request, _("Withdrawn from now on."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(f"labels-{section}", office.number)
