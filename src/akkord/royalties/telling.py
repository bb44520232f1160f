"""Letters about money: a statement is issued or corrected, a question about a line is answered."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from akkord.catalogue import queries as catalogue
from akkord.catalogue.news import News, tell_office
from akkord.flow import jobs
from akkord.money import decimal, places_of

from .models import Appeal, Query, SoundClaim, Statement


def tell_issued(statement: Statement) -> None:
    """Write to everybody at the organisation's desk, in the transaction of the statement."""
    jobs.put(write_issued, [statement.pk], {})
    month = f"{statement.month.first_day:%Y-%m}"
    said = {"statement": statement.pk, "revision": statement.revision}
    tell_office(statement.organisation_id, News.STATEMENT_ISSUED, month=month, **said)


@task(priority=5)
def write_issued(number: int) -> None:
    """The letter about one statement. Done twice it is read twice."""
    statement = Statement.objects.select_related("month", "organisation", "corrects").get(pk=number)
    for each in catalogue.representatives_of(statement.organisation_id):
        with override(each.person.language or None):
            subject = _("Royalty statement %(number)s") % {"number": statement.number}
            said = [
                formats.date_format(statement.month.first_day, "F Y") + ", " + statement.organisation.name,
                _("Paid: %(paid)s. Waiting: %(waiting)s. Carried on: %(carried)s.")
                % {
                    "paid": _money(statement.paid, statement.currency),
                    "waiting": _money(statement.waiting, statement.currency),
                    "carried": _money(statement.carried_on, statement.currency),
                },
            ]
            if statement.corrects:
                said.insert(1, _("It corrects statement %(number)s.") % {"number": statement.corrects.number})
            said.append(settings.SITE_URL + statement.get_absolute_url())
        send_mail(subject, "\n\n".join(said), None, [each.person.email])


def tell_answered(query: Query) -> None:
    """Write to whoever asked about a line, in the transaction of the answer."""
    jobs.put(write_answered, [query.pk], {})


@task(priority=5)
def write_answered(number: int) -> None:
    """The letter about one answer. Done twice it is read twice."""
    query = Query.objects.select_related("statement", "person").get(pk=number)
    with override(query.person.language or None):
        named = {"number": query.statement.number}
        subject = _("Your question about statement %(number)s is answered") % named
    address = f"{settings.SITE_URL}{query.statement.get_absolute_url()}/lines/{query.line}"
    send_mail(subject, f"{query.answer}\n\n{address}", None, [query.person.email])


def tell_appeal_answered(asked: Appeal) -> None:
    """Write to whoever appealed, in the transaction of the answer."""
    jobs.put(write_appeal_answered, [asked.pk], {})


@task(priority=5)
def write_appeal_answered(number: int) -> None:
    """The letter about one appeal. Done twice it is read twice."""
    asked = Appeal.objects.select_related("track", "person").get(pk=number)
    with override(asked.person.language or None):
        subject = _("Your appeal for %(title)s is answered") % {"title": asked.track}
    desk = f"/rights/{asked.organisation_id}/left-out" if asked.organisation_id else "/settings/left-out"
    send_mail(subject, f"{asked.answer}\n\n{settings.SITE_URL}{desk}", None, [asked.person.email])


def tell_weighed(claim: SoundClaim) -> None:
    """Write to whoever claimed a sound, in the transaction of the answer."""
    jobs.put(write_weighed, [claim.pk], {})


@task(priority=5)
def write_weighed(number: int) -> None:
    """The letter about one claim on a sound. Done twice it is read twice."""
    claim = SoundClaim.objects.select_related("recording", "person").get(pk=number)
    with override(claim.person.language or None):
        subject = _("Your claim for %(title)s is answered") % {"title": claim.recording.title}
    address = f"{settings.SITE_URL}/rights/{claim.organisation_id}/unmatched"
    send_mail(subject, f"{claim.answer}\n\n{address}", None, [claim.person.email])


def _money(amount: int, currency: str) -> str:
    return f"{decimal(amount, places_of(currency))} {currency}"
