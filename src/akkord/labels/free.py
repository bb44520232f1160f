"""Recordings that need nobody's licence: public domain and open licences, each with its evidence."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from akkord.rights import actions, queries
from akkord.rights.terms import Ground
from akkord.words.places import all_countries, place_names

from .forms import DayInput
from .office import Office, Refusal, in_office, page
from .ownership import midnight, recording_of
from .territories import TerritoryField
from .words import FREE


class FreeForm(forms.Form):
    """On what ground, by what evidence, where and since when."""

    ground = forms.TypedChoiceField(
        label=gettext_lazy("Ground"), choices=list(FREE.items()), coerce=Ground, widget=forms.RadioSelect
    )
    source = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=200,
        help_text=gettext_lazy("Where it can be checked: an address, a deed, a year of publication."),
    )
    territory = TerritoryField(initial="Worldwide")
    starts = forms.DateField(label=gettext_lazy("First day"), required=False, widget=DayInput)


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def free(request: HttpRequest, office: Office, recording: int) -> HttpResponse:
    """GET, POST /rights/<n>/recordings/<r>/free: what is stated, and one statement more."""
    found = recording_of(office, recording)
    form = FreeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            actions.record_free(
                request.user,  # type: ignore[arg-type]
                found.pk,
                said["ground"],
                territories=said["territory"],
                starts=midnight(said["starts"]),
                source=said["source"],
            )
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("There and from then on it needs nobody’s licence."))
            return redirect("labels-free", office.number, found.pk)
    about: dict[str, Any] = {
        "recording": found,
        "standing": list(queries.free_of(found.pk)),
        "past": list(queries.free_once(found.pk)),
        "form": form,
        "grounds": FREE,
        "places": place_names,
        "countries": all_countries(),
    }
    return page(request, office, "free", "catalogue", status=422 if form.errors else 200, **about)


@require_POST
@in_office
def withdraw(request: HttpRequest, office: Office, recording: int, free: int) -> HttpResponse:
    """POST /rights/<n>/recordings/<r>/free/<f>/withdraw: it needs licences again."""
    found = recording_of(office, recording)
    row = queries.free_of(found.pk).filter(pk=free).first()
    if row is None:
        raise Http404
    try:
        actions.withdraw_free(request.user, row)  # type: ignore[arg-type]
        messages.success(request, _("Withdrawn from now on."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-free", office.number, found.pk)
