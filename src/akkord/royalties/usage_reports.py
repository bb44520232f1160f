"""A month's uses as DDEX reports to who licenses works: written when the month is closed, kept as written."""

from typing import Final

from django.conf import settings
from django.db import transaction
from django_tasks import task

from akkord.catalogue import queries as catalogue
from akkord.catalogue.models import Organisation
from akkord.flow import clock, jobs
from akkord.store.files import files as store

from . import dsr
from .errors import NoPartyId, NotNow
from .models import Month, UsageReport
from .reporting import EVERYWHERE
from .uses import Uses
from .when import last_day

KINDS: Final = (Organisation.Kind.PUBLISHER, Organisation.Kind.BODY)


def licensors() -> list[Organisation]:
    """Who is told of all uses: publishers and bodies that have a DDEX party id."""
    return [each for each in catalogue.organisations() if each.kind in KINDS and each.dpid]


def order(month: Month) -> None:
    """Have workers write what is not written yet, a job for each licensor: what one cannot be told stops no
    other's. Raises NotNow before the month is closed, NoPartyId."""
    if month.state != Month.State.CLOSED:
        raise NotNow
    if not settings.DPID:
        raise NoPartyId
    for licensor in licensors():
        said = [month.pk, licensor.pk]
        jobs.put(write_reports, said, {}, dedupe=f"usage:{month.pk}:{licensor.pk}")


@task(priority=-5)
def write_reports(number: int, organisation_id: int) -> None:
    """Write the month's reports for a licensor that has none yet. Done twice it is done once."""
    month, organisation = Month.objects.get(pk=number), catalogue.organisation_by_number(organisation_id)
    for profile in UsageReport.Profile:
        written = UsageReport.objects.filter(month=month, organisation=organisation, profile=profile)
        if not written.exists():
            write_report(month, organisation, UsageReport.Profile(profile))


def write_report(
    month: Month, organisation: Organisation, profile: UsageReport.Profile
) -> UsageReport | None:
    """Write one report into the store; None where nothing of its kind was heard."""
    uses = Uses(month, profile)
    if not uses.plays:
        return None
    now, message_id = clock.now(), f"{month.first_day:%Y-%m}-{profile}-{organisation.pk}"
    heading = dsr.Heading(
        profile=uses.profile,
        message_id=message_id,
        created=now,
        first=month.first_day,
        last=last_day(month.first_day),
        sender=dsr.Party(settings.DPID, settings.SITE_NAME),
        recipient=dsr.Party(organisation.dpid, organisation.name),
        service=dsr.service_name(settings.SITE_NAME),
        territory=EVERYWHERE,
    )
    report = dsr.summed(dsr.Report(heading, tuple(uses.summaries()), uses.blocks))
    kept = [[file.name, store().keep(file.lines).sha256] for file in dsr.files(report, dsr.plan(report))]
    with transaction.atomic():
        return UsageReport.objects.create(
            month=month,
            organisation=organisation,
            profile=profile,
            message_id=message_id,
            files=kept,
            uses=sum(uses.plays.values()),
            made_at=now,
        )
