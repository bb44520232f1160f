"""What a late fact changes in a month that was shared out: lines of the plays it concerns, and no others.

Plays whose payees are others now move. What they earned, they earned: the amount of the lines they stood in
is divided into what moves and what stays, and what moves is divided among the new payees. So the pool stays
whole, and nobody whose plays did not move has another amount than before (rights.md section 4, retro-claim).
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from akkord.money import share

from .pools import Line, LineKey, Payee, PoolKey, What


class Move(NamedTuple):
    """So many plays of one pool, territory and use, with their payees as reckoned and as they are now."""

    pool: PoolKey
    territory: str
    use: str
    plays: int
    then: tuple[Payee, ...]
    now: tuple[Payee, ...]


class Change(NamedTuple):
    """One line of a statement taken back and put anew; a line that was not there before reverses nothing."""

    key: LineKey
    before: Line | None
    after: Line | None


class NotThere(ValueError):
    """Plays are to move from a line that does not hold so many."""


def corrected(lines: Mapping[LineKey, Line], moves: Iterable[Move]) -> dict[LineKey, Line]:
    """All lines after the moves; the amounts add up to what they did. Raises NotThere.

    Moves of the same plays must be one move. A move to nobody (all owners waive now) leaves the money with
    the lines it stood in: what was earned is not taken from anybody for being given up later.
    """
    now = dict(lines)
    for move in sorted(moves, key=_order):
        if not move.now:
            continue
        freed = 0
        for payee in move.then:
            key = _key(move, payee)
            freed += _take(now, key, move.plays)
        exact = {_key(move, payee): payee.fraction for payee in move.now}
        parts = share(freed, exact, order=lambda key: key.place).parts
        for key, amount in parts.items():
            line = now.get(key, Line(0, 0))
            now[key] = Line(line.plays + move.plays, line.amount + amount)
    return now


def changes(before: Mapping[LineKey, Line], after: Mapping[LineKey, Line]) -> list[Change]:
    """What has to be said: every line that is not as it was, in order."""
    keys = sorted(before.keys() | after.keys(), key=lambda key: key.place)
    return [Change(key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]


def _take(lines: dict[LineKey, Line], key: LineKey, plays: int) -> int:
    line = lines.get(key)
    if line is None or line.plays < plays:
        raise NotThere(key)
    moved = share(line.amount, {0: line.plays - plays, 1: plays}).parts[1] if line.plays else 0
    if line.plays == plays:
        del lines[key]
    else:
        lines[key] = Line(line.plays - plays, line.amount - moved)
    return moved


def _key(move: Move, payee: Payee) -> LineKey:
    what = What(payee.recording, payee.sound, move.territory, move.use, payee.fraction)
    return LineKey(move.pool, payee.bucket, what)


def _order(move: Move) -> tuple[object, ...]:
    return (
        move.pool,
        move.territory,
        move.use,
        move.plays,
        [_key(move, payee).place for payee in move.then],
        [_key(move, payee).place for payee in move.now],
    )
