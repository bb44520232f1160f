"""Music players with a secret of their own, and whose a secret is."""

import hashlib
import hmac
from typing import Any

from django.db.models import QuerySet

from akkord.flow.prepared import Prepared
from akkord.people.models import Device, Person
from akkord.people.rules import token_digest
from akkord.people.sealing import unseal

from .accounts import standing


def devices_of(person_id: int) -> QuerySet[Device]:
    """A person's players, newest first."""
    return Device.objects.filter(person_id=person_id, revoked_at=None).order_by("-made_at", "-pk")


def _holding() -> QuerySet[Device]:
    return Device.objects.filter(standing("person__"), revoked_at=None)


def device_by_secret(secret: str, email: str | None = None) -> Device | None:
    """The player of this secret; with an e-mail address, only if it is that person's."""
    for row in _by_digest(token_digest(secret)):
        device = _told(row)
        if email is None or device.person.email == email.strip().lower():
            return device
    return None


def device_by_proof(email: str, token: str, salt: str) -> Device | None:
    """The player of this person that knows the secret of which `token` is md5(secret + salt)."""
    for row in _by_email(email.strip().lower()):
        if (secret := unseal(row[_SEALED])) is None:
            continue
        proof = hashlib.md5((secret + salt).encode(), usedforsecurity=False).hexdigest()
        if hmac.compare_digest(proof.encode(), token.lower().encode()):
            return _told(row)
    return None


def _told(row: tuple[Any, ...]) -> Device:
    device = Device.from_db(None, _DEVICE, row[: len(_DEVICE)])
    device.person = Person.from_db(None, _PERSON, row[len(_DEVICE) :])
    return device


# Of both only what every call needs, in the order of their fields: the rest is read when asked for.
_DEVICE = ["id", "person_id", "sealed", "used_at"]
_SEALED = _DEVICE.index("sealed")
_PERSON = ["id", "email", "name", "language"]
_ROW = (*_DEVICE, *(f"person__{name}" for name in _PERSON))
_by_email = Prepared(lambda email: _holding().filter(person__email=email).values_list(*_ROW))
_by_digest = Prepared(lambda digest: _holding().filter(digest=digest).values_list(*_ROW))
