"""The cycle of corrections: late facts are looked at once, and every closed month they concern is put right.

A month is put right in one transaction: its lines, the parts of its pools, and a statement for each party
whose lines moved. What nobody was paid for moves at once; what was paid is taken back by the next payment.
"""

from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from akkord.flow import clock

from . import late, moved, queries
from .issuing import issue_correction
from .lines import MonthLines
from .models import Correction, LateFact, Month, Part, Pool, Recounted
from .rules.correcting import Change, changes, corrected
from .rules.pools import Bucket, Line, LineKey, PoolKey

if TYPE_CHECKING:
    from akkord.people.models import Person


def correct_months(reason: str, person: "Person | None" = None) -> list[Correction]:
    """Look at every late fact, and once more at every sound nobody knew; correct the closed months that
    concerns, the oldest first."""
    facts = list(LateFact.objects.order_by("pk"))
    tracks = late.tracks_of(facts) | queries.tracks_unmatched()
    made = []
    for month in Month.objects.filter(state=Month.State.CLOSED).order_by("first_day"):
        correction = correct_month(month, tracks, reason, person)
        made += [correction] if correction else []
    LateFact.objects.filter(pk__in=[fact.pk for fact in facts]).delete()
    return made


@transaction.atomic
def correct_month(
    month: Month, tracks: set[int], reason: str, person: "Person | None" = None
) -> Correction | None:
    """Correct one month for these tracks; None when nothing moved."""
    month = Month.objects.select_for_update().get(pk=month.pk)
    moves, recounted = late.moves(month, tracks)
    if not moves:
        return None
    before = _lines(month, moves)
    found = changes(before, corrected(before, moves))
    pools = {
        PoolKey(pool.offer, pool.sold_in, pool.currency): pool for pool in Pool.objects.filter(month=month)
    }
    number = (month.corrections.aggregate(last=Max("number"))["last"] or 0) + 1
    correction = Correction.objects.create(
        month=month, number=number, reason=reason, person=person, made_at=clock.now()
    )
    moved.write(correction, pools, found)
    Recounted.objects.bulk_create(
        Recounted(play=each.play, correction=correction, payees=each.payees) for each in recounted
    )
    _move_parts(correction, pools, found)
    issue_correction(correction)
    return correction


def _lines(month: Month, moves: list["late.Move"]) -> dict[LineKey, Line]:
    """The lines these moves take from and add to, as they stand after all corrections so far."""
    reckoned = MonthLines(month)
    parties = {payee.bucket.party for move in moves for payee in (*move.then, *move.now)}
    lines = {line.key: Line(line.plays, line.amount) for party in parties for line in reckoned.of(party)}
    return moved.apply(month, lines)


def _move_parts(correction: Correction, pools: dict[PoolKey, Pool], found: list[Change]) -> None:
    """Parts of pools follow their lines, and remember what stood before."""
    moved_by: dict[tuple[PoolKey, Bucket], list[Change]] = {}
    for change in found:
        moved_by.setdefault((change.key.pool, change.key.bucket), []).append(change)
    for (key, bucket), each in moved_by.items():
        part, _ = Part.objects.get_or_create(
            pool=pools[key],
            party_id=bucket.party,
            wait=bucket.wait.value,
            defaults={"weight": "0", "heard": "0", "plays": 0, "amount": 0},
        )
        plays, amount, heard = _sums(each)
        part.revision = correction.number
        part.heard_before, part.plays_before, part.amount_before = part.heard, part.plays, part.amount
        part.heard = str(Fraction(part.heard) + heard)
        part.plays, part.amount = part.plays + plays, part.amount + amount
        part.save()


def _sums(each: list[Change]) -> tuple[int, int, Fraction]:
    nothing = Line(0, 0)
    plays, amount, heard = 0, 0, Fraction(0)
    for key, before, after in each:
        more = (after or nothing).plays - (before or nothing).plays
        plays += more
        amount += (after or nothing).amount - (before or nothing).amount
        heard += more * key.what.fraction
    return plays, amount, heard
