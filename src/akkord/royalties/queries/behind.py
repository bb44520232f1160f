"""The plays behind a line of a statement, without anybody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Q

from akkord.music import queries as music
from akkord.royalties.counted import payees_as_counted
from akkord.royalties.models import Exclusion, Statement
from akkord.royalties.when import bounds


@dataclass(frozen=True)
class Heard:
    """One play: when to the minute, what was played, and from where on the site."""

    at: datetime
    track: int
    title: str
    context: str


def plays_behind(statement: Statement, line: dict[str, str]) -> Iterator[Heard]:
    """The plays that a line of the statement counts, in order, as the month was counted and corrected."""
    since, until = bounds(statement.month.first_day)
    tracks = music.numbers_touched(recordings=[int(line["recording"])])
    later = Q(let_in_by__number__gt=statement.revision)
    found = Exclusion.objects.filter(Q(lifted_at=None) | later, month=statement.month)
    left_out = set(found.values_list("play", flat=True))
    wanted = (statement.organisation_id, line["waits"], int(line["recording"]), Fraction(line["fraction"]))
    counted = payees_as_counted(statement.month, statement.revision)
    for play in music.counted_plays(sorted(tracks), since, until):
        where = (play.offer, play.sold_in or play.territory, play.territory, play.use)
        if where != (line["offer"], line["sold_in"], line["territory"], line["use"]) or play.pk in left_out:
            continue
        payees = counted(play)
        if any(
            (each.bucket.party, each.bucket.wait, each.recording, each.fraction) == wanted for each in payees
        ):
            assert play.counted_at is not None  # it was chosen by when it was counted
            yield Heard(
                play.counted_at.replace(second=0, microsecond=0), play.track_id, str(play.track), play.context
            )
