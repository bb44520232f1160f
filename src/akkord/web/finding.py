"""People by what they show: name, city, age, friends in common."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from akkord.people import queries
from akkord.search.queries import find_people
from akkord.search.rules import About

from .listening import listener_of

PEOPLE_SHOWN = 50
OLDEST = 120


class Filters(forms.Form):
    """What one looks for; nothing of it is needed."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    city = forms.CharField(label=_("City"), required=False, max_length=80)
    youngest = forms.IntegerField(label=_("Age from"), required=False, min_value=0, max_value=OLDEST)
    oldest = forms.IntegerField(label=_("Age to"), required=False, min_value=0, max_value=OLDEST)
    mutual = forms.BooleanField(label=_("Has a friend in common with me"), required=False)

    def clean(self) -> dict[str, object]:
        told: dict[str, object] = super().clean() or {}
        youngest, oldest = told.get("youngest"), told.get("oldest")
        if isinstance(youngest, int) and isinstance(oldest, int) and youngest > oldest:
            self.add_error("oldest", _("This is younger than where it begins."))
        return told

    def about(self) -> About:
        told = self.cleaned_data
        return About(
            told["q"], told["city"], told["youngest"], told["oldest"], mutual=bool(told.get("mutual"))
        )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """GET /people?q=&city=&youngest=&oldest=&mutual=on: who is so, as far as they show it."""
    listener = listener_of(request)
    form = Filters(request.GET)
    if listener.person_id is None:
        del form.fields["mutual"]  # nobody's friends
    found = find_people(listener, form.about(), PEOPLE_SHOWN + 1) if form.is_valid() else []
    about = {
        "form": form,
        "people": found[:PEOPLE_SHOWN],
        "more": len(found) > PEOPLE_SHOWN,
        "near": queries.near_numbers(listener.person_id) if listener.person_id else set(),
    }
    return render(request, "people/search.html", about, status=200 if form.is_valid() else 400)
