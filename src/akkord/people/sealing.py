"""Secrets that have to be read again, kept under the site's key (cryptography's Fernet)."""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

_FOR = b"akkord.people.devices:"


def seal(secret: str) -> str:
    return _key(settings.SECRET_KEY).encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The secret; None when it was sealed under another key of the site."""
    return _opened(settings.SECRET_KEY, sealed)


@lru_cache(4096)
def _opened(key: str, sealed: str) -> str | None:
    try:
        return _key(key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


@lru_cache(4)
def _key(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(_FOR + key.encode()).digest()))
