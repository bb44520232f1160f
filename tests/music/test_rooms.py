"""Listening together: one place for everybody, a hand on it for whom it is given to, and an end."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.flow import clock
from akkord.flow.models import News
from akkord.music import actions, errors, queries
from akkord.music.models import Room, Seat
from akkord.music.rules.rooms import MOST_PEOPLE, Act, Place, moved, place_after
from akkord.people import actions as people
from akkord.people.models import Person
from factories import a_person, a_track

LENGTHS = st.lists(st.integers(1, 400_000), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("passed", "place"),
    [
        (0, Place(0, 500, True)),
        (499, Place(0, 999, True)),
        (500, Place(1, 0, True)),
        (2499, Place(1, 1999, True)),
        (2500, Place(2, 0, True)),
        (5500, Place(2, 3000, False)),
        (99999, Place(2, 3000, False)),
        (-50, Place(0, 500, True)),
    ],
)  # the page works it out by the same table: tests/js/instep.test.mjs
def test_a_room_goes_on_from_track_to_track_and_stops_at_its_end(passed: int, place: Place) -> None:
    assert place_after([1000, 2000, 3000], Place(0, 500, True), passed) == place
    assert place_after([1000, 2000, 3000], Place(0, 500, False), passed) == Place(0, 500, False)


@given(LENGTHS, st.integers(0, 9), st.integers(0, 500_000), st.sampled_from(Act), st.integers(0, 3_000_000))
def test_a_room_is_always_somewhere_in_its_queue(
    lengths: list[int], at: int, ms: int, act: Act, passed: int
) -> None:
    here = Place(0, 0, True)
    for _ in range(3):
        here = moved(lengths, place_after(lengths, here, passed), act, at, ms)
        assert 0 <= here.at < len(lengths)
        assert 0 <= here.ms <= lengths[here.at]
    assert moved(lengths, here, Act.PAUSE, at, ms).playing is False
    assert moved(lengths, here, Act.PLAY, at, ms).playing is True


@pytest.fixture
def host(db: None) -> Person:
    return a_person("Host")


@pytest.fixture
def room(host: Person) -> Room:
    return actions.open_room(host, [a_track(host).pk, a_track(host).pk], 1, 0)


def told() -> list[str]:
    return list(News.objects.filter(kind="room").order_by("pk").values_list("topic", flat=True))


def test_everybody_in_a_room_is_told_where_it_goes(host: Person, room: Room) -> None:
    guest = a_person("Guest")
    actions.enter_room(guest, room.code)
    News.objects.all().delete()
    steered = actions.steer_room(host, room.code, Act.PAUSE)
    assert (steered.playing, steered.version) == (False, room.version + 1)
    assert told() == [f"person:{host.pk}", f"person:{guest.pk}"]
    assert [person.name for person in queries.seated_in(host.pk, room)] == ["Host", "Guest"]


def test_the_host_alone_steers_until_the_hand_is_shared(host: Person, room: Room) -> None:
    guest = a_person("Guest")
    actions.enter_room(guest, room.code)
    with pytest.raises(errors.NotYourHand):
        actions.steer_room(guest, room.code, Act.GO, at=0)
    with pytest.raises(errors.NotYourHand):
        actions.share_the_hand(guest, room.code, everybody=True)
    actions.share_the_hand(host, room.code, everybody=True)
    assert actions.steer_room(guest, room.code, Act.GO, at=0).at == 0


def test_who_does_not_sit_there_or_may_not_come_moves_nothing(host: Person, room: Room) -> None:
    stranger, blocked = a_person("Stranger"), a_person("Blocked")
    with pytest.raises(errors.NoSuchRoom):
        actions.steer_room(stranger, room.code, Act.PAUSE)
    people.block(host, blocked)
    for code in (room.code, "guessed"):
        with pytest.raises(errors.NoSuchRoom):
            actions.enter_room(blocked, code)


def test_whom_the_host_keeps_out_meanwhile_moves_nothing_more(host: Person, room: Room) -> None:
    guest = a_person("Guest")
    actions.enter_room(guest, room.code)
    actions.share_the_hand(host, room.code, everybody=True)
    people.block(host, guest)
    with pytest.raises(errors.NoSuchRoom):
        actions.steer_room(guest, room.code, Act.PAUSE)


def test_two_guests_who_keep_apart_do_not_see_each_other_there(host: Person, room: Room) -> None:
    one, other = a_person("One"), a_person("Other")
    for guest in (one, other):
        actions.enter_room(guest, room.code)
    people.block(one, other)
    assert [person.name for person in queries.seated_in(other.pk, room)] == ["Host", "Other"]
    assert [person.name for person in queries.seated_in(one.pk, room)] == ["Host", "One"]


def test_a_seat_nobody_was_heard_of_from_is_free_again(host: Person, room: Room) -> None:
    long_ago = clock.now() - actions.rooms.IDLE - timedelta(seconds=1)
    for number in range(MOST_PEOPLE - 1):
        Seat.objects.create(room=room, person=a_person(f"P{number}"), seen_at=long_ago)
    actions.enter_room(a_person("Late"), room.code)
    assert room.seats.count() == 2


def test_a_room_is_full_and_one_sits_in_one(host: Person, room: Room) -> None:
    now = clock.now()
    for number in range(MOST_PEOPLE - 1):
        Seat.objects.create(room=room, person=a_person(f"P{number}"), seen_at=now)
    late = a_person("Late")
    with pytest.raises(errors.RoomFull):
        actions.enter_room(late, room.code)
    other = actions.open_room(late, room.tracks, 0, 0)
    actions.enter_room(host, other.code)
    assert not Room.objects.filter(pk=room.pk).exists(), "its host has gone elsewhere"
    assert Seat.objects.get(person=host).room_id == other.pk


def test_a_room_ends_with_its_host_and_when_nobody_is_heard_of(host: Person, room: Room) -> None:
    guest = a_person("Guest")
    actions.enter_room(guest, room.code)
    actions.leave_room(guest, room.code)
    assert [person.pk for person in queries.seated_in(host.pk, room)] == [host.pk]
    with clock.at(clock.now() + timedelta(minutes=9)):
        actions.end_idle_rooms()
        assert Room.objects.exists()
        actions.note_presence(host, room)
    with clock.at(clock.now() + timedelta(minutes=18)):
        actions.end_idle_rooms()
        assert Room.objects.exists()
    with clock.at(clock.now() + timedelta(minutes=20)):
        actions.end_idle_rooms()
    assert not Room.objects.exists()
    again = actions.open_room(host, room.tracks, 0, 0)
    actions.leave_room(host, again.code)
    assert not Room.objects.exists()


def test_there_is_no_room_with_nothing_in_it(host: Person, settings: Any) -> None:
    for tracks in ([], [987654321]):
        with pytest.raises(errors.NothingToPlay):
            actions.open_room(host, tracks, 0, 0)
