"""Parts of a closed month's pools follow their lines, and remember what stood before."""

from fractions import Fraction

from .models import Correction, Part, Pool
from .rules.correcting import Change
from .rules.pools import Bucket, Line, PoolKey


def move_parts(correction: Correction, pools: dict[PoolKey, Pool], found: list[Change]) -> None:
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
