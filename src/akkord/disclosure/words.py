"""The classes of an order's rows in the reader's words."""

from django.utils.translation import gettext_lazy as _

CLASSES = {
    "exact": _("exact"),
    "sound_only": _("by sound only"),
    "ambiguous": _("ambiguous"),
    "not_found": _("not found"),
    "no_standing": _("no standing"),
}
CERTIFIED = {
    "exact": _("Exact: by identifier or name, or the very file"),
    "sound_only": _("By sound only: a file under another name"),
    "ambiguous": _("Ambiguous: several different tracks; nothing was done"),
    "not_found": _("Not found"),
    "no_standing": _("No standing: somebody else’s recording"),
}
