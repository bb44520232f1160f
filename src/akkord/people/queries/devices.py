"""Music players with a secret of their own, and whose a secret is."""

import hashlib
import hmac
from datetime import datetime
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from akkord.flow.prepared import Prepared
from akkord.people.models import Device, Person
from akkord.people.rules import token_digest
from akkord.people.sealing import unseal

from .accounts import standing


class Player(NamedTuple):
    """A music player that has shown its secret, and of its person what most calls need."""

    number: int
    used_at: datetime | None
    sealed: str
    person_id: int
    email: str
    name: str
    language: str

    @property
    def person(self) -> Person:
        """The rest of them is read when it is asked for."""
        return Person.from_db(DEFAULT_DB_ALIAS, ("id", "email", "name", "language"), self[3:])


def devices_of(person_id: int) -> QuerySet[Device]:
    """A person's players, newest first."""
    return Device.objects.filter(person_id=person_id, revoked_at=None).order_by("-made_at", "-pk")


def _holding() -> QuerySet[Device]:
    return Device.objects.filter(standing("person__"), revoked_at=None)


def device_by_secret(secret: str, email: str | None = None) -> Player | None:
    """The player of this secret; with an e-mail address, only if it is that person's."""
    for row in _by_digest(token_digest(secret)):
        player = Player(*row)
        if email is None or player.email == email.strip().lower():
            return player
    return None


def device_by_proof(email: str, token: str, salt: str) -> Player | None:
    """The player of this person that knows the secret of which `token` is md5(secret + salt)."""
    for row in _by_email(email.strip().lower()):
        player = Player(*row)
        if (secret := unseal(player.sealed)) is None:
            continue
        proof = hashlib.md5((secret + salt).encode(), usedforsecurity=False).hexdigest()
        if hmac.compare_digest(proof.encode(), token.lower().encode()):
            return player
    return None


_ROW = ("pk", "used_at", "sealed", "person_id", "person__email", "person__name", "person__language")
_by_email = Prepared(lambda email: _holding().filter(person__email=email).values_list(*_ROW))
_by_digest = Prepared(lambda digest: _holding().filter(digest=digest).values_list(*_ROW))
