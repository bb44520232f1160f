"""Sharing said once more, as plainly as it can be: dicts and fractions, play by play. What the engine must
answer.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from akkord.money import share
from akkord.royalties.usage.lines import Line
from akkord.royalties.usage.sharing import Pool
from akkord.royalties.usage.splits import Payee, Split, key_of


class Heard(NamedTuple):
    """One row of a file of plays, as far as money goes by it."""

    play: int
    revision: int
    day: str
    listener: int
    offer: str
    sold_in: str
    territory: str
    use: str
    split: Split
    excluded: str


class Reckoned(NamedTuple):
    """Amounts, cut and total weight of each pool, by bucket; and every line in the order of the file."""

    parts: dict[Pool, dict[tuple[int | None, str], tuple[Fraction, Fraction, int, int, int]]]
    cuts: dict[Pool, tuple[Fraction, tuple[bool, int, str]] | None]
    lines: list[Line]


def bucket_place(bucket: tuple[int | None, str]) -> tuple[bool, int, str]:
    return bucket[0] is None, bucket[0] or 0, bucket[1]


def merged(split: Split) -> list[Payee]:
    parts: dict[Payee, Fraction] = defaultdict(Fraction)
    for payee in split:
        parts[payee._replace(licence=None, fraction=Fraction(0))] += payee.fraction
    return [payee._replace(fraction=part) for payee, part in parts.items()]


def weights(rows: list[Heard], payers: Mapping[tuple[str, str], Mapping[int, int]]) -> dict[int, int]:
    """What each row weighs, by play: one, or pico-units."""
    found: dict[int, int] = {}
    for pool in {(row.offer, row.sold_in) for row in rows}:
        heard = [row for row in rows if (row.offer, row.sold_in) == pool and row.split and not row.excluded]
        heard.sort(key=lambda row: (key_of(row.split), row.territory, row.use))
        if pool not in payers:
            found |= {row.play: 1 for row in heard}
            continue
        found |= {row.play: 0 for row in heard}
        paying = dict(payers[pool])
        own: dict[int, list[Heard]] = defaultdict(list)
        for row in heard:
            if row.listener in paying:
                own[row.listener].append(row)
        silent = sum(fee for listener, fee in paying.items() if listener not in own)
        for fee, plays in [(silent, heard), *((paying[each], plays) for each, plays in own.items())]:
            for place, row in enumerate(plays):
                found[row.play] += fee // len(plays) + (place < fee % len(plays))
    return found


def reckon(
    rows: Sequence[Heard], pools: Sequence[Pool], payers: Mapping[tuple[str, str], Mapping[int, int]]
) -> Reckoned:
    latest = list({row.play: row for row in sorted(rows, key=lambda row: row.revision)}.values())
    weight_of = weights(latest, payers)
    funded = {(pool.offer, pool.sold_in) for pool in pools}
    bare = {(row.offer, row.sold_in) for row in latest} | payers.keys()
    every = sorted([*pools, *(Pool(*pool, "", 0) for pool in bare - funded)])
    answer = Reckoned({}, {}, [])
    lines = []
    for pool in every:
        by_line: dict[tuple, list] = defaultdict(lambda: [0, 0, Fraction(0), Fraction(0), 0])
        for row in latest:
            if (row.offer, row.sold_in) != pool[:2]:
                continue
            for payee in merged(row.split):
                what = (
                    payee.recording or 0,
                    0 if payee.recording else payee.sound or 0,
                    row.territory,
                    row.use,
                )
                line = by_line[(payee.party, payee.wait), (*what, payee.fraction)]
                line[1 if row.excluded else 0] += 1
                if not row.excluded:
                    line[2] += payee.fraction * weight_of[row.play]
                    line[3] += payee.fraction
                    line[4] += weight_of[row.play]
        buckets = sorted({bucket for bucket, _ in by_line}, key=bucket_place)
        sums = {
            bucket: [sum(line[at] for key, line in by_line.items() if key[0] == bucket) for at in range(4)]
            for bucket in buckets
        }
        some = any(each[2] for each in sums.values())
        shared = share(pool.amount, {b: sums[b][2] for b in buckets}, bucket_place) if some else None
        answer.cuts[pool] = shared and shared.cut and (shared.cut.remainder, shared.cut.place)
        answer.parts[pool] = {}
        for bucket in buckets:
            amount = shared.parts[bucket] if shared else 0
            answer.parts[pool][bucket] = (sums[bucket][2], sums[bucket][3], *sums[bucket][:2], amount)
            mine = {what: line for (whose, what), line in by_line.items() if whose == bucket}
            parts = share(amount, {what: line[2] for what, line in mine.items()}).parts
            lines += [
                (bucket_place(bucket), pool, what, line, parts[what]) for what, line in sorted(mine.items())
            ]
    for (nobody, party, wait), pool, what, line, amount in sorted(lines, key=lambda each: each[:3]):
        recording, sound, territory, use, fraction = what
        answer.lines.append(
            Line(None if nobody else party, wait, *pool[:3], recording or None, sound or None, territory, use,
                 fraction, line[0], line[1], amount, line[4])
        )  # fmt: skip
    return answer
