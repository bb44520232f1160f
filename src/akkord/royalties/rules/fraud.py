"""Plays that earn nothing because nobody can have heard them so: too much, the same again, in step, too far
apart.

A rule leaves out what is beyond its limit and no more, says which rule it was and with which numbers, and
leaves the play reported. It says nothing about the person: accounts are pseudonyms of the month, and what it
leaves out can be contested. Limits are meant to be passed by nobody who listens; they are data, and each says
why it is as it is.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from .distances import kilometres


class Reason(StrEnum):
    """Which rule left a play out, in the order in which they are asked."""

    IMPOSSIBLE_TRAVEL = "impossible_travel"
    RATE = "rate"
    LOOP = "loop"
    FARM = "farm"


@dataclass(frozen=True)
class Limits:
    """Beyond what plays are left out."""

    # Two devices may sound at a time (a phone left on, a loudspeaker); a third has no ears.
    streams_at_once: int = 2
    # Within any so long a window; shorter ones would catch skipping about.
    rate_window: timedelta = timedelta(hours=1)
    # A song of three minutes, without a pause, all waking day long, comes to 320; nobody's favourite is half
    # of that.
    same_track_a_day: int = 120
    # Two hours of one song and nothing else.
    same_track_in_a_row: int = 40
    # Accounts hear few tracks, often, and together: five friends at one loudspeaker are one account.
    farm_accounts: int = 5
    farm_tracks: int = 12  # an album, at most
    farm_plays: int = 25  # a day; twice through the album
    farm_step: timedelta = timedelta(minutes=15)  # heard in the same quarter of an hour is heard in step
    farm_percent: int = 60  # of all that either hears: chance does not come near it
    # An airliner, with its tail wind; and what the nearest cities say too much of the way (rules.distances).
    travel_km_an_hour: int = 1_000
    travel_spare_km: int = 2_500


LIMITS = Limits()


class Heard(NamedTuple):
    """A counted play as the rules see it. `seconds`: how long it must have sounded at least to be counted."""

    play: str
    listener: int  # pseudonym; 0: nobody signed in, whom no rule can follow
    track: int
    territory: str  # "" where nobody knows it: heard from a copy kept on a device
    at: datetime  # when it was counted; of a kept copy, when it began
    seconds: float


class Finding(NamedTuple):
    """Why a play is left out, and what was counted: numbers and codes, nobody's name."""

    reason: Reason
    evidence: Mapping[str, int | str]


def find(heard: Iterable[Heard], limits: Limits = LIMITS) -> dict[str, Finding]:
    """What of one day's plays is left out: play → the first rule that it is beyond the limit of."""
    by_listener: dict[int, list[Heard]] = defaultdict(list)
    for play in sorted(heard, key=lambda play: (play.at, play.play)):
        if play.listener:
            by_listener[play.listener].append(play)
    found: dict[str, Finding] = {}
    for rule in (too_far, too_much, too_often):
        for plays in by_listener.values():
            _add(found, rule(plays, limits))
    for group in in_step(by_listener, limits):
        said = Finding(Reason.FARM, {"accounts": len(group), "most": limits.farm_accounts - 1})
        _add(found, ((play, said) for listener in group for play in by_listener[listener]))
    return found


def _add(found: dict[str, Finding], more: Iterable[tuple[Heard, Finding]]) -> None:
    for play, finding in more:
        found.setdefault(play.play, finding)


def too_far(plays: Sequence[Heard], limits: Limits) -> Iterable[tuple[Heard, Finding]]:
    """Plays in a territory that cannot be reached from where the listener was heard before. What is left out
    is not where they were: the next is held against the last that counts.
    """
    last: Heard | None = None
    for play in plays:
        if not play.territory:
            continue
        if last is not None and last.territory != play.territory:
            away = kilometres(last.territory, play.territory) - limits.travel_spare_km
            passed = play.at - last.at
            if away * 3600 > limits.travel_km_an_hour * passed.total_seconds():
                minutes = int(passed.total_seconds() // 60)
                said: dict[str, int | str] = {
                    "from": last.territory,
                    "to": play.territory,
                    "minutes": minutes,
                }
                yield play, Finding(Reason.IMPOSSIBLE_TRAVEL, said)
                continue
        last = play


def too_much(plays: Sequence[Heard], limits: Limits) -> Iterable[tuple[Heard, Finding]]:
    """Plays of a window in which more must have sounded than it has time for; what came first counts."""
    most = limits.rate_window.total_seconds() * limits.streams_at_once
    window: deque[Heard] = deque()
    sounded = 0.0
    for play in plays:
        while window and play.at - window[0].at >= limits.rate_window:
            sounded -= window.popleft().seconds
        if sounded + play.seconds > most:
            yield play, Finding(Reason.RATE, {"seconds": int(sounded + play.seconds), "most": int(most)})
            continue
        window.append(play)
        sounded += play.seconds


def too_often(plays: Sequence[Heard], limits: Limits) -> Iterable[tuple[Heard, Finding]]:
    """Plays of one track beyond so many a day, or beyond so many with nothing between."""
    times: Counter[tuple[int, date]] = Counter()  # kept copies of several days are told on one
    row, before = 0, None
    for play in plays:
        that_day = (play.track, play.at.date())
        times[that_day] += 1
        row = row + 1 if play.track == before else 1
        before = play.track
        if times[that_day] > limits.same_track_a_day:
            said = {"plays": times[that_day], "most": limits.same_track_a_day}
            yield play, Finding(Reason.LOOP, said)
        elif row > limits.same_track_in_a_row:
            yield play, Finding(Reason.LOOP, {"in_a_row": row, "most": limits.same_track_in_a_row})


def in_step(by_listener: Mapping[int, Sequence[Heard]], limits: Limits) -> list[list[int]]:
    """Groups of accounts that hear the same few tracks at the same times; each account in one group at most.

    Accounts that may be alike meet under the least of several digests of what they heard when (minhash: of
    two that share three fifths, nearly always under one of sixteen); whoever meets is then compared in full.
    """
    steps = {
        listener: {
            (play.track, int(play.at.timestamp() // limits.farm_step.total_seconds())) for play in plays
        }
        for listener, plays in sorted(by_listener.items())
        if len(plays) >= limits.farm_plays and len({play.track for play in plays}) <= limits.farm_tracks
    }
    leader = {listener: listener for listener in steps}
    for seed in range(16):
        first_met: dict[bytes, int] = {}
        for listener, own in steps.items():
            least = min(
                blake2b(repr(step).encode(), digest_size=8, salt=bytes([seed])).digest() for step in own
            )
            other = first_met.setdefault(least, listener)
            if other != listener and _alike(own, steps[other], limits):
                _join(leader, other, listener)
    groups: dict[int, list[int]] = defaultdict(list)
    for listener in steps:
        groups[_leader_of(leader, listener)].append(listener)
    return [group for group in groups.values() if len(group) >= limits.farm_accounts]


def _alike(one: set[tuple[int, int]], other: set[tuple[int, int]], limits: Limits) -> bool:
    return 100 * len(one & other) >= limits.farm_percent * len(one | other)


def _leader_of(leader: dict[int, int], listener: int) -> int:
    while leader[listener] != listener:
        listener = leader[listener]
    return listener


def _join(leader: dict[int, int], one: int, other: int) -> None:
    first, second = sorted((_leader_of(leader, one), _leader_of(leader, other)))
    leader[second] = first
