"""Why a disclosure is not made: one name per reason."""

from django.utils.translation import gettext_lazy as _


class DisclosureError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "disclosure_error"
    text = _("This cannot be disclosed.")

    def __str__(self) -> str:
        return str(self.text)


class NotExecuted(DisclosureError):
    code = "not_executed"
    text = _("This order has not been executed: there is nothing to certify yet.")


class NotSignedYet(DisclosureError):
    code = "not_signed_yet"
    text = _("Its lines are still being written into the public log. Try again in a few seconds.")
    retry_after = 5


class NoSuchYear(DisclosureError):
    code = "no_such_year"
    text = _("There is no evidence for this year.")


class NotTaken(Exception):
    """The database of statements gave an answer that says nothing about them; tried again."""
