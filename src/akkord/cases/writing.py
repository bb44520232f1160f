"""Letters of proceedings: to whom, in which language, saying what; kept, and posted after the commit."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from akkord.flow import clock, jobs, outbox
from akkord.people import queries as people

from . import letters
from . import proceeding_queries as queries
from .law.calendars import calendar_of
from .law.forms import form_of
from .law.machine import Letter as Wanted
from .law.proceeding import Outcome
from .law.terms import Party
from .models import Letter, Proceeding

if TYPE_CHECKING:
    from akkord.people.models import Person

MOST_NAMED = 5


def write_letter(found: Proceeding, wanted: Wanted, outcome: Outcome) -> None:
    """Write one letter that a step calls for, to each person it is for."""
    write_to(found, wanted.to, wanted.template, outcome)


def write_to(
    found: Proceeding, to: Party, template: str, outcome: Outcome, until: datetime | None = None
) -> None:
    for person, mail, language in _addressees(found, to):
        with translation.override(language):
            written = letters.write(template, language, _words(found, to, outcome, until))
        letter = Letter.objects.create(
            proceeding=found,
            to=to.value,
            person=person,
            mail=mail,
            template=template,
            language=language,
            subject=written.subject,
            text=written.text,
            sent_at=clock.now(),
        )
        if mail:
            jobs.put(post, [letter.pk], {})
        if person is not None:
            outbox.tell(f"person:{person.pk}", "letter", letter=letter.pk)


def _addressees(found: Proceeding, to: Party) -> "Iterator[tuple[Person | None, str, str]]":
    """Uploaders one by one; staff, courts, hosts and authorities by the page of the proceeding."""
    if to == Party.UPLOADER:
        for person in people.people_by_numbers(queries.uploaders_of(found)).values():
            yield person, person.email, person.language
    elif to == Party.CLAIMANT:
        yield None, found.mail, found.language
    else:
        yield None, "", settings.LANGUAGE_CODE[:2]


def _words(found: Proceeding, to: Party, outcome: Outcome, until: datetime | None) -> dict[str, str]:
    law = queries.procedure_of(found)
    falls = until or (outcome.deadlines[0].falls if outcome.deadlines else None)
    told = outcome.event.facts.get("reason") or found.facts.get("reason") or found.given.get("reason") or ""
    return {
        "number": str(found.pk),
        "law": law.source,
        "what": _named(found),
        "claimant": found.claimant or found.authority,
        "authority": found.authority,
        "reason": str(told),
        "missing": " ".join(_asks(found, law.form)),
        "until": said_at(falls, found.country) if falls else "",
        "link": _page_of(found, to),
    }


def said_at(instant: datetime, country: str) -> str:
    """Day and hour where the proceeding's days are reckoned."""
    local = timezone.localtime(instant, ZoneInfo(calendar_of(country).zone))
    return f"{formats.date_format(local, 'j E Y, H:i')} ({calendar_of(country).zone})"


def _named(found: Proceeding) -> str:
    given = list(found.rows.order_by("line").values_list("given", flat=True)[: MOST_NAMED + 1])
    return ", ".join(given[:MOST_NAMED]) + (" …" if len(given) > MOST_NAMED else "")


def _asks(found: Proceeding, form: str) -> list[str]:
    missing = found.facts.get("missing") or []
    return [_(each.ask) for each in form_of(form).elements if each.name in missing] if form else []


@task(priority=5)
def post(letter_id: int) -> None:
    """Post a letter. Done twice it is read twice."""
    letter = Letter.objects.get(pk=letter_id)
    send_mail(letter.subject, letter.text, None, [letter.mail])


def _page_of(found: Proceeding, to: Party) -> str:
    """Each side's own page; the claimant's link is told to nobody else."""
    return f"/notices/{found.claimant_link}" if to == Party.CLAIMANT else f"/proceedings/{found.public_id}"
