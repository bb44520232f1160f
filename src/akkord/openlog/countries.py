"""Where a line applies, in words: territories of the log ("Worldwide", "-DE", "AT") as names of countries."""

import gettext
from collections.abc import Sequence
from functools import cache

import pycountry
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

MOST_NAMED = 6


def places(territory: Sequence[str]) -> str:
    """ "everywhere", "in Germany, Austria", "everywhere except Germany"; long lists are counted."""
    excluded = [code[1:] for code in territory if code.startswith("-")]
    named = [code for code in territory if len(code) == 2]
    if named:
        return _("in %(countries)s") % {"countries": _listed(named)}
    if excluded:
        return _("everywhere except %(countries)s") % {"countries": _listed(excluded)}
    return _("everywhere")


def _listed(codes: Sequence[str]) -> str:
    if len(codes) > MOST_NAMED:
        return ngettext("%(count)s country", "%(count)s countries", len(codes)) % {"count": len(codes)}
    return ", ".join(country(code) for code in codes)


def country(code: str) -> str:
    """A country's name in the reader's language; the code where ISO 3166 has none."""
    if code == "ZZ":
        return _("unknown country")
    found = pycountry.countries.get(alpha_2=code)
    if found is None:
        return code
    return _names(get_language() or "en").gettext(getattr(found, "common_name", found.name))


@cache
def _names(language: str) -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True)
