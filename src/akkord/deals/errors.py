"""What can go wrong with deals, one name per reason, each with words for the person who meets it."""

from django.utils.translation import gettext_lazy as _


class DealError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "deal_error"
    text = _("Something about this deal did not work.")

    def __str__(self) -> str:
        return str(self.text) % {"about": self.args[0] if self.args else ""}


class NoSuchSimulation(DealError):
    code = "no_such_simulation"
    text = _("There is no such dry run.")


class NothingToSign(DealError):
    """A dry run of a withdrawal states nothing."""

    code = "nothing_to_sign"
    text = _("This dry run proposes nothing that could be signed.")
