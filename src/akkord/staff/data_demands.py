"""Demands for somebody's data: filed by one of the staff, answered by another."""

from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from akkord.disclosure import data_demands
from akkord.disclosure.errors import DisclosureError
from akkord.people.errors import NoSuchPerson
from akkord.people.queries import person_by_number

from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person

SHOWN = 100


class DemandForm(forms.Form):
    """What was demanded, of whom, by whom."""

    person = forms.IntegerField(
        min_value=1, max_value=10**15, label=gettext_lazy("Number of the member (id…)")
    )
    authority = forms.CharField(max_length=200, label=gettext_lazy("Authority"))
    law = forms.CharField(max_length=200, label=gettext_lazy("Provision"))
    wanted = forms.CharField(
        max_length=1000, label=gettext_lazy("Which data"), widget=forms.Textarea(attrs={"rows": 3})
    )
    sealed_until = forms.DateTimeField(
        required=False,
        label=gettext_lazy("May not be told before"),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """GET and POST /staff/data-demands."""
    form = DemandForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        asked = data_demands.Asked(said["authority"], said["law"], said["wanted"], said["sealed_until"])
        try:
            data_demands.file_demand(_me(request), person_by_number(said["person"]), asked)
        except NoSuchPerson:
            form.add_error("person", _("There is no such member."))
        except DisclosureError as refused:
            form.add_error("sealed_until", str(refused))
        else:
            messages.success(request, _("The demand is filed. Another of the staff answers it."))
            return redirect("staff_data_demands")
    about = {
        "form": form,
        "waiting": data_demands.waiting_demands(),
        "answered": data_demands.answered_demands()[:SHOWN],
    }
    return render(request, "staff/data_demands.html", about, status=422 if form.is_bound else 200)


@operators_only
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/data-demands/<n>/answer with as=handed-over or refused."""
    try:
        data_demands.answer_demand(_me(request), number, handed_over=request.POST.get("as") == "handed-over")
    except DisclosureError as refused:
        messages.error(request, str(refused))
    return redirect("staff_data_demands")


def _me(request: HttpRequest) -> "Person":
    return cast("Person", request.user)
