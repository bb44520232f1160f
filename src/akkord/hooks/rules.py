"""How a call is signed and how often it is tried: Standard Webhooks 1.0 (standardwebhooks.com)."""

import base64
import hashlib
import hmac
from datetime import timedelta

PREFIX = "whsec_"
# The specification's own schedule: what a night, or a weekend, of being away costs is nothing.
DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
GONE = 410


def secret_of(site_key: str, hook: str) -> str:
    """A hook's secret, as its owner sees it. Made from the site's own key, so that no table holds it."""
    raw = hmac.digest(site_key.encode(), f"hook:{hook}".encode(), hashlib.sha256)
    return PREFIX + base64.b64encode(raw).decode()


def headers(secret: str, call: str, at: int, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver knows who calls, when (seconds), and that nothing was changed."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signature = base64.b64encode(hmac.digest(key, f"{call}.{at}.".encode() + body, hashlib.sha256)).decode()
    return {"webhook-id": call, "webhook-timestamp": str(at), "webhook-signature": f"v1,{signature}"}


def taken(status: int) -> bool:
    return 200 <= status < 300


def next_try(attempts: int) -> timedelta | None:
    """How long to wait after so many tries in vain; None when it was the last."""
    return DELAYS[attempts - 1] if attempts <= len(DELAYS) else None
