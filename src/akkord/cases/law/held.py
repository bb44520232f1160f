"""Money of a disputed period: from when until when it is held, and for whom it was held in the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .terms import Party

_BEGINS = frozenset({"dispute", "appeal", "complain", "flag"})
# Who was right is who the money of the period is for; where nothing is claimed any more, nobody claims it.
_ENDS = {
    "reject": Party.CLAIMANT,
    "notice": Party.CLAIMANT,
    "uphold": Party.CLAIMANT,
    "reverse": Party.UPLOADER,
    "allow": Party.UPLOADER,
    "deny": Party.CLAIMANT,
    "keep": Party.UPLOADER,
    "restrict": Party.CLAIMANT,
    "release": Party.UPLOADER,
    "clear": Party.UPLOADER,
}


@dataclass(frozen=True)
class Held:
    """One period [starts, ends) of a claim; while it lasts it has neither end nor winner."""

    starts: datetime
    ends: datetime | None = None
    winner: Party | None = None


def touches(event: str) -> bool:
    """Whether the event begins or ends a dispute over money."""
    return event in _BEGINS or event in _ENDS


def held_periods(steps: Iterable[tuple[str, datetime]]) -> list[Held]:
    """The disputed periods of a claim, from its steps in order: what happened, and when."""
    periods: list[Held] = []
    for event, at in steps:
        standing = bool(periods) and periods[-1].ends is None
        if event in _BEGINS and not standing:
            periods.append(Held(at))
        elif event in _ENDS and standing:
            periods[-1] = Held(periods[-1].starts, at, _ENDS[event])
    return periods
