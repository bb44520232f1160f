"""Why somebody cannot be told in a way, one name per reason."""

from django.utils.translation import gettext_lazy as _


class AlertError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "alert_error"
    text = _("Something about your notifications did not work.")


class NoBrowser(AlertError):
    """An address that is none of a push service, or keys that are none."""

    code = "no_browser"
    text = _("This browser cannot be reached.")
