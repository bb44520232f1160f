"""Where a line applies, in words: territories of the log ("Worldwide", "-DE", "AT") within a sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from akkord.words.places import place_names


def places(territory: Sequence[str]) -> str:
    """ "everywhere", "in Germany, Austria", "everywhere except Germany"."""
    if territory and territory[0] != "Worldwide":
        return _("in %(countries)s") % {"countries": place_names(" ".join(territory))}
    return place_names(" ".join(territory)) if territory else _("everywhere")
