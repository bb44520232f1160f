"""What an organisation would have been due by other terms, before anybody signs them."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from akkord.royalties import what_if, words
from akkord.royalties.errors import RoyaltyError
from akkord.royalties.rules.terms import Terms

from .money_forms import PAYEES, AmountField, FractionField
from .views import operators_only


class WhatIfForm(forms.Form):
    """Whose, and which terms instead."""

    organisation = forms.ModelChoiceField(queryset=PAYEES, label=_("Whose"))
    rate = FractionField(
        label=_("Part of net revenue"),
        required=False,
        help_text=_("As 0.6 or 3/5; empty: that of the offer."),
    )
    per_subscriber = AmountField(label=_("At least, per subscriber and month"), required=False)
    per_play = AmountField(label=_("At least, per play"), required=False)
    threshold = forms.IntegerField(
        label=_("Threshold, in plays"), required=False, min_value=0, max_value=10**15
    )
    per_play_above = AmountField(label=_("At least, per play beyond the threshold"), required=False)

    def clean_rate(self) -> Any:
        rate = self.cleaned_data["rate"]
        if rate is not None and not 0 < rate <= 1:
            raise forms.ValidationError(
                _("A part of the revenue is more than nothing and at most all of it.")
            )
        return rate

    def terms(self) -> Terms:
        said = self.cleaned_data
        return Terms(
            currency="",  # that of its own terms
            rate=said["rate"],
            per_subscriber=said["per_subscriber"],
            per_play=said["per_play"],
            threshold=said["threshold"] or 0,
            per_play_above=said["per_play_above"],
        )


@operators_only
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """GET /staff/what-if?organisation=…&rate=…: a form, and month by month both figures side by side."""
    form = WhatIfForm(request.GET or None)
    rows: list[what_if.Compared] = []
    if form.is_bound and form.is_valid():
        try:
            rows = what_if.compare(form.cleaned_data["organisation"].pk, form.terms())
        except RoyaltyError as refused:
            form.add_error(None, str(refused))
    about: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "asked": form.is_bound and not form.errors,
        "most": max((abs(amount) for row in rows for amount in (row.own, row.other)), default=0),
        "moved": max((abs(row.difference) for row in rows), default=0),
        "words": words,
        "money": words.money,
    }
    return render(request, "staff/what_if.html", about, status=422 if form.errors else 200)
