"""A month's reports of uses, as they were written for licensors of works."""

from collections.abc import Iterator

from django.db.models import QuerySet

from akkord.royalties.errors import NoSuchReport
from akkord.royalties.models import UsageReport
from akkord.royalties.rules.reach import Reach
from akkord.store.files import PIECE, files


def all_usage_reports() -> QuerySet[UsageReport]:
    """Every report, the newest month first, for the operator."""
    return UsageReport.objects.select_related("month", "organisation")


def usage_reports_of(organisation_id: int, reach: Reach) -> QuerySet[UsageReport]:
    """An organisation's reports, for who may read the whole of its desk."""
    found = all_usage_reports().filter(organisation_id=organisation_id)
    return found if reach.whole else found.none()


def usage_report_of(organisation_id: int, number: int, reach: Reach) -> UsageReport:
    """One of them. Raises NoSuchReport."""
    found = usage_reports_of(organisation_id, reach).filter(pk=number).first()
    if found is None:
        raise NoSuchReport
    return found


def report_files(report: UsageReport) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files of a report: names, and their bytes in pieces."""
    for name, sha256 in report.files:
        yield name, _pieces(sha256)


def _pieces(sha256: str) -> Iterator[bytes]:
    with files().path(sha256).open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
