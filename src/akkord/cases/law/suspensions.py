"""Suspensions: when strikes close an account's uploads, until when, and what ends that before.

17 U.S.C. 512(i)(1)(A): a policy for repeat infringers, made known and carried out. Regulation (EU) 2022/2065
art. 23(1): only after a warning, and for a reasonable time. Strikes that are being answered do not count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .abuse import REMEMBERED, Sanction
from .strikes import MOST, Strike, counted

LAW = "17 U.S.C. 512(i), Regulation (EU) 2022/2065 art. 23(1)"
WARNED_AT = MOST - 1
# Twice what strikes last after the lesson: who learns is let in again the sooner.
LASTS = timedelta(days=180)
APPEALS_FOR = timedelta(days=184)  # art. 20(1): for six months at least
# Within how long the staff looks at what the rule did, and answers an appeal: an aim, nothing falls by it.
LOOKED_AT_WITHIN = timedelta(days=7)
ANSWERED_WITHIN = timedelta(days=14)


class Ending(StrEnum):
    """What ended a suspension."""

    TIME = "time"
    STRIKES = "strikes"  # fewer than three count: they ran out, were taken back, or are being answered
    APPEAL = "appeal"
    STAFF = "staff"


@dataclass(frozen=True)
class Suspension:
    """From when, until when by its own words, and when and how it was over before."""

    at: datetime
    until: datetime
    ended_at: datetime | None = None
    ending: Ending | None = None

    @property
    def over_at(self) -> datetime:
        return self.until if self.ended_at is None else min(self.ended_at, self.until)

    def in_force(self, at: datetime) -> bool:
        return self.at <= at < self.over_at


@dataclass(frozen=True)
class Answer:
    """What the strikes of an account call for; of a suspension, until when."""

    sanction: Sanction
    until: datetime | None = None


NOTHING = Answer(Sanction.NONE)


def answer(
    strikes: Iterable[Strike], warned_at: datetime | None, last: Suspension | None, at: datetime
) -> Answer:
    """What is called for now; asked again it is the same, until another strike counts.

    The strike before the last one warns, and only one that came after a warning suspends. A suspension
    that ended because strikes were answered goes on, until the day it named, if they count again; one that
    has run its time, or that a person lifted, is done with, and so are its strikes.
    """
    counting = [strike.at for strike in strikes if strike.stands(at) and not strike.countered]
    if len(counting) < WARNED_AT:
        return NOTHING
    latest = max(counting)
    if last is not None and latest <= last.over_at:  # for which it was, or which came while it stood
        goes_on = last.ending == Ending.STRIKES and len(counting) >= MOST and at < last.until
        return Answer(Sanction.SUSPEND, last.until) if goes_on else NOTHING
    told = [instant for instant in (warned_at, last.at if last else None) if instant is not None]
    if told and max(told) >= latest:
        return NOTHING
    if not told or max(told) <= at - REMEMBERED or len(counting) < MOST:
        return Answer(Sanction.WARN)
    return Answer(Sanction.SUSPEND, at + LASTS)


def ending(standing: Suspension, strikes: Iterable[Strike], at: datetime) -> Ending | None:
    """What ends a standing suspension by itself by now."""
    if at >= standing.until:
        return Ending.TIME
    return Ending.STRIKES if counted(strikes, at) < MOST else None


def ends_by_itself(standing: Suspension, strikes: Iterable[Strike], at: datetime) -> datetime:
    """When it ends if nothing else happens: its day, or sooner, when so many strikes have run out."""
    counting = [strike for strike in strikes if strike.stands(at) and not strike.countered]
    runs_out = sorted(end for strike in counting if (end := strike.expires()) is not None)
    most_left = len(counting) - MOST  # so many may run out before it
    return min(standing.until, runs_out[most_left]) if 0 <= most_left < len(runs_out) else standing.until


def may_appeal(suspended_at: datetime, at: datetime) -> bool:
    """Whether the six months in which an appeal is taken are not over."""
    return suspended_at <= at < suspended_at + APPEALS_FOR
