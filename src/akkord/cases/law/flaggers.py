"""Trusted flaggers (Regulation (EU) 2022/2065 art. 22): when the status a coordinator has given stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    TO_COME = "to_come"
    STANDS = "stands"
    SUSPENDED = "suspended"  # art. 22(6): while its coordinator investigates
    EXPIRED = "expired"
    REVOKED = "revoked"  # art. 22(7)


@dataclass(frozen=True)
class Status:
    """From when until when a coordinator has given it, and what became of it; [starts, ends)."""

    starts: datetime
    ends: datetime | None = None
    suspended_at: datetime | None = None
    revoked_at: datetime | None = None


def standing_at(status: Status, at: datetime) -> Standing:
    """How the status stands; what is revoked is over, whatever else it is."""
    if status.revoked_at is not None and status.revoked_at <= at:
        return Standing.REVOKED
    if at < status.starts:
        return Standing.TO_COME
    if status.ends is not None and at >= status.ends:
        return Standing.EXPIRED
    if status.suspended_at is not None and status.suspended_at <= at:
        return Standing.SUSPENDED
    return Standing.STANDS
