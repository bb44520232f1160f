"""Territories as people write and read them: codes checked, with words for what is wrong, and names."""

import gettext as catalogues
from functools import cache
from typing import Any

import pycountry
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
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


def country_choices() -> list[tuple[str, str]]:
    """(code, name in the reader's language), by name."""
    return _choices((get_language() or "en").split("-")[0])


@cache
def _choices(language: str) -> list[tuple[str, str]]:
    names = catalogues.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
    named = [
        (country.alpha_2, names.gettext(getattr(country, "common_name", country.name)))
        for country in pycountry.countries
    ]
    return sorted(named, key=lambda pair: pair[1])
