"""What the operator does: retry a failed job, name a representative."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from akkord.catalogue import actions as catalogue
from akkord.flow import jobs
from akkord.people import queries as people

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation


class StaffError(Exception):
    """The common face: `text` for the operator."""

    text = _("That did not work.")


class NotFailed(StaffError):
    text = _("This job is not among the failed ones any more.")


class EqualJobWaits(StaffError):
    text = _("An equal job is waiting already; it does the same.")


class NobodyByThisMail(StaffError):
    text = _("Nobody has signed up with this mail address.")


def retry(job_id: int) -> None:
    """Put a failed job back into the queue. Raises NotFailed, EqualJobWaits."""
    try:
        with transaction.atomic():
            if not jobs.retry(job_id):
                raise NotFailed
    except IntegrityError as taken:
        raise EqualJobWaits from taken


def appoint_by_mail(organisation: "Organisation", email: str) -> str:
    """Let the person with this mail address act for the organisation; their name. Raises NobodyByThisMail."""
    person = people.person_by_email(email)
    if person is None:
        raise NobodyByThisMail
    catalogue.appoint(organisation, person)
    return person.name


def dismiss(organisation: "Organisation", number: int) -> None:
    """End a representative's acting for the organisation. Raises people.queries.NoSuchPerson."""
    catalogue.dismiss(organisation, people.person_by_number(number))
