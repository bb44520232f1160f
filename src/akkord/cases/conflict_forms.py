"""The form in which shares are given to the parties of a conflict, by a party or by the staff for a court."""

from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from akkord.catalogue.rules import read_share

from .conflict_queries import Side


class SharesForm(forms.Form):
    """A share for every party, and from when on."""

    since = forms.DateField(
        label=gettext_lazy("From the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("May be past. Left out: as far back as the conflict reaches."),
    )

    def __init__(self, sides: list[Side], *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.sides = sides
        for side in sides:
            self.fields[f"share_{side.number}"] = forms.CharField(label=side.name, max_length=20)
        self.order_fields([*(f"share_{side.number}" for side in sides), "since"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for side in self.sides:
            name = f"share_{side.number}"
            text = said.get(name, "")
            share = "0" if text.strip() == "0" else read_share(text)
            if share is None and name not in self.errors:
                self.add_error(name, _("“%(share)s” is no share. Write 1, 1/2 or 50%%.") % {"share": text})
            said[name] = share
        return said

    @property
    def shares(self) -> dict[int, Fraction]:
        return {side.number: Fraction(self.cleaned_data[f"share_{side.number}"]) for side in self.sides}

    @property
    def from_day(self) -> datetime | None:
        """The first instant of the day, UTC."""
        day: date | None = self.cleaned_data["since"]
        return datetime.combine(day, time(), UTC) if day else None


class RulingForm(SharesForm):
    """The same, as a court has ruled."""

    court = forms.CharField(
        label=gettext_lazy("Court and number of its decision"),
        max_length=200,
        help_text=gettext_lazy("For instance: LG Hamburg, 310 O 1/26"),
    )
