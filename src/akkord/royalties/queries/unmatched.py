"""Sounds nobody knows, the money of closed months that waits for them, and claims on them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet

from akkord.flow import clock
from akkord.music import queries as music
from akkord.royalties import moved
from akkord.royalties.errors import NotUnmatched
from akkord.royalties.lines import MonthLines
from akkord.royalties.models import Correction, Month, SoundClaim
from akkord.royalties.rules.pools import Line, LineKey, Wait
from akkord.royalties.rules.reach import Reach

from .escrow import Unmatched, unmatched_by_territory

BANDS = (3, 6, 12)  # months; what waits longer than the last is the last band


class Aged(NamedTuple):
    """What has waited at least so many months for a sound to be known, and less than the next band."""

    months: int
    currency: str
    amount: int


@dataclass
class Sounding:
    """A sound nobody knows: what waits for it, where it was heard, and the first month of it."""

    sound: int
    first_month: date
    plays: int = 0
    amounts: dict[str, int] = field(default_factory=dict)  # currency → micro-units
    territories: set[str] = field(default_factory=set)


def aged(rows: list[Unmatched] | None = None) -> list[Aged]:
    """How long money has waited for its sound to be known, by currency, the newest first."""
    today, sums = clock.now().date(), dict[tuple[int, str], int]()
    for row in unmatched_by_territory() if rows is None else rows:
        year, month = map(int, row.month.split("-"))
        waited = (today.year - year) * 12 + today.month - month
        band = max((each for each in BANDS if each <= waited), default=0)
        sums[band, row.currency] = sums.get((band, row.currency), 0) + row.amount
    return [Aged(band, code, amount) for (band, code), amount in sorted(sums.items())]


def soundings() -> tuple[Sounding, ...]:
    """Every sound for which money of closed months waits; for which most waits stands first.

    Reckoned once for as long as no month is closed and none is corrected.
    """
    closed = Month.objects.filter(state=Month.State.CLOSED).order_by("first_day")
    corrected = Correction.objects.order_by("-pk").values_list("pk", "made_at").first()
    return _soundings(tuple(closed.values_list("pk", "lines", "closed_at")), corrected)


@lru_cache(maxsize=1)
def _soundings(closed: tuple[tuple[int, str, datetime], ...], corrected: object) -> tuple[Sounding, ...]:
    """`corrected` names the last correction: with another one the answer is another."""
    found: dict[int, Sounding] = {}
    for month in Month.objects.filter(pk__in=[pk for pk, *_ in closed]).order_by("first_day"):
        for key, line in waiting_lines(month):
            sound = key.what.sound
            assert sound is not None  # nobody knows the recording
            row = found.setdefault(sound, Sounding(sound, month.first_day))
            row.plays += line.plays
            row.amounts[key.pool.currency] = row.amounts.get(key.pool.currency, 0) + line.amount
            row.territories.add(key.what.territory)
    return tuple(sorted(found.values(), key=lambda each: (-max(each.amounts.values()), each.sound)))


def sounding(sound: int) -> Sounding:
    """One of them. Raises NotUnmatched."""
    for each in soundings():
        if each.sound == sound:
            return each
    raise NotUnmatched


def tracks_unmatched() -> set[int]:
    """Numbers of all tracks of sounds that money of closed months waits for; each cycle asks anew."""
    sounds = [each.sound for each in soundings()]
    return music.numbers_touched(sounds=sounds) if sounds else set()


def waiting_lines(month: Month) -> Iterator[tuple[LineKey, Line]]:
    """A closed month's lines of sounds nobody knows, as they stand after all corrections."""
    reckoned = {line.key: Line(line.plays, line.amount) for line in MonthLines(month).of(None)}
    for key, line in moved.apply(month, reckoned).items():
        if key.bucket == (None, Wait.UNMATCHED):
            yield key, line


def sound_claims() -> QuerySet[SoundClaim]:
    """Claims by evidence, those that wait first, the oldest of them first."""
    rows = SoundClaim.objects.select_related("organisation", "recording", "sound", "person", "answered_by")
    return rows.order_by("answered_at", "asked_at", "pk")


def sound_claims_of(organisation_id: int, reach: Reach) -> QuerySet[SoundClaim]:
    """An organisation's claims, the newest first, for who may read the whole of its desk."""
    found = sound_claims().filter(organisation_id=organisation_id).order_by("-asked_at", "-pk")
    return found if reach.whole else found.none()
