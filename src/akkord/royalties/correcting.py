"""The cycle of corrections: late facts are looked at once, and every closed month they concern is put right.

A month is put right in one transaction: its lines, the parts of its pools, and a statement for each party
whose lines moved. What nobody was paid for moves at once; what was paid is taken back by the next payment.
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from akkord.flow import clock

from . import late, moved, queries
from .issuing import issue_correction
from .lines import MonthLines
from .models import Correction, LateFact, Month, Pool, Recounted
from .parts import move_parts
from .rules.correcting import changes, corrected
from .rules.pools import Line, LineKey, PoolKey

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
    move_parts(correction, pools, found)
    issue_correction(correction)
    return correction


def _lines(month: Month, moves: list["late.Move"]) -> dict[LineKey, Line]:
    """The lines these moves take from and add to, as they stand after all corrections so far."""
    reckoned = MonthLines(month)
    parties = {payee.bucket.party for move in moves for payee in (*move.then, *move.now)}
    lines = {line.key: Line(line.plays, line.amount) for party in parties for line in reckoned.of(party)}
    return moved.apply(month, lines)
