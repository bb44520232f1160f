"""Music players with a secret of their own, and whose a secret is."""

import hashlib
import hmac

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
    return Device.objects.filter(standing("person__"), revoked_at=None).select_related("person")


def device_by_secret(secret: str, email: str | None = None) -> Device | None:
    """The player of this secret; with an e-mail address, only if it is that person's."""
    found = _holding().filter(digest=token_digest(secret)).first()
    return found if found and (email is None or found.person.email == email.strip().lower()) else None


def device_by_proof(email: str, token: str, salt: str) -> Device | None:
    """The player of this person that knows the secret of which `token` is md5(secret + salt)."""
    for row in _by_email(email.strip().lower()):
        device = Device.from_db(None, _DEVICE, row[: len(_DEVICE)])
        secret = unseal(device.sealed)
        if secret is None:
            continue
        proof = hashlib.md5((secret + salt).encode(), usedforsecurity=False).hexdigest()
        if hmac.compare_digest(proof.encode(), token.lower().encode()):
            device.person = Person.from_db(None, _PERSON, row[len(_DEVICE) :])
            return device
    return None


_DEVICE = [field.attname for field in Device._meta.concrete_fields]
# Of the person only what players are told: the rest of a long row is read when somebody asks for it.
_TOLD = frozenset({"id", "email", "name", "language"})
_PERSON = [field.attname for field in Person._meta.concrete_fields if field.attname in _TOLD]
_by_email = Prepared(
    lambda email: (
        _holding()
        .select_related(None)
        .filter(person__email=email)
        .values_list(*_DEVICE, *(f"person__{name}" for name in _PERSON))
    )
)
