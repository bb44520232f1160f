"""A play begins when the law allows it, says why when not, and is counted once."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from akkord.flow import clock
from akkord.flow.models import Job
from akkord.music import actions, errors, queries
from akkord.music.models import Play
from akkord.music.rules import Listener, Telling
from akkord.rights.territories import TerritorySet
from akkord.sound.models import Sound
from cases import makers
from music import world

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _log(log: None) -> None:
    """Decisions that silence write their line."""


def listener() -> Listener:
    return Listener(makers.person().pk, "RU")


def started(who: Listener, track, at: datetime = NOON) -> actions.Start:  # type: ignore[no-untyped-def]
    with clock.at(at):
        return actions.start_play(who, track.pk)


def counted(who: Listener, start: actions.Start, heard: float, after: float) -> bool:
    with clock.at(NOON + timedelta(seconds=after)):
        return actions.count_play(who, start.play_id, heard)


def test_a_play_is_counted_once_however_often_it_is_said() -> None:
    track, who = world.unmatched(makers.person()), listener()
    start = started(who, track)
    assert [counted(who, start, 30.0, after) for after in (30, 31, 59)] == [True, True, True]
    assert queries.play_count(track.pk) == 1
    assert Play.objects.get().counted_at == NOON + timedelta(seconds=30)


def test_a_play_is_not_counted_before_that_much_time_has_passed() -> None:
    track, who = world.unmatched(makers.person()), listener()
    start = started(who, track)
    assert not counted(who, start, 30.0, 20)
    assert not counted(who, start, 29.0, 60)
    assert queries.play_count(track.pk) == 0


def test_nobody_counts_anothers_play() -> None:
    track, who = world.unmatched(makers.person()), listener()
    start = started(who, track)
    for stranger in (listener(), Listener(None, "RU")):
        with pytest.raises(errors.NoSuchTrack):
            counted(stranger, start, 30.0, 40)
    assert queries.play_count(track.pk) == 0


def test_what_its_uploader_hears_while_it_is_held_is_never_counted(settings) -> None:  # type: ignore[no-untyped-def]
    settings.INSTANCE_MODE = "strict"
    sender = makers.person()
    who = Listener(sender.pk, "RU")
    start = started(who, world.unmatched(sender))
    assert not counted(who, start, 60.0, 60)


def test_a_play_remembers_whom_it_is_owed_to() -> None:
    label, rep = makers.label()
    track = world.matched(makers.person(), makers.recordings(label, 1)[0])
    licence = world.licensed(rep, label)
    started(listener(), track)
    played = Play.objects.get()
    assert [(p["party"], Fraction(p["share"]), p["licence"]) for p in played.payees] == [
        (label.pk, 1, licence.pk)
    ]
    assert (played.territory, played.verdict) == ("RU", "ALLOW")


def test_a_silent_start_says_who_and_why() -> None:
    label, rep = makers.label(name="Northern Light")
    track = world.matched(makers.person(), makers.recordings(label, 1)[0])
    world.forbid_in(rep, label, TerritorySet.of("RU"))
    with pytest.raises(errors.Silent) as refused:
        started(listener(), track, clock.now())
    telling = refused.value.telling
    assert isinstance(telling, Telling)
    assert (telling.why, telling.party) == ("owner_blocks", "Northern Light")
    assert Play.objects.count() == 0


def test_a_track_whose_rendition_is_missing_is_asked_for_again_later_and_made_meanwhile() -> None:
    track = world.unmatched(makers.person())
    Sound.objects.update(rendition="")
    Job.objects.all().delete()
    for _ in range(2):
        with pytest.raises(errors.NotReady):
            started(listener(), track)
    assert list(Job.objects.values_list("task", flat=True)) == ["akkord.sound.tasks.render"]
    assert queries.track_row(listener(), track.pk).state == "preparing"


def test_what_is_played_of_a_long_track_is_made_once_however_often_it_is_asked_for_meanwhile() -> None:
    track = world.unmatched(makers.person())
    Sound.objects.update(rendition="")
    Job.objects.all().delete()
    for state in (Job.State.WAITING, Job.State.RUNNING):
        with pytest.raises(errors.NotReady):
            started(listener(), track)
        Job.objects.update(state=state)
    assert Job.objects.count() == 1
    Job.objects.update(state=Job.State.FAILED)
    with pytest.raises(errors.NotReady):
        started(listener(), track)
    assert Job.objects.filter(state=Job.State.WAITING).count() == 1


def test_a_track_that_is_not_there_cannot_be_started() -> None:
    with pytest.raises(errors.NoSuchTrack):
        actions.start_play(listener(), 999)


def test_music_is_kept_by_reference_once_and_given_up() -> None:
    track, keeper = world.unmatched(makers.person()), makers.person()
    who = Listener(keeper.pk, "RU")
    for _ in range(2):
        actions.keep(keeper, track.pk)
    rows = queries.music_of(who, keeper.pk)
    assert [(row.number, row.kept, row.mine) for row in rows] == [(track.pk, True, False)]
    actions.unkeep(keeper, track.pk)
    assert queries.music_of(who, keeper.pk) == []
