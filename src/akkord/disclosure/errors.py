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


class DemandIncomplete(DisclosureError):
    code = "demand_incomplete"
    text = _("Say who demands it, under which provision, and which data.")


class SealTooLong(DisclosureError):
    code = "seal_too_long"
    text = _("A demand is sealed until a day to come, for a year at most.")


class NeedsAnother(DisclosureError):
    code = "needs_another"
    text = _("Whoever filed a demand does not answer it: another person does.")


class DemandAnswered(DisclosureError):
    code = "demand_answered"
    text = _("This demand was answered already, or is not there.")


class NotTaken(Exception):
    """The database of statements gave an answer that says nothing about them; tried again."""
