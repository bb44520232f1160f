"""Letters of proceedings: to whom, in which language, saying what; kept, and posted after the commit."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from akkord.catalogue import queries as catalogue
from akkord.flow import clock, jobs, outbox
from akkord.music import queries as music
from akkord.people import queries as people

from . import letters
from . import proceeding_queries as queries
from .law.calendars import calendar_of
from .law.forms import form_of
from .law.machine import Letter as Wanted
from .law.proceeding import Outcome
from .law.terms import Party
from .models import Letter, Proceeding, Strike
from .releasing import own_recordings

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
            said = words_of(found, to, outcome, until)
        _send(found, to, person, mail, template, language, said)


def write_digest(claims: Sequence[Proceeding]) -> None:
    """One letter to the uploader of all these claims' uploads; it is kept with the newest of them."""
    last = claims[-1]
    assert last.upload is not None
    person = last.upload.person
    names = list(dict.fromkeys(claim.claimant for claim in claims))
    what = [named(claim) for claim in claims[:MOST_NAMED]] + ["…"] * (len(claims) > MOST_NAMED)
    said = {
        "number": str(last.pk),
        "law": queries.procedure_of(last).source,
        "what": ", ".join(what),
        "claimant": ", ".join(names[:MOST_NAMED]),
        "count": str(len(claims)),
        "link": "/audio/uploads/mine",
    }
    _send(last, Party.UPLOADER, person, person.email, "claims_found", person.language, said)


def write_strike(claim: Proceeding, strike: Strike) -> None:
    """To whoever sent in again what was removed: what it is, the line that removed it, how to dispute it."""
    person = strike.person
    with translation.override(person.language):
        said = {
            "number": str(claim.pk),
            "law": queries.procedure_of(claim).source,
            "what": named(claim),
            "claimant": claim.claimant,
            "link": _page_of(claim, Party.UPLOADER),
        }
    _send(claim, Party.UPLOADER, person, person.email, "strike", person.language, said)


def write_about_account(person: "Person", template: str, said: dict[str, str]) -> None:
    """To the owner of an account, about its strikes: no proceeding stands behind it."""
    _send(None, Party.UPLOADER, person, person.email, template, person.language, said)


def _send(
    found: Proceeding | None,
    to: Party,
    person: "Person | None",
    mail: str,
    template: str,
    language: str,
    said: dict[str, str],
) -> None:
    footer = "footer_of_account" if found is None else "footer"
    written = letters.write(template, language, said, footer)
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
    elif to == Party.CLAIMANT and found.organisation_id is not None and not found.mail:
        for each in catalogue.representatives_of(found.organisation_id or 0):
            yield None, each.person.email, each.person.language
    elif to == Party.CLAIMANT:
        yield None, found.mail, found.language
    else:
        yield None, "", settings.LANGUAGE_CODE[:2]


def words_of(found: Proceeding, to: Party, outcome: Outcome, until: datetime | None = None) -> dict[str, str]:
    """What the templates of letters are filled with, in the language that is active."""
    law = queries.procedure_of(found)
    falls = until or (outcome.deadlines[0].falls if outcome.deadlines else None)
    told = outcome.event.facts.get("reason") or found.facts.get("reason") or found.given.get("reason") or ""
    return {
        "number": str(found.pk),
        "law": law.source,
        "what": named(found),
        "part": _part(found),
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


def _part(found: Proceeding) -> str:
    """The stretches of a claimed upload in which its claimant's recordings sound."""
    if found.upload is None or found.upload.sound_id is None:
        return _("the whole")
    sound = found.upload.sound_id
    theirs = own_recordings(found.organisation_id or 0, sound)
    heard = music.standing_matches().filter(sound_id=sound, recording_id__in=theirs).order_by("-score")
    stretches = [f"{_clock(s['f0'])}–{_clock(s['f1'])}" for m in heard for s in m.segments[:MOST_NAMED]]
    return ", ".join(stretches[:MOST_NAMED]) or _("the whole")


def _clock(seconds: float) -> str:
    full, left = divmod(int(seconds + 0.5), 60)
    return f"{full}:{left:02}"


def named(found: Proceeding) -> str:
    """What a proceeding is about, as it was written."""
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
    if to == Party.STAFF:
        return f"/staff/proceedings/{found.public_id}"
    if to != Party.CLAIMANT:
        return f"/proceedings/{found.public_id}"
    if found.procedure == "stay_down":
        return f"/rights/{found.organisation_id}/stay-downs"
    if found.upload_id is not None:
        return f"/rights/{found.organisation_id}/contests/{found.pk}"
    return f"/notices/{found.claimant_link}"
