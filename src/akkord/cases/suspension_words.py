"""Suspensions in the reader's words: how they ended."""

from django.utils.translation import gettext_lazy as _

ENDINGS = {
    "time": _("its time was over"),
    "strikes": _("fewer than three strikes counted"),
    "appeal": _("lifted on appeal"),
    "staff": _("lifted by the staff"),
}
