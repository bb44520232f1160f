"""What the site may hold against an account for a time, and how its line says so."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

_ONLY_WRITING = " writing"


class RestraintKind(StrEnum):
    """QUIET reads and answers, and writes no posts, comments or first messages; SUSPENDED is not there."""

    QUIET = "quiet"
    SUSPENDED = "suspended"


def provision(rule: str, kind: RestraintKind | None = None) -> str:
    """What the line names as its basis: the rule of the house, and whether only writing is restricted."""
    return f"rules/{rule}" + (_ONLY_WRITING if kind == RestraintKind.QUIET else "")


def restricts_writing(law: str) -> bool:
    """Whether a line with this basis leaves everything but writing open."""
    return law.startswith("rules/") and law.endswith(_ONLY_WRITING)


def suspended_since(standing: Iterable[tuple[RestraintKind, datetime]]) -> datetime | None:
    """Since when the account is suspended, by all that stands against it; None when it is not."""
    return min((at for kind, at in standing if kind == RestraintKind.SUSPENDED), default=None)
