"""Listening together: a room is opened with one's queue, entered by its address, steered, and left."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from akkord.flow import clock, outbox
from akkord.music import errors, queries
from akkord.music.models import Room, Seat
from akkord.music.rules.rooms import MOST_PEOPLE, MOST_TRACKS, Act, Place, moved
from akkord.people.models import Person

IDLE = timedelta(minutes=10)  # after which a room nobody is heard of in ends, and a seat is free again


@transaction.atomic
def open_room(host: Person, track_ids: Sequence[int], at: int, ms: int) -> Room:
    """A room that plays these tracks, from a place of one of them on; the host sits in it and in no other.

    Raises NothingToPlay.
    """
    songs = queries.songs_by_numbers(track_ids[:MOST_TRACKS])
    numbers = [number for number in track_ids[:MOST_TRACKS] if number in songs]
    if not numbers:
        raise errors.NothingToPlay
    end_rooms_of(host)
    now, lengths = clock.now(), [max(1, round(songs[number].seconds * 1000)) for number in numbers]
    here = moved(lengths, Place(0, 0, playing=True), Act.GO, at, 0)
    room = Room.objects.create(
        code=secrets.token_urlsafe(12),
        host=host,
        tracks=numbers,
        lengths=lengths,
        at=here.at,
        ms=min(max(ms, 0), lengths[here.at]),
        moved_at=now,
        seen_at=now,
    )
    Seat.objects.update_or_create(person=host, defaults={"room": room, "seen_at": now})
    return room


@transaction.atomic
def enter_room(person: Person, code: str) -> Room:
    """Sit down in a room, and in no other. Raises NoSuchRoom, RoomFull."""
    found = queries.room_for(person.pk, code)
    room = Room.objects.select_for_update().get(pk=found.pk)
    others = room.seats.exclude(person=person)
    others.exclude(person=room.host_id).filter(seen_at__lt=clock.now() - IDLE).delete()
    if others.count() >= MOST_PEOPLE:
        raise errors.RoomFull
    _end(Room.objects.filter(host=person).exclude(pk=room.pk))
    Seat.objects.update_or_create(person=person, defaults={"room": room, "seen_at": clock.now()})
    _tell(room)
    return room


@transaction.atomic
def steer_room(person: Person, code: str, act: Act, at: int = 0, ms: int = 0) -> Room:
    """Play, pause, seek, or go to a track, for everybody in the room. Raises NoSuchRoom, NotYourHand."""
    room = Room.objects.select_for_update().get(pk=_seated(person, code).pk)
    if person.pk != room.host_id and not room.everybody_steers:
        raise errors.NotYourHand
    now = clock.now()
    here = moved(room.lengths, queries.place_of(room, now), act, at, ms)
    room.at, room.ms, room.playing, room.moved_at = here.at, here.ms, here.playing, now
    room.version += 1
    room.save(update_fields=["at", "ms", "playing", "moved_at", "version"])
    _tell(room)
    return room


@transaction.atomic
def share_the_hand(host: Person, code: str, *, everybody: bool) -> None:
    """Whether everybody steers, or the host alone. Raises NoSuchRoom, NotYourHand."""
    room = _seated(host, code)
    if room.host_id != host.pk:
        raise errors.NotYourHand
    Room.objects.filter(pk=room.pk).update(everybody_steers=everybody, version=F("version") + 1)
    _tell(room)


def note_presence(person: Person, room: Room) -> None:
    """Somebody in the room is heard of."""
    now = clock.now()
    Seat.objects.filter(person=person, room=room).update(seen_at=now)
    Room.objects.filter(pk=room.pk).update(seen_at=now)


@transaction.atomic
def leave_room(person: Person, code: str) -> None:
    """Get up; with its host a room ends."""
    room = Room.objects.filter(code=code, seats__person=person).first()
    if room is None:
        return
    if room.host_id == person.pk:
        _end([room])
    else:
        Seat.objects.filter(person=person).delete()
        _tell(room)


def end_rooms_of(host: Person) -> None:
    """Those one is the host of."""
    _end(Room.objects.filter(host=host))


@transaction.atomic
def end_idle_rooms() -> None:
    """Nobody in them was heard of for a while."""
    _end(Room.objects.filter(seen_at__lt=clock.now() - IDLE))


def _end(rooms: Iterable[Room]) -> None:
    for room in rooms:
        _tell(room)
        room.delete()


def _seated(person: Person, code: str) -> Room:
    """A room one sits in, and may still enter. Raises NoSuchRoom."""
    room = queries.room_for(person.pk, code)
    if not queries.sits_in(person.pk, room):
        raise errors.NoSuchRoom
    return room


def _tell(room: Room) -> None:
    """Everybody who sits there looks at it again."""
    for person in room.seats.values_list("person_id", flat=True):
        outbox.tell(f"person:{person}", "room", code=room.code)
