"""What the rules of fraud find in a month is written down play by play, before anything is shared out."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from akkord.flow import clock
from akkord.music import queries as music
from akkord.rights.terms import Use

from .models import Exclusion, Month
from .moving import pseudonym
from .rules.fraud import Heard, find
from .when import days


def note_exclusions(month: Month) -> int:
    """Ask the rules about each day of the month; what they leave out and nobody decided about yet is written
    down.

    Twice is once: a play that a person let in again stays as they decided. Says how many are new.
    """
    known = {str(play) for play in Exclusion.objects.filter(month=month).values_list("play", flat=True)}
    new: list[Exclusion] = []
    for day in days(month.first_day):
        tracks: dict[str, int] = {}
        begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
        new += [
            Exclusion(
                play=play,
                month=month,
                track_id=tracks[play],
                reason=finding.reason.value,
                evidence=dict(finding.evidence),
                found_at=clock.now(),
            )
            for play, finding in find(_heard(month, begins, tracks)).items()
            if play not in known
        ]
    Exclusion.objects.bulk_create(new, batch_size=1000)
    return len(new)


def _heard(month: Month, begins: datetime, tracks: dict[str, int]) -> Iterator[Heard]:
    called = pseudonym(month.first_day)
    for play in music.counted_rows(begins, begins + timedelta(days=1)):
        assert play.counted_at is not None  # it was chosen by when it was counted
        tracks[str(play.pk)] = play.track_id
        at, territory = play.counted_at, play.territory
        if play.use == Use.OFFLINE.value:  # told later, by a leave that was given where they were before
            at, territory = play.started_at, ""
        sounded = music.needed_seconds(play.track.seconds)
        yield Heard(str(play.pk), called(play.person_id), play.track_id, territory, at, sounded)
