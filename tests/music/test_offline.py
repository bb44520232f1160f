"""What is kept on a device: only where the law allows it, until it does no more, and counted once."""

import uuid
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.flow import clock
from akkord.music import actions, errors
from akkord.music.actions.offline import Leave, Told
from akkord.music.models import Play, Track
from akkord.music.rules import Listener, offline
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights.terms import CommercialModel, UseType
from cases import makers
from music import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _log(log: None) -> None:
    """What is silenced has its line."""


@pytest.fixture
def anna() -> Person:
    return makers.person()


def here(person: Person, territory: str = "RU") -> Listener:
    return Listener(person.pk, territory)


def licensed_for(*uses: UseType) -> tuple[Track, object]:
    """A member's upload of a recording that is licensed for these uses, and how its label forbids it."""
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    rights.grant_licence(
        rep, label, uses=frozenset(uses), models=frozenset(CommercialModel), territories=world.WORLDWIDE
    )
    track = ready(world.matched(makers.person(), recording))
    return track, lambda: world.block(rep, label, recording)


def ready(track: Track) -> Track:
    track.sound.rendition, track.sound.rendition_size = "a" * 64, 1000
    track.sound.save()
    return track


STREAM = (UseType.ON_DEMAND_STREAM, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED)


def test_what_may_only_be_listened_to_is_not_kept(anna: Person) -> None:
    track, _ = licensed_for(*STREAM)
    actions.start_play(here(anna), track.pk)
    with pytest.raises(errors.Silent):
        actions.keep_offline(here(anna), track.pk)


def test_what_is_kept_ends_by_itself_and_with_a_removal_at_the_next_contact(anna: Person) -> None:
    track, forbid = licensed_for(*STREAM, UseType.TETHERED_DOWNLOAD)
    leave, url = actions.keep_offline(here(anna), track.pk)
    assert url.startswith("/stream/")
    assert leave.until <= clock.now() + offline.KEPT_FOR
    assert [each.track.pk for each in actions.renew_leaves(here(anna), [track.pk])[0]] == [track.pk]
    forbid()  # type: ignore[operator]
    assert actions.renew_leaves(here(anna), [track.pk, 999]) == ([], [track.pk, 999])
    with pytest.raises(errors.Silent):
        actions.keep_offline(here(anna), track.pk)


def test_what_is_held_and_guests_keep_nothing(anna: Person) -> None:
    held = ready(world.unmatched(anna))
    assert actions.keep_offline(here(anna), held.pk)
    from akkord.music.models import Hearing

    Hearing.objects.filter(sound=held.sound).delete()  # as if it had not been looked up yet
    with pytest.raises(errors.Silent):
        actions.keep_offline(here(anna), held.pk)
    with pytest.raises(errors.Silent):
        actions.keep_offline(Listener(None, "RU"), ready(world.unmatched(anna)).pk)


def told(leave: Leave, seconds: float = 90.0, ago: float = 0.0) -> Told:
    return Told(uuid.uuid4(), leave.word, clock.now() - timedelta(seconds=ago), seconds)


def test_a_batch_told_twice_is_counted_once_each_with_its_leave(anna: Person) -> None:
    track, _ = licensed_for(*STREAM, UseType.CONDITIONAL_DOWNLOAD)
    leave, _url = actions.keep_offline(here(anna), track.pk)
    first, second = told(leave, ago=200), told(leave, ago=100)
    assert actions.tell_offline(here(anna), [second, first]) == {first.play: True, second.play: True}
    assert actions.tell_offline(here(anna), [first, second]) == {first.play: True, second.play: True}
    plays = list(Play.objects.order_by("started_at"))
    assert [(play.use, play.territory, play.verdict) for play in plays] == [("offline", "RU", "ALLOW")] * 2
    assert all(play.payees for play in plays)


def test_what_nobody_can_have_heard_is_not_counted(anna: Person) -> None:
    track, forbid = licensed_for(*STREAM, UseType.TETHERED_DOWNLOAD)
    leave, _url = actions.keep_offline(here(anna), track.pk)
    other = makers.person()
    lies = [
        told(leave, seconds=3.0),  # too short
        told(leave, ago=3600),  # before it was kept
        told(leave, ago=-3600),  # still to come
        Told(uuid.uuid4(), leave.word + "x", clock.now(), 90.0),
        Told(uuid.uuid4(), "", clock.now(), 90.0),
    ]
    assert set(actions.tell_offline(here(anna), lies).values()) == {False}
    assert set(actions.tell_offline(here(other), [told(leave, ago=100)]).values()) == {False}
    at_once = [told(leave, ago=100) for _ in range(3)]
    assert sorted(actions.tell_offline(here(anna), at_once).values()) == [False, False, True]
    forbid()  # type: ignore[operator]
    assert set(actions.tell_offline(here(anna), [told(leave, ago=-1)]).values()) == {False}
    assert Play.objects.count() == 1


def test_an_hour_is_not_told_again_under_other_numbers(anna: Person) -> None:
    track, _ = licensed_for(*STREAM, UseType.TETHERED_DOWNLOAD)
    leave, _url = actions.keep_offline(here(anna), track.pk)
    later, same, before = told(leave, ago=100), told(leave, ago=110), told(leave, ago=150)
    assert actions.tell_offline(here(anna), [later]) == {later.play: True}
    assert actions.tell_offline(here(anna), [same]) == {same.play: False}
    assert actions.tell_offline(here(anna), [before]) == {before.play: True}  # another device, told later


def test_anothers_play_is_not_told_again(anna: Person) -> None:
    track, _ = licensed_for(*STREAM, UseType.TETHERED_DOWNLOAD)
    leave, _url = actions.keep_offline(here(anna), track.pk)
    mine = told(leave, ago=100)
    actions.tell_offline(here(anna), [mine])
    assert actions.tell_offline(here(makers.person()), [mine]) == {mine.play: False}


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1))


@given(moments, st.lists(st.none() | moments, max_size=4))
def test_nothing_is_kept_beyond_a_week_nor_beyond_what_ends_it(
    now: datetime, ends: list[datetime | None]
) -> None:
    until = offline.kept_until(now, ends)
    assert until <= now + offline.KEPT_FOR
    assert all(until <= end for end in ends if end is not None)
