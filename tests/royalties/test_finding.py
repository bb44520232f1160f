"""What the rules of fraud find stands in the books once, with its numbers, and a person's word about it
holds.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from akkord.music.models import Play
from akkord.royalties import finding, month_life
from akkord.royalties.models import Exclusion
from factories import a_person, a_track

NOON = datetime(2016, 4, 13, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_a_loop_is_written_down_once_and_what_a_person_let_in_stays_in() -> None:
    listener = a_person()
    track = a_track(listener)
    for minute in range(43):
        at = NOON + timedelta(minutes=minute)
        Play.objects.create(
            track=track, person=listener, territory="DE", sold_in="DE", use="play", verdict="ALLOW",
            facts_version=1,
            started_at=at, counted_at=at,
        )  # fmt: skip
    month = month_life.open_month(date(2016, 4, 1))
    assert finding.note_exclusions(month) == 3
    found = Exclusion.objects.get(evidence__in_a_row=41)
    assert (found.reason, found.evidence, found.track_id) == ("loop", {"in_a_row": 41, "most": 40}, track.pk)
    Exclusion.objects.filter(pk=found.pk).update(lifted_at=NOON)
    assert finding.note_exclusions(month) == 0
    assert Exclusion.objects.filter(month=month, lifted_at=None).count() == 2
