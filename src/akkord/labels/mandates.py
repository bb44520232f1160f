"""Mandates: who acts for this organisation and for whom it acts, given with a document and taken back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from akkord.catalogue import actions, mandates
from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import MandateOfAnother, NoDocument, NoSuchMandate, UnknownCountry
from akkord.catalogue.models import Mandate
from akkord.flow import clock
from akkord.words.places import all_countries

from .forms import MOST_LISTED, MandateForm
from .office import Office, Refusal, in_office, page


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/mandates: mandates given and held, the past."""
    at = clock.now()
    known = list(catalogue.mandates_of(office.number))
    ahead = {m.pk for m in known if mandates.is_ahead(m, at)}
    standing = [m for m in known if m.pk in ahead or mandates.holds(m, at)]
    about: dict[str, Any] = {
        "given": [m for m in standing if m.principal_id == office.number],
        "held": [m for m in standing if m.agent_id == office.number],
        "past": [m for m in known if m not in standing],
        "ahead": ahead,
        "direct": office.manages,
    }
    return page(request, office, "mandates", "mandates", **about)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def new(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/mandates/new: only the organisation's own people give one."""
    if not office.manages:
        raise Http404
    known: dict[str, Any] = {
        "recordings": list(catalogue.recordings_of(office.number)[:MOST_LISTED]),
        "agents": [other for other in catalogue.organisations() if other.pk != office.number],
    }
    form = MandateForm(request.POST if request.method == "POST" else None, **known)
    if form.is_bound and form.is_valid():
        try:
            actions.record_mandate(
                catalogue.organisation_by_number(form.cleaned_data["agent"]),
                office.organisation,
                form.cleaned_data["document"],
                territory=str(form.cleaned_data["territory"]),
                recordings=form.scope_chosen,
                delegable=form.cleaned_data["delegable"],
                person=request.user,  # type: ignore[arg-type]
                **form.period,
            )
            messages.success(request, _("The mandate is given."))
            return redirect("labels-mandates", office.number)
        except Refusal as refused:
            form.add_error(_field_of(refused), str(refused))
    about = {"form": form, "countries": all_countries()}
    return page(request, office, "mandates_new", "mandates", status=422 if form.errors else 200, **about)


def _field_of(refused: Exception) -> str | None:
    match refused:
        case UnknownCountry():
            return "territory"
        case NoDocument():
            return "document"
        case _:
            return None


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def end(request: HttpRequest, office: Office, mandate: int) -> HttpResponse:
    """GET (asks once more), POST /rights/<n>/mandates/<m>/end: taken back by its giver, or given up."""
    found = _mandate(office, mandate)
    if request.method != "POST":
        return page(request, office, "mandate_end", "mandates", mandate=found)
    try:
        actions.end_mandate(found, request.user)  # type: ignore[arg-type]
        messages.success(request, _("The mandate has ended."))
    except MandateOfAnother as refused:
        messages.error(request, str(refused))
    return redirect("labels-mandates", office.number)


def _mandate(office: Office, number: int) -> Mandate:
    try:
        found = catalogue.mandate_of(office.number, number)
    except NoSuchMandate as missing:
        raise Http404 from missing
    if not office.manages or found.ended_at is not None:
        raise Http404
    return found
