"""Territories in the reader's words: "everywhere except Germany" instead of "Worldwide -DE"."""

import gettext as catalogues
from functools import cache

import pycountry
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

MOST_NAMED = 12
UNKNOWN = "ZZ"


def place_names(said: str) -> str:
    """Names for the canonical text of a set of territories (rights.territories)."""
    words = said.split()
    if not words:
        return _("nowhere")
    if words[0] != "Worldwide":
        return _listed(words)
    left_out = [word[1:] for word in words[1:] if word.startswith("-")]
    if not left_out:
        return _("everywhere")
    return _("everywhere except %(places)s") % {"places": _listed(left_out)}


def _listed(codes: list[str]) -> str:
    named = ", ".join(sorted(country_name(code) for code in codes[:MOST_NAMED]))
    more = len(codes) - MOST_NAMED
    if more <= 0:
        return named
    return ngettext("%(named)s and %(more)d more", "%(named)s and %(more)d more", more) % {
        "named": named,
        "more": more,
    }


def country_name(code: str) -> str:
    """A country's name in the reader's language; ZZ is where the network does not say."""
    if code == UNKNOWN:
        return _("an unknown country")
    return _name(code, get_language() or "en")


@cache
def _name(code: str, language: str) -> str:
    country = pycountry.countries.get(alpha_2=code)
    if country is None:
        return code
    name = str(getattr(country, "common_name", country.name))
    names = catalogues.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[language.split("-")[0]], fallback=True
    )
    return names.gettext(name)


def all_countries() -> list[tuple[str, str]]:
    """(code, name in the reader's language) of every country, by name."""
    return _all((get_language() or "en").split("-")[0])


@cache
def _all(language: str) -> list[tuple[str, str]]:
    named = [(country.alpha_2, _name(country.alpha_2, language)) for country in pycountry.countries]
    return sorted(named, key=lambda pair: pair[1])
