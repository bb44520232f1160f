"""The lines of a month as they were shared out, read a party at a time, as the rules know them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from akkord.rights.terms import PartyId, RecordingId
from akkord.store.files import files

from .models import Month
from .rules.pools import Bucket, LineKey, PoolKey, Wait, What

if TYPE_CHECKING:
    from .usage.lines import Line as Row


class Reckoned(NamedTuple):
    """A line with the weight it was shared by: its plays (or what was paid for them), by the part of each."""

    key: LineKey
    plays: int
    weight: Fraction
    amount: int


class MonthLines:
    """The lines of one month that stand in a pool of money."""

    def __init__(self, month: Month) -> None:
        from .usage.lines import MonthLines as Rows  # loads Numba: only where lines are read

        self._rows = Rows(files().path(month.lines))

    def of(self, party: int | None) -> Iterator[Reckoned]:
        """The lines of a party, paid and waiting; of None, those whose owner nobody knows."""
        return (_reckoned(row) for row in self._rows.of(party) if row.currency and row.plays)


def _reckoned(row: Row) -> Reckoned:
    what = What(
        None if row.recording is None else RecordingId(row.recording),
        row.sound,
        row.territory,
        row.use,
        row.fraction,
    )
    bucket = Bucket(None if row.party is None else PartyId(row.party), Wait(row.wait))
    key = LineKey(PoolKey(row.offer, row.sold_in, row.currency), bucket, what)
    return Reckoned(key, row.plays, row.worth * row.fraction, row.amount)
