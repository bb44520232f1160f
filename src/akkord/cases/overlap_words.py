"""Recordings with one sound in the reader's words: what stands, what may be said, what was answered."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "open": _("nobody has said yet"),
    "disputed": _("in dispute"),
    "merged": _("one recording"),
    "different": _("different recordings"),
}
WORDS = {
    "merged": _("One recording: what forbids, licenses or owns either is about both"),
    "different": _("Different recordings: a version, a live take, a new recording"),
    "disputed": _("One recording, and it is ours: a conflict of ownership"),
    "open": _("Open again: what was said does not hold any more"),
}
ANSWERS = {
    "waiting": _("waits for an answer"),
    "agreed": _("agreed"),
    "declined": _("declined"),
    "replaced": _("no longer open"),
}
