"""Who owns a recording: what this organisation states, what all state, what counts where, and its history."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.cases import whereabouts
from akkord.cases.conflict_words import RIGHTS, STANDINGS
from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NoSuchRecording
from akkord.catalogue.models import Recording
from akkord.catalogue.rules import read_share
from akkord.flow import clock
from akkord.rights import actions, owning
from akkord.rights.models import Ownership
from akkord.rights.rules.effective import Part
from akkord.rights.terms import Right
from akkord.rights.territories import TerritorySet
from akkord.words.places import all_countries, place_names

from .forms import DayInput
from .office import Office, Refusal, in_office, page
from .territories import TerritoryField
from .words import SUMS

VIEWS = {
    "mine": gettext_lazy("Ours"),
    "all": gettext_lazy("All statements"),
    "effective": gettext_lazy("What counts"),
    "history": gettext_lazy("History"),
}


class ShareField(forms.CharField):
    """ "1", "1/2" or "50 %"; its value is an exact Fraction."""

    def clean(self, value: str) -> Fraction:
        text = super().clean(value)
        share = read_share(text)
        if share is None or not Fraction(share):
            raise ValidationError(_("“%(share)s” is no share. Write 1, 1/2 or 50%%."), params={"share": text})
        return Fraction(share)


class DayForm(forms.Form):
    """The day a view is about, and what was known on which day."""

    at = forms.DateField(label=gettext_lazy("On the day"), required=False, widget=DayInput)
    known = forms.DateField(label=gettext_lazy("As known on"), required=False, widget=DayInput)


class StatementForm(forms.Form):
    """A share this organisation says is its own."""

    share = ShareField(label=gettext_lazy("Share"), help_text=gettext_lazy("1, 1/2 or 50%"), max_length=20)
    right = forms.ChoiceField(label=gettext_lazy("Right"), choices=list(RIGHTS.items()))
    territory = TerritoryField(initial="Worldwide")
    starts = forms.DateField(label=gettext_lazy("First day"), required=False, widget=DayInput)
    source = forms.CharField(
        label=gettext_lazy("Document it rests on"),
        max_length=200,
        help_text=gettext_lazy("Contract, with its date and number."),
    )


class NarrowForm(forms.Form):
    """Less than what is stated now."""

    share = ShareField(label=gettext_lazy("Share"), max_length=20)
    territory = TerritoryField()


@dataclass(frozen=True)
class Shown:
    """A part of the world as a row of the table."""

    right: str
    places: str
    part: Part
    sum: str


@require_safe
@in_office
def ownership(request: HttpRequest, office: Office, recording: int) -> HttpResponse:
    """GET /rights/<n>/recordings/<r>/ownership?view=…&at=…&known=…"""
    return _shown(request, office, recording_of(office, recording), StatementForm())


@require_POST
@in_office
def state(request: HttpRequest, office: Office, recording: int) -> HttpResponse:
    """POST /rights/<n>/recordings/<r>/ownership/state: say what share is ours."""
    found, form = recording_of(office, recording), StatementForm(request.POST)
    if form.is_valid():
        try:
            actions.record_ownership(
                request.user,  # type: ignore[arg-type]
                found.pk,
                office.organisation,
                form.cleaned_data["share"],
                territories=form.cleaned_data["territory"],
                right=Right(form.cleaned_data["right"]),
                starts=midnight(form.cleaned_data["starts"]),
                source=form.cleaned_data["source"],
            )
            messages.success(request, _("Stated. It counts once a document has proven it."))
            return redirect("labels-ownership", office.number, found.pk)
        except Refusal as refused:
            form.add_error(None, str(refused))
    return _shown(request, office, found, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def statement(request: HttpRequest, office: Office, recording: int, statement: int) -> HttpResponse:
    """GET, POST /rights/<n>/recordings/<r>/ownership/<s>: claim less, or take the statement back."""
    found = recording_of(office, recording)
    row = owning.statements_about(found.pk).filter(pk=statement, party_id=office.number).first()
    if row is None or office.acting is None:
        raise Http404
    held = {"share": row.share, "territory": row.territory}
    form = NarrowForm(request.POST if request.POST.get("act") == "narrow" else None, initial=held)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            _changed(request, row, form)
            return redirect("labels-ownership", office.number, found.pk)
        except Refusal as refused:
            _told(request, form, refused)
    about: dict[str, Any] = {"recording": found, "statement": row, "form": form, "standings": STANDINGS}
    about |= {"countries": all_countries()}
    return page(request, office, "statement", "catalogue", status=422 if form.errors else 200, **about)


def _changed(request: HttpRequest, row: Ownership, form: NarrowForm) -> None:
    person: Any = request.user
    if form.is_bound:
        actions.narrow_ownership(person, row, form.cleaned_data["share"], form.cleaned_data["territory"])
        messages.success(request, _("The statement was narrowed."))
    else:
        actions.withdraw_ownership(person, row)
        messages.success(request, _("The statement was taken back."))


def _told(request: HttpRequest, form: NarrowForm, refused: Exception) -> None:
    if form.is_bound:
        form.add_error(None, str(refused))
    else:
        messages.error(request, str(refused))


def recording_of(office: Office, number: int) -> Recording:
    """One of the catalogue, or one the organisation states a share of. Raises Http404."""
    try:
        return whereabouts.recording_for(office.number, number)
    except NoSuchRecording as missing:
        raise Http404 from missing


def midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def _shown(
    request: HttpRequest, office: Office, found: Recording, form: StatementForm, status: int = 200
) -> HttpResponse:
    days = DayForm(request.GET)
    said = days.cleaned_data if days.is_valid() else {}
    view = request.GET.get("view", "all")
    at, known = midnight(said.get("at")) or clock.now(), midnight(said.get("known"))
    about: dict[str, Any] = {
        "recording": found,
        "view": view if view in VIEWS else "all",
        "views": VIEWS,
        "days": days,
        "ours": {office.number, *catalogue.principals_of(office.number, clock.now())},
        "statements": list(owning.statements_about(found.pk, known)),
        "parts": [shown(part) for part in owning.effective_on(found.pk, at, known)],
        "history": owning.history_of(found.pk),
        "form": form,
        "rights": RIGHTS,
        "standings": STANDINGS,
        "places": place_names,
        "countries": all_countries(),
    }
    about["names"] = catalogue.names_of_organisations(
        holder.party for shown in about["parts"] for holder in shown.part.holders
    )
    return page(request, office, "ownership", "catalogue", status=status, **about)


def shown(part: Part) -> Shown:
    return Shown(str(RIGHTS[part.right]), places_of(part.territories), part, str(SUMS[part.sum]))


def places_of(territories: TerritorySet) -> str:
    return place_names(str(territories))
