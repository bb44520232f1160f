"""What was shown to the staff: the named messages as they were, and nothing else of a dialog."""

from django.db.models import QuerySet

from ..errors import NoSuchReport
from ..models import Report


def open_reports() -> QuerySet[Report]:
    """Reports nobody of the staff has answered, the oldest first."""
    return _reports().filter(closed_at=None).order_by("made_at", "pk")


def report_by_number(number: int) -> Report:
    """Raises NoSuchReport."""
    found = _reports().filter(pk=number).first()
    if found is None:
        raise NoSuchReport(number)
    return found


def reports_by(person_id: int) -> QuerySet[Report]:
    """What a person has reported, the latest first."""
    return _reports().filter(reporter_id=person_id).order_by("-pk")


def _reports() -> QuerySet[Report]:
    return Report.objects.select_related("reporter").prefetch_related("disclosed__author")
