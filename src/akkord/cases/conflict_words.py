"""Conflicts of ownership in the reader's words: states, offers, rights, standing."""

from django.utils.translation import gettext_lazy as _

from akkord.rights.terms import Right

STATES = {
    "open": _("open"),
    "conceded": _("a party claims less"),
    "settled": _("shares agreed"),
    "court": _("decided by a court"),
    "closed": _("no longer more than the whole"),
}
OFFERS = {
    "waiting": _("waits for an answer"),
    "agreed": _("agreed"),
    "declined": _("declined"),
    "replaced": _("no longer open"),
}
RIGHTS = {
    Right.GENERAL.value: _("every right"),
    Right.MAKE_AVAILABLE.value: _("making available"),
    Right.REPRODUCTION.value: _("copying"),
}
STANDINGS = {
    "asserted": _("stated, not proven"),
    "declared": _("declared by who sent it in, not proven"),
    "evidenced": _("proven by delivery or document"),
    "court": _("decided by a court"),
}
