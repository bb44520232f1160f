"""Letters of talks: after each step the other side is told what happened, and until when it may answer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from akkord.catalogue import queries as catalogue
from akkord.catalogue.news import News, tell_office
from akkord.flow import jobs, outbox
from akkord.people import queries as people

from . import queries
from .models import Negotiation
from .rules.talks import Side
from .words import LETTERS

if TYPE_CHECKING:
    from akkord.people.models import Person


def tell(found: Negotiation, event: str, to: Side) -> None:
    """Write to one side, once the step is committed; `event` is a key of words.LETTERS."""
    jobs.put(write, [str(found.pk), event, to.value, found.version], {})
    tell_office(found.organisation_id, News.NEGOTIATION_MOVED, negotiation=str(found.pk), state=found.state)
    for person in _those_at(found, to):
        outbox.tell(f"person:{person.pk}", "negotiation", negotiation=str(found.pk), event=event)


@task(priority=5)
def write(number: str, event: str, to: str, version: int) -> None:
    """A letter to everybody of one side. Done twice it is read twice."""
    found = Negotiation.objects.select_related("organisation").get(pk=number)
    laid = queries.versions_of(found).get(number=version)
    for person in _those_at(found, Side(to)):
        with override(person.language or None):
            other = found.organisation.name if to == Side.SITE else _("The site")
            told = LETTERS[event] % {
                "other": other,
                "day": formats.date_format(laid.answer_by, "j E Y, H:i e"),
            }
            word = found.last_word or (laid.note if event in ("offered", "countered") else "")
            address = f"{settings.SITE_URL}/rights/{found.organisation_id}/negotiations/{found.pk}"
            subject = _("Negotiation about a licence: %(name)s") % {"name": found.organisation.name}
            text = "\n\n".join(filter(None, [told, word, address]))
        send_mail(subject, text, None, [person.email])


def _those_at(found: Negotiation, side: Side) -> "Iterator[Person]":
    """Who represents the organisation, or the staff of the site."""
    if side == Side.SITE:
        yield from people.operators()
    else:
        yield from (each.person for each in catalogue.representatives_of(found.organisation_id))
