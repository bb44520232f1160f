"""The canary: a signed statement with an end. Nobody has to say that it no longer holds; it ends."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache

from akkord.flow import clock
from akkord.ledger.notes import signed_note
from akkord.ledger.rules import stamp

from .models import Canary

KIND = "akkord canary v1"
MOST_DAYS = 90
_KEPT = 60  # seconds a process may go on with what it has read


def renew(text: str, days: int) -> Canary:
    """Sign the statement for so many days. Raises ValueError, ledger NoLog."""
    said = " ".join(text.split())
    if not said or len(said) > 1000 or not 1 <= days <= MOST_DAYS:
        raise ValueError(f"a canary says something and holds for 1 to {MOST_DAYS} days")
    now = clock.now()
    expires = now + timedelta(days=days)
    lines = [("site", settings.SITE_URL), ("signed", stamp(now)), ("expires", stamp(expires)), ("says", said)]
    made = Canary.objects.create(note=signed_note(KIND, lines), text=said, signed_at=now, expires_at=expires)
    cache.delete("canary-expires")
    return made


def latest() -> Canary | None:
    """The one signed last; it may have ended."""
    return Canary.objects.order_by("-pk").first()


def lapsed() -> bool:
    """Whether there was a canary and none holds: what turns the header amber."""
    expires = cache.get("canary-expires", False)
    if expires is False:
        found = latest()
        expires = found.expires_at if found else None
        cache.set("canary-expires", expires, _KEPT)
    return expires is not None and expires <= clock.now()
