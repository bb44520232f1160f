"""Music players with a secret of their own, and whose a secret is."""

import hashlib
import hmac

from django.db.models import QuerySet

from akkord.people.models import Device
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
    for device in _holding().filter(person__email=email.strip().lower()):
        secret = unseal(device.sealed)
        if secret is None:
            continue
        proof = hashlib.md5((secret + salt).encode(), usedforsecurity=False).hexdigest()
        if hmac.compare_digest(proof.encode(), token.lower().encode()):
            return device
    return None
