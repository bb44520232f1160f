"""Letters with what rang and was not read: asked for, at most daily, ended in one step from each of them."""

import secrets

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from akkord.alerts import queries, words
from akkord.alerts.models import Digest
from akkord.alerts.rules import Every, Way, digest_due
from akkord.flow import clock
from akkord.music.rules import Listener
from akkord.people import queries as people
from akkord.people.queries import Person

MOST_LINES = 30


def choose_digest(person: Person, every: Every) -> None:
    """Be written to so often, from now on."""
    Digest.objects.update_or_create(
        person=person,
        defaults={"every": every.value},
        create_defaults={
            "every": every.value,
            "token": secrets.token_urlsafe(32),
            "sent_at": clock.now(),
        },
    )


def stop_digest(token: str) -> bool:
    """End the letters that carry this token; whether there is such a token. Twice is once."""
    return bool(Digest.objects.filter(token=token).update(every=Every.NEVER.value))


@transaction.atomic
def write_digest(number: int) -> None:
    """Write the letter that is due; none where nothing is to be told. Done twice it is written once."""
    digest = Digest.objects.select_for_update().filter(pk=number).first()
    if digest is None or not digest_due(Every(digest.every), digest.sent_at, clock.now()):
        return
    person = people.people_by_numbers({digest.person_id}).get(digest.person_id)
    since, digest.sent_at = digest.sent_at, clock.now()
    digest.save(update_fields=["sent_at"])
    if person is None:
        return
    wanted = queries.switches_of(person.pk)
    page = queries.lines_for(Listener(person.pk, "ZZ"), since=since, limit=MOST_LINES)
    lines = [line for line in page.lines if wanted[line.kind, Way.MAIL]]
    if lines:
        with override(person.language):
            _letter(person, lines, digest.token).send()


def _letter(person: Person, lines: list[queries.Told], token: str) -> EmailMessage:
    """Plain text: what happened, where, and how to end it (RFC 8058: one click, no sign-in)."""
    stop = f"{settings.SITE_URL}/notifications/stop/{token}"
    count = ngettext("%(num)s notification", "%(num)s notifications", len(lines)) % {"num": len(lines)}
    told = [f"— {words.sentence(line)}\n  {settings.SITE_URL}{line.thing.href}" for line in lines]
    ending = _("You asked for this letter on %(site)s. No more of them: %(stop)s") % {
        "site": settings.SITE_NAME,
        "stop": stop,
    }
    return EmailMessage(
        f"{settings.SITE_NAME}: {count}",
        "\n\n".join([person.name + ",", *told, ending]) + "\n",
        None,
        [person.email],
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
