"""What the rules of fraud find stands in the books once, with its numbers, and a person's word about it
holds.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from akkord.music.models import Play, Track
from akkord.people.models import Person
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


def a_play(listener: Person, track: Track, use: str, territory: str, at: datetime, told: datetime) -> Play:
    return Play.objects.create(
        track=track, person=listener, territory=territory, sold_in=territory, use=use, verdict="ALLOW",
        facts_version=1,
        started_at=at, counted_at=told,
    )  # fmt: skip


def test_what_was_heard_away_and_told_on_return_is_neither_too_much_nor_too_far() -> None:
    listener = a_person()
    tracks = [a_track(listener) for _ in range(2)]
    for number in range(300):  # five days of an hour's music each, told in the same second
        at = NOON - timedelta(days=1 + number // 60, minutes=number % 60)
        a_play(listener, tracks[number % 2], "offline", "RU", at, NOON)
    a_play(listener, tracks[0], "offline", "RU", NOON - timedelta(minutes=20), NOON)
    for minute in (-30, -10, 10):
        at = NOON + timedelta(minutes=minute)
        a_play(listener, tracks[0], "play", "US", at, at)
    assert finding.note_exclusions(month_life.open_month(date(2016, 4, 1))) == 0
