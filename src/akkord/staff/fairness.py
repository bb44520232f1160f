"""Trusted flaggers and sanctions on the operator's desk: given, suspended, revoked; lifted."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.cases import flaggers, notifiers
from akkord.cases.errors import CaseError
from akkord.catalogue import queries as catalogue

from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person

SHOWN = 200


class FlaggerForm(forms.Form):
    """The decision of a Digital Services Coordinator."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=catalogue.organisations()
    )
    coordinator = forms.CharField(label=gettext_lazy("Digital Services Coordinator"), max_length=200)
    document = forms.CharField(label=gettext_lazy("Its decision, by name or number"), max_length=200)
    starts = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends = forms.DateField(
        label=gettext_lazy("Until (the day it no longer holds)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def trusted(request: HttpRequest) -> HttpResponse:
    """GET, POST /staff/flaggers: who has the status; a form to give it."""
    form = FlaggerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            flaggers.give(
                _person(request),
                said["organisation"],
                coordinator=said["coordinator"],
                document=said["document"],
                starts=_midnight(said["starts"]),
                ends=_midnight(said["ends"]) if said["ends"] else None,
            )
            messages.success(request, _("The status is recorded and listed in public."))
            return redirect("staff_flaggers")
        except CaseError as refused:
            form.add_error(None, str(refused))
    rows = [(row, flaggers.standing_of(row)) for row in flaggers.flaggers()[:SHOWN]]
    about: dict[str, Any] = {"form": form, "rows": rows}
    return render(request, "staff/flaggers.html", about, status=422 if form.errors else 200)


@operators_only
@require_POST
def change(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """POST /staff/flaggers/<n>/<suspend|resume|revoke>"""
    why = request.POST.get("why", "")
    try:
        if verb == "suspend":
            flaggers.suspend(_person(request), number, why)
        elif verb == "revoke":
            flaggers.revoke(_person(request), number, why)
        elif verb == "resume":
            flaggers.resume(_person(request), number)
        else:
            raise Http404
        messages.success(request, _("It is recorded."))
    except CaseError as refused:
        messages.error(request, str(refused))
    return redirect("staff_flaggers")


@operators_only
@require_safe
def sanctions(request: HttpRequest) -> HttpResponse:
    """GET /staff/sanctions: notifiers that were warned or suspended, and on which notice."""
    return render(request, "staff/sanctions.html", {"sanctions": notifiers.sanctions()[:SHOWN]})


@operators_only
@require_POST
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/sanctions/<n>/lift: a complaint about it was right."""
    try:
        notifiers.lift(_person(request), number)
        messages.success(request, _("The sanction is lifted."))
    except CaseError as refused:
        messages.error(request, str(refused))
    return redirect("staff_sanctions")


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), UTC)


def _person(request: HttpRequest) -> "Person":
    return cast("Person", request.user)
