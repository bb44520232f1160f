"""Listens told to other services, where a person has an account and the operator lets them go."""

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import F

from akkord.flow import clock
from akkord.music import errors, queries, rules
from akkord.music.models import Scrobbler
from akkord.music.rules import scrobbles
from akkord.music.rules.scrobbles import Answered, Protocol, Request
from akkord.net import outgoing
from akkord.net.errors import BadAddress, NotReached
from akkord.people.models import Person
from akkord.people.sealing import seal, unseal

ANSWER_WITHIN = 10.0  # seconds
MOST_OF_ONE = 5
KEPT_FOR = timedelta(days=1)  # a listen nobody takes

_log = logging.getLogger(__name__)


class NotNow(Exception):
    """The service did not answer, or asks to come again: the job is tried later."""


def connect_scrobbler(person: Person, protocol: str, address: str, name: str, secret: str) -> Scrobbler:
    """Tell the person's listens there from now on. `secret`: a token of ListenBrainz, or the password at a
    service of Last.fm's kind, which is exchanged for a session at once.

    Raises TooManyScrobblers, AddressNotPermitted, ScrobblerRefuses.
    """
    if Scrobbler.objects.filter(person=person).count() >= MOST_OF_ONE:
        raise errors.TooManyScrobblers
    _check(address)
    kept = _session(address, name, secret) if protocol == Protocol.LASTFM else secret.strip()
    if not scrobbles.fits_header(kept):
        raise errors.ScrobblerRefuses
    said = {"protocol": protocol, "sealed": seal(kept), "refused": False, "made_at": clock.now()}
    named = rules.tidy_words(name, 100)
    made, _ = Scrobbler.objects.update_or_create(person=person, address=address, name=named, defaults=said)
    return made


def disconnect_scrobbler(person: Person, number: int) -> None:
    """Nothing is told there any more, and what it was told with is forgotten."""
    Scrobbler.objects.filter(person=person, pk=number).delete()


def tell_listen(number: int, play_id: uuid.UUID) -> None:
    """Tell one listen to one service, which knows it by its moment if it is told twice. One that nobody has
    taken for a day is given up. Raises NotNow."""
    to = Scrobbler.objects.filter(pk=number, refused=False).first()
    listen = queries.listen_of(play_id)
    if to is None or listen is None or not scrobbles.permitted(to.address, settings.SCROBBLE_TO):
        return
    secret = unseal(to.sealed)
    answer = Answered.REFUSED if secret is None else _posted(_request(to, secret, listen))[0]
    if answer == Answered.LATER:
        if clock.now() - listen.at < KEPT_FOR:
            raise NotNow(to.address)
        _log.warning("a listen is lost: scrobbler %s was not reached for %s", to.pk, KEPT_FOR)
    Scrobbler.objects.filter(pk=to.pk).update(**_noted(answer))


def _noted(answer: Answered) -> dict[str, object]:
    """What its person reads of it afterwards: what is lost is said, too."""
    if answer == Answered.TAKEN:
        return {"told": F("told") + 1, "told_at": clock.now()}
    lost = {"lost": F("lost") + 1, "lost_at": clock.now()}
    return lost | {"refused": True} if answer == Answered.REFUSED else lost


def _request(to: Scrobbler, secret: str, listen: scrobbles.Listen) -> Request:
    if to.protocol == Protocol.LISTENBRAINZ:
        return scrobbles.to_listenbrainz(to.address, secret, listen)
    return scrobbles.to_lastfm(to.address, secret, settings.SCROBBLE_KEY, settings.SCROBBLE_SECRET, listen)


def _check(address: str) -> None:
    try:
        outgoing.check_public(address, plain=settings.HOOKS_ANYWHERE)
    except BadAddress as bad:
        raise errors.AddressNotPermitted from bad
    if not scrobbles.permitted(address, settings.SCROBBLE_TO):
        raise errors.AddressNotPermitted


def _session(address: str, name: str, password: str) -> str:
    asked = scrobbles.session_at_lastfm(
        address, name, password, settings.SCROBBLE_KEY, settings.SCROBBLE_SECRET
    )
    said = _posted(asked)[1]
    session = said.get("session") if isinstance(said, dict) else None
    key = session.get("key") if isinstance(session, dict) else None
    if not isinstance(key, str):
        raise errors.ScrobblerRefuses
    return key


def _posted(asked: Request) -> tuple[Answered, object]:
    try:
        answer = outgoing.post_public(
            asked.address,
            asked.body,
            asked.headers,
            timeout=ANSWER_WITHIN,
            plain=settings.HOOKS_ANYWHERE,
        )
    except NotReached:
        return Answered.LATER, None
    said = answer.json()
    return scrobbles.answered(answer.status, said), said
