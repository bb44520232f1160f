"""Territories as people write and read them: codes checked, with words for what is wrong, and names."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from akkord.rights.territories import TerritorySet, UnknownTerritory, parse

MOST_CHARACTERS = 2000


class TerritoryField(forms.CharField):
    """ "Worldwide", "Worldwide -DE -AT" or "DE AT CH"; its value is a TerritorySet."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", _("Territory"))
        more.setdefault("help_text", _("Two-letter codes (DE AT CH), Worldwide, or Worldwide -RU -BY."))
        super().__init__(max_length=MOST_CHARACTERS, **more)
        self.widget.attrs |= {"list": "territories", "autocapitalize": "characters", "spellcheck": "false"}

    def clean(self, value: str) -> TerritorySet:
        text = super().clean(value)
        try:
            where = parse(text)
        except UnknownTerritory as unknown:
            code = str(unknown).split("'")[1] if "'" in str(unknown) else text
            raise ValidationError(_("“%(code)s” is not a country code."), params={"code": code}) from unknown
        if not where:
            raise ValidationError(_("Name at least one country, or Worldwide."))
        return where
