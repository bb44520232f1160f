"""Telling a person in their browser: its address is somebody else's, so `net` guards the way there."""

import json
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from akkord.alerts import errors, queries, words
from akkord.alerts import push as sealing
from akkord.alerts.models import Endpoint
from akkord.flow import clock
from akkord.music.rules import Listener
from akkord.net import outgoing
from akkord.net.errors import BadAddress, NotReached
from akkord.people import queries as people
from akkord.people.queries import Person

MOST_BROWSERS = 10
ANSWER_WITHIN = 10.0
KEPT_FOR = 24 * 3600  # seconds a push service keeps it for a browser that is off
GONE = frozenset({404, 410})  # RFC 8030 §7.3: the browser wants no more


@transaction.atomic
def tell_browser(person: Person, address: str, p256dh: str, auth: str) -> Endpoint:
    """Tell the person in this browser from now on; the oldest makes room. Twice is once. Raises NoBrowser."""
    try:
        outgoing.check_public(address, plain=settings.HOOKS_ANYWHERE)
        sealing.Browser.read(address, p256dh, auth)
    except (BadAddress, sealing.BadKeys) as wrong:
        raise errors.NoBrowser from wrong
    if len(address) > 1000:
        raise errors.NoBrowser
    made, _ = Endpoint.objects.update_or_create(
        address=address,
        defaults={"person": person, "public": p256dh, "secret": auth, "made_at": clock.now()},
    )
    old = [row.pk for row in queries.endpoints_of(person.pk)[MOST_BROWSERS:]]
    Endpoint.objects.filter(pk__in=old).delete()
    return made


def forget_browser(person: Person, address: str) -> None:
    """Tell nothing more there. Twice is once."""
    Endpoint.objects.filter(person=person, address=address).delete()


def push(person_id: int, alert: int) -> None:
    """Tell one ring in all of the person's browsers, if it may still be told; those gone are forgotten."""
    person = people.people_by_numbers({person_id}).get(person_id)
    if person is None:
        return
    with override(person.language):
        line = queries.line_of(Listener(person_id, "ZZ"), alert)
        if line is None:
            return
        said = {
            "title": settings.SITE_NAME,
            "body": words.sentence(line),
            "href": line.thing.href,
            "tag": f"{line.kind.value} {line.thing.href}",
        }
    text = json.dumps(said, ensure_ascii=False).encode()
    for endpoint in queries.endpoints_of(person_id):
        _send(endpoint, text)


def _send(endpoint: Endpoint, text: bytes) -> None:
    browser = sealing.Browser.read(endpoint.address, endpoint.public, endpoint.secret)
    key = sealing.site_key(Path(settings.DATA))
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(KEPT_FOR),
        "Urgency": "normal",
        "Authorization": sealing.signed(key, endpoint.address, _contact(), clock.now()),
    }
    try:
        answer = outgoing.post_public(
            endpoint.address,
            sealing.seal(text, browser),
            headers,
            timeout=ANSWER_WITHIN,
            plain=settings.HOOKS_ANYWHERE,
        )
    except BadAddress:
        endpoint.delete()
        return
    except NotReached:
        return  # a ring that came late is worth nothing: the page and the letter still tell it
    if answer.status in GONE:
        endpoint.delete()


def _contact() -> str:
    """Whom a push service may ask about this site (RFC 8292 §2.1)."""
    site = settings.SITE_URL
    return site if site.startswith("https://") else "mailto:operator@localhost"
