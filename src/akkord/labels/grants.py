"""Grants: whom the organisation lets use its recordings without pay, given and taken back."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NotRepresented
from akkord.groups import queries as groups
from akkord.people import queries as people
from akkord.rights import actions, queries
from akkord.rights.models import Grant
from akkord.rights.terms import Use
from akkord.words.places import all_countries

from .forms import MOST_LISTED, RepertoireForm
from .office import Office, Refusal, in_office, page
from .permissions import Shown, repertoire, stands, statements_page, withdrawal_page
from .words import LISTENING

_ADDRESS = re.compile(r"(?:.*/)?(id|club)([1-9][0-9]{0,17})/?")


class RecipientField(forms.CharField):
    """A member's or a community's address; its value names the column of the grant and the number."""

    def clean(self, value: str) -> dict[str, int]:
        text = super().clean(value)
        named = _ADDRESS.fullmatch(text.strip())
        if named is None:
            raise ValidationError(_("Write the address of a member (/id5) or of a community (/club7)."))
        kind, number = named[1], int(named[2])
        try:
            if kind == "id":
                return {"account": people.person_by_number(number).pk}
            return {"group": groups.group_for(None, number).pk}
        except (people.NoSuchPerson, groups.NoSuchGroup) as missing:
            raise ValidationError(_("Nobody is at this address.")) from missing


class GrantForm(RepertoireForm):
    """Who may use what, where and until when."""

    to = RecipientField(
        label=gettext_lazy("To whom"),
        max_length=200,
        help_text=gettext_lazy(
            "The address of a member (/id5) or of a community (/club7); then it is for its owner and editors."
        ),
    )
    uses = forms.TypedMultipleChoiceField(
        label=gettext_lazy("How it may be heard"),
        choices=list(LISTENING.items()),
        coerce=Use,
        initial=[Use.PLAY, Use.RADIO, Use.SHARE],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["to", "uses", "territory", "scope", "recordings", "releases", "starts", "ends", "source"]


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/grants"""
    found = list(queries.grants_of(office.number, withdrawn=True).exclude(sound__isnull=False))
    return statements_page(request, office, "grants", _shown(found))


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def new(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/grants/new"""
    known: dict[str, Any] = {
        "recordings": list(catalogue.recordings_of(office.number)[:MOST_LISTED]),
        "releases": list(catalogue.releases_of(office.number)[:MOST_LISTED]),
    }
    if request.method != "POST":
        begun = {"territory": office.territory, "to": request.GET.get("to", "")}
        return _asked(request, office, GrantForm(initial=begun, **known))
    form = GrantForm(request.POST, **known)
    if form.is_valid():
        said, common = form.cleaned_data, form.common
        try:
            actions.grant(
                request.user,  # type: ignore[arg-type]
                office.organisation,
                **said["to"],
                territories=said["territory"],
                uses=said["uses"],
                repertoire=common["repertoire"],
                starts=common["valid"].start,
                ends=common["valid"].end,
                source=common["source"],
            )
        except Refusal as refused:
            form.add_error("territory" if isinstance(refused, NotRepresented) else None, str(refused))
        else:
            messages.success(request, _("It stands, and is written into the public log."))
            return redirect("labels-grants", office.number)
    return _asked(request, office, form, 422)


def _asked(request: HttpRequest, office: Office, form: GrantForm, status: int = 200) -> HttpResponse:
    return page(request, office, "grants_new", "grants", status=status, form=form, countries=all_countries())


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def withdraw(request: HttpRequest, office: Office, grant: int) -> HttpResponse:
    """GET (asks once more), POST /rights/<n>/grants/<g>/withdraw"""
    row = queries.grant_by_number(grant)
    if row is None or row.owner_id != office.number:
        raise Http404
    return withdrawal_page(request, office, "grants", _shown([row])[0], actions.withdraw_grant)


def _shown(rows: list[Grant]) -> list[Shown]:
    """Grants in words, with two queries for all the names."""
    named = people.people_by_numbers({row.account_id for row in rows if row.account_id})
    clubs = groups.groups_by_numbers({row.group_id for row in rows if row.group_id})
    said = []
    for row in rows:
        known = named.get(row.account_id or 0) or clubs.get(row.group_id or 0)
        to = known.name if known else _("somebody who has left")
        uses = ", ".join(str(LISTENING[Use(use)]) for use in row.uses)
        said.append(Shown(row, [to], uses, repertoire(row), stands(row)))
    return said
