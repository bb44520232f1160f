"""Late facts: which plays of closed months have other payees by what is known now, and what that moves.

Every recomputation goes through the replay of music (`music.queries.replay`), which asks the law as it stands
now about each play as it was. What is still in dispute goes on waiting.
"""

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from akkord.flow import clock
from akkord.music import queries as music
from akkord.music.queries import Replayed
from akkord.rights.rules import answers as law
from akkord.rights.terms import Money

from .counted import payees_as_counted
from .models import Exclusion, LateFact, Month, Pool
from .rules.correcting import Move
from .rules.pools import Bucket, Payee, PoolKey, given_up, merged, wait_of
from .when import bounds


class Recount(NamedTuple):
    """One play with its payees as they are now."""

    play: uuid.UUID
    payees: list[dict[str, Any]]


def tracks_of(facts: Iterable[LateFact]) -> set[int]:
    """Numbers of all tracks that these facts may concern."""
    found: set[int] = set()
    for fact in facts:
        found |= music.numbers_touched(**fact.about)
    return found


def moves(month: Month, tracks: Iterable[int]) -> tuple[list[Move], list[Recount]]:
    """What of a closed month moves when it is reckoned by the books of now: as counts, and play by play."""
    pools: dict[tuple[str, str], list[PoolKey]] = {}
    for pool in Pool.objects.filter(month=month):
        key = PoolKey(pool.offer, pool.sold_in, pool.currency)
        pools.setdefault((pool.offer, pool.sold_in), []).append(key)
    counts: dict[Move, int] = {}  # plays of each kind; a kind counts none itself
    recounted = []
    since, until = bounds(month.first_day)
    left_out = set(Exclusion.objects.filter(month=month, lifted_at=None).values_list("play", flat=True))
    counted = payees_as_counted(month)
    for played in music.replay_counted(sorted(tracks), since, until, clock.now()):
        play = played.play
        if play.pk in left_out:
            continue
        then = counted(play)
        now = _now(played, then)
        if now != then:
            for earned in pools.get((play.offer, play.sold_in or play.territory), []):
                kind = Move(earned, play.territory, play.use, 0, then, now)
                counts[kind] = counts.get(kind, 0) + 1
            recounted.append(Recount(play.pk, [_stored(each) for each in now]))
    return [kind._replace(plays=count) for kind, count in counts.items()], recounted


def _stored(payee: Payee) -> dict[str, Any]:
    money = Money.ESCROW if payee.bucket.wait else Money.PAY
    return {
        "party": payee.bucket.party,
        "recording": payee.recording,
        "share": str(payee.fraction),
        "money": money.value,
        "wait": payee.bucket.wait.value,
    }


def _now(played: Replayed, then: tuple[Payee, ...]) -> tuple[Payee, ...]:
    """As the law answers now; what its uploader still disputes with a party waits for whoever is right."""
    sound, disputed = played.play.track.sound_id, music.disputed_in(played.play.track_id)
    payees = [_payee(each, sound, disputed, set(played.play.held_for)) for each in played.payees.now]
    return merged(payees) or given_up(then, sound)


def _payee(said: law.Payee, sound: int, disputed: list[int], held_for: set[int]) -> Payee:
    waits = said.party is not None and said.party in held_for and said.party in disputed
    money = Money.ESCROW if waits else said.money
    wait = wait_of(money, said.party, said.recording, waits)
    return Payee(Bucket(said.party, wait), said.recording, None if said.recording else sound, said.fraction)
