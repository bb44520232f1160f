"""Things, measures and outcomes of care in the reader's words; for members and for the staff alike."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from akkord.care.rules import Measure, Thing

if TYPE_CHECKING:
    from akkord.care.models import Report

THINGS = {
    Thing.POST: _("Post"),
    Thing.COMMENT: _("Comment"),
    Thing.PERSON: _("Person"),
    Thing.GROUP: _("Community"),
    Thing.TRACK: _("Track"),
    Thing.PHOTO: _("Photo"),
    Thing.MOMENT: _("Comment at a moment"),
    Thing.DOCUMENT: _("Document"),
    Thing.MESSAGES: _("Messages"),
}
MEASURES = {
    Measure.NOTHING: _("No rule is broken"),
    Measure.HIDE: _("Hidden from everybody but its author"),
    Measure.LIMIT: _("No posts, comments and first messages for a time"),
    Measure.SUSPEND: _("The account is suspended for a time"),
}
OUTCOMES = {
    "waits": _("It is being looked at."),
    "nothing": _("A person looked at it and found that it breaks no rule of this site."),
    "restricted": _("It broke a rule, and was restricted."),
    "reversed": _("It was restricted; after an appeal somebody else found that it breaks no rule."),
}


def outcome(report: "Report") -> str:
    """What came of a report, for whoever made it: never who decided, nor for how long."""
    decision = getattr(report.matter, "decision", None)
    if decision is None:
        return "waits"
    if decision.measure == Measure.NOTHING.value:
        return "nothing"
    return "reversed" if decision.lifted_at else "restricted"
