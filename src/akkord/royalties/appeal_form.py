"""The form of an appeal about plays left out, as every door that has one shows it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .queries import LeftOut


class AppealForm(forms.Form):
    """Which plays, and why they were heard after all."""

    month = forms.CharField(widget=forms.HiddenInput, max_length=7)
    track = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    reason = forms.CharField(widget=forms.HiddenInput, max_length=20)
    text = forms.CharField(
        label=_("Why they should count"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def form_of(row: LeftOut, sent: AppealForm | None) -> AppealForm:
    """The form beside these plays: the one that was sent, if it was about them."""
    said: dict[str, Any] = {
        "month": f"{row.month.first_day:%Y-%m}",
        "track": str(row.track),
        "reason": row.reason,
    }
    if sent is not None and all(sent.data.get(name) == value for name, value in said.items()):
        return sent
    return AppealForm(initial=said, auto_id=f"{row.month.pk}_{row.track}_{row.reason}_%s")
