"""Secrets of music players: made, used, revoked."""

import base64
import secrets
from datetime import timedelta

from akkord.flow import clock
from akkord.people.errors import NoSuchToken, TooManyTokens
from akkord.people.models import Device, Person
from akkord.people.queries import Player, devices_of
from akkord.people.rules import token_digest
from akkord.people.sealing import seal

MOST_DEVICES = 20
USED_ANEW = timedelta(hours=1)
_BYTES = 15  # 120 bits, in 24 letters and digits that can be typed on a phone


def connect_device(person: Person, name: str) -> str:
    """Make a player's secret and give it out, this once. Raises TooManyTokens."""
    if devices_of(person.pk).count() >= MOST_DEVICES:
        raise TooManyTokens
    text = base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()
    Device.objects.create(
        person=person, name=name, sealed=seal(text), digest=token_digest(text), made_at=clock.now()
    )
    return text


def disconnect_device(person: Person, number: int) -> None:
    """The player opens nothing from now on. Raises NoSuchToken."""
    held = Device.objects.filter(pk=number, person=person, revoked_at=None)
    if not held.update(revoked_at=clock.now(), sealed=""):
        raise NoSuchToken(number)


def note_device_use(player: Player) -> None:
    """Remember when a player was last here, at most once an hour."""
    now = clock.now()
    if player.used_at is None or player.used_at < now - USED_ANEW:
        Device.objects.filter(pk=player.number).update(used_at=now)
