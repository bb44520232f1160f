"""Why a disclosure is not made: one name per reason."""

from django.utils.translation import gettext_lazy as _


class DisclosureError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "disclosure_error"
    text = _("This cannot be disclosed.")

    def __str__(self) -> str:
        return str(self.text)


class NotTaken(Exception):
    """The database of statements gave an answer that says nothing about them; tried again."""
