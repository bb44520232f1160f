"""What was shown to the staff: the named messages as they were, and nothing else of a dialog."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet

from akkord.music.queries import Voice, voices
from akkord.music.rules import Listener

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


def was_shown(report: int, kind: str, number: int) -> bool:
    """Whether a photo or document ("photos", "documents") was on a message of a report that waits."""
    shown = Report.objects.filter(pk=report, closed_at=None).values_list(f"disclosed__{kind}", flat=True)
    return any(number in (numbers or []) for numbers in shown)


def voices_disclosed(listener: Listener, reports: Sequence[Report]) -> dict[int, list[Voice]]:
    """disclosed message → its voice notes, as one of the staff may hear them while its report waits."""
    shown = [(report.pk, each) for report in reports for each in report.disclosed.all()]
    found = voices(listener, {UUID(number) for _report, each in shown for number in each.voices})
    heard = {
        (report, each.pk): [found[number] for number in map(UUID, each.voices) if number in found]
        for report, each in shown
    }
    return {
        number: [replace(note, within=f"r{report}") for note in notes]
        for (report, number), notes in heard.items()
    }


def _reports() -> QuerySet[Report]:
    return Report.objects.select_related("reporter").prefetch_related("disclosed__author")
