"""Lines that corrections moved, as rows and as the rules know them."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from akkord.rights.terms import PartyId, RecordingId

from .models import Correction, LineChange, Month, Pool
from .rules.correcting import Change
from .rules.pools import Bucket, Line, LineKey, PoolKey, Wait, What


class Moved(NamedTuple):
    """A line taken back and put anew, and in which revision of the month it was stated before."""

    key: LineKey
    before: Line | None
    after: Line | None
    stated_in: int


def of_party(correction: Correction, party: int) -> Iterator[Moved]:
    """What a correction moved of one organisation's lines, in order."""
    earlier = LineChange.objects.filter(
        correction__month=correction.month, correction__number__lt=correction.number, party_id=party
    )
    stated: dict[LineKey, int] = {}
    for row in earlier.select_related("pool", "correction").order_by("correction__number"):
        stated[key_of(row)] = row.correction.number
    rows = correction.changes.filter(party_id=party).select_related("pool")
    for row in sorted(rows, key=lambda each: key_of(each).place):
        key = key_of(row)
        yield Moved(key, _before(row), _after(row), stated.get(key, 0))


def apply(month: Month, lines: dict[LineKey, Line]) -> dict[LineKey, Line]:
    """Lines as they were shared out, with every correction since; of the keys in `lines` and those added."""
    now = dict(lines)
    rows = LineChange.objects.filter(correction__month=month).select_related("pool")
    for row in rows.order_by("correction__number", "pk"):
        after = _after(row)
        if after is None:
            now.pop(key_of(row), None)
        else:
            now[key_of(row)] = after
    return now


def write(correction: Correction, pools: dict[PoolKey, Pool], changes: Iterable[Change]) -> None:
    """Keep what a correction changed."""
    nothing = Line(0, 0)
    LineChange.objects.bulk_create(
        LineChange(
            correction=correction,
            pool=pools[change.key.pool],
            party_id=change.key.bucket.party,
            wait=change.key.bucket.wait.value,
            recording_id=change.key.what.recording,
            sound_id=change.key.what.sound,
            territory=change.key.what.territory,
            use=change.key.what.use,
            fraction=str(change.key.what.fraction),
            plays_before=(change.before or nothing).plays,
            amount_before=(change.before or nothing).amount,
            plays=(change.after or nothing).plays,
            amount=(change.after or nothing).amount,
        )
        for change in changes
    )


def key_of(row: LineChange) -> LineKey:
    pool = PoolKey(row.pool.offer, row.pool.sold_in, row.pool.currency)
    party = None if row.party_id is None else PartyId(row.party_id)
    recording = None if row.recording_id is None else RecordingId(row.recording_id)
    what = What(recording, row.sound_id, row.territory, row.use, Fraction(row.fraction))
    return LineKey(pool, Bucket(party, Wait(row.wait)), what)


def _before(row: LineChange) -> Line | None:
    return Line(row.plays_before, row.amount_before) if row.plays_before else None


def _after(row: LineChange) -> Line | None:
    return Line(row.plays, row.amount) if row.plays else None
