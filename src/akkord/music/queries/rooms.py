"""Rooms that listen together: who may enter one, where it is now, who sits there."""

from datetime import datetime, timedelta

from akkord.flow import clock
from akkord.music.errors import NoSuchRoom
from akkord.music.models import Room
from akkord.music.rules.rooms import Place, place_after
from akkord.people import queries as people
from akkord.people.models import Person

AWAY = timedelta(seconds=45)  # after which somebody who was not heard of is shown no more


def room_for(person_id: int, code: str) -> Room:
    """A room one was given the address of: whoever is signed in enters it, but for those between whom and its
    host there is a black list. Raises NoSuchRoom."""
    room = Room.objects.filter(code=code, host__in=people.visible_people()).select_related("host").first()
    if room is None or people.blocked_among(person_id, [room.host_id]):
        raise NoSuchRoom
    return room


def place_of(room: Room, at: datetime) -> Place:
    """Where the room is at a moment."""
    passed = round((at - room.moved_at).total_seconds() * 1000)
    return place_after(room.lengths, Place(room.at, room.ms, room.playing), passed)


def seated_in(viewer_id: int, room: Room) -> list[Person]:
    """Who sits there and was heard of lately, the host first; but for those between whom and the viewer there
    is a black list."""
    seats = room.seats.filter(seen_at__gt=clock.now() - AWAY).select_related("person").order_by("pk")
    there = [seat.person for seat in seats]
    apart = people.blocked_among(viewer_id, [person.pk for person in there])
    shown = (person for person in there if person.pk not in apart)
    return sorted(shown, key=lambda person: person.pk != room.host_id)


def sits_in(person_id: int, room: Room) -> bool:
    return room.seats.filter(person_id=person_id).exists()
