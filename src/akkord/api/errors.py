"""What only the API can answer with, one name per reason."""

from django.utils.translation import gettext_lazy as _

from akkord.catalogue.errors import CatalogueError
from akkord.people.errors import PeopleError
from akkord.rights.errors import RightsError


class NoSuchStatement(RightsError):
    """No licence or policy of this number that the caller may act on."""

    code = "no_such_statement"
    text = _("There is no such licence or policy.")


class KeyElsewhere(CatalogueError):
    """A token of one organisation was shown where its desk is not."""

    code = "key_elsewhere"
    text = _("This key opens the desk of one organisation and nothing else.")


class KeyOnlyReads(PeopleError):
    """A token that was made for reading was to change something."""

    code = "key_only_reads"
    text = _("This token only reads.")


class BadCursor(RightsError):
    """The cursor was not given by this list, or was changed on its way."""

    code = "bad_cursor"
    text = _("This cursor is none of this list; begin without one.")
