"""Plays let into a closed month: they were left out by mistake, so nobody was paid for them.

The pools of the month are shared out and stated; nobody is asked for anything back. Each play earns what the
average play of its pool earned, rounded down line by line, and the site pays it beside the pool
(`Pool.beside`): the parts of a pool always add up to what was shared out and what was paid beside it.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from akkord.flow import clock
from akkord.money import floor
from akkord.music import queries as music

from . import moved, moving
from .counted import payees_as_counted
from .issuing import issue_correction
from .lines import MonthLines
from .models import Correction, Exclusion, Month, Pool
from .parts import move_parts
from .rules.correcting import changes
from .rules.pools import Line, LineKey, PoolKey, What
from .when import bounds

if TYPE_CHECKING:
    from akkord.people.models import Person


@transaction.atomic
def let_in(person: "Person", month: Month, exclusions: Iterable[Exclusion], why: str) -> Correction | None:
    """Let these plays count after all, in one correction; None when none of them was left out any more."""
    month = Month.objects.select_for_update().get(pk=month.pk)
    wanted = {each.play for each in exclusions if each.lifted_at is None}
    if not wanted:
        return None
    number = (month.corrections.aggregate(last=Max("number"))["last"] or 0) + 1
    correction = Correction.objects.create(
        month=month, number=number, reason=why[:500], person=person, made_at=clock.now()
    )
    pools = {PoolKey(p.offer, p.sold_in, p.currency): p for p in Pool.objects.filter(month=month)}
    more = _lines_of(month, wanted, pools)
    before = _lines_before(month, more)
    after = dict(before)
    for key, line in more.items():
        held = before.get(key, Line(0, 0))
        after[key] = Line(held.plays + line.plays, held.amount + line.amount)
        Pool.objects.filter(pk=pools[key.pool].pk).update(beside=F("beside") + line.amount)
    found = changes(before, after)
    moved.write(correction, pools, found)
    move_parts(correction, pools, found)
    moving.leave_out(month.first_day, dict.fromkeys(wanted, ""))
    moving.forget_pseudonyms(month.first_day)
    Exclusion.objects.filter(play__in=wanted).update(
        written=F("written") + 1,
        lifted_at=clock.now(),
        lifted_by=person,
        lifted_why=why[:500],
        let_in_by=correction,
    )
    issue_correction(correction)
    return correction


def _lines_of(month: Month, plays: set[UUID], pools: dict[PoolKey, Pool]) -> dict[LineKey, Line]:
    """What the plays earn, line by line."""
    counts: dict[LineKey, int] = {}
    since, until = bounds(month.first_day)
    counted = payees_as_counted(month)
    for play in music.counted_rows(since, until):
        if play.pk not in plays:
            continue
        place = (play.offer, play.sold_in or play.territory)
        for pool in (pool for pool in pools if pool[:2] == place):
            for payee in counted(play):
                what = What(payee.recording, payee.sound, play.territory, play.use, payee.fraction)
                key = LineKey(pool, payee.bucket, what)
                counts[key] = counts.get(key, 0) + 1
    return {
        key: Line(count, floor(count * key.what.fraction * _each(pools[key.pool])))
        for key, count in counts.items()
    }


def _each(pool: Pool) -> Fraction:
    """What the average play of a pool earned."""
    heard = Fraction(pool.heard)
    return pool.amount / heard if heard else Fraction(0)


def _lines_before(month: Month, more: Iterable[LineKey]) -> dict[LineKey, Line]:
    """The lines these plays go to, as they stand after all corrections so far."""
    reckoned = MonthLines(month)
    parties = {key.bucket.party for key in more}
    lines = {line.key: Line(line.plays, line.amount) for party in parties for line in reckoned.of(party)}
    return moved.apply(month, lines)
