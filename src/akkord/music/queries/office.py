"""What the rights office hears: both sides of a match, also where members do not hear them yet."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.core import signing

from akkord.catalogue import queries as catalogue
from akkord.catalogue.roles import Duty
from akkord.music import rules
from akkord.music.models import Track
from akkord.music.rules import Listener, Reach
from akkord.people import queries as people
from akkord.rights import queries as rights
from akkord.rights import territories
from akkord.rights.terms import Use

from .gate import standing_matches

STAFF = 0  # no organisation: the site itself, whose staff decides about declared uses and complaints


def as_office(listener: Listener, organisation_id: int, recordings: Iterable[int], at: datetime) -> Listener:
    """The listener as the organisation's office, if that is what they are for these recordings, or for
    others with the same sound."""
    if listener.person_id is None:
        return listener
    if organisation_id == STAFF:
        return as_staff(listener)
    proven = rights.proven_there(organisation_id, rights.alike(recordings), at, listener.territory)
    ways = catalogue.ways_to_act(listener.person_id, [organisation_id], at, Duty.READ)
    acting = ways.get(organisation_id, [])
    reaches = [Reach(territories.parse(way.territory), way.recordings) for way in acting]
    return replace(listener, office=rules.hears_as_office(listener.territory, proven, reaches))


def as_staff(listener: Listener) -> Listener:
    """The listener as the site's own rights office, if they are of its staff at this moment."""
    return replace(listener, office=people.is_operator(listener.person_id))


def staff_address(track_id: int, listener: Listener) -> str:
    """Where one of the staff hears what they decide about; asked at every request, never a play."""
    return office_address(listener.person_id or 0, STAFF, track_id)


def recordings_in(track: Track) -> set[int]:
    """What the track is by delivery, or what the ear found in it."""
    if track.recording_id is not None:
        return {track.recording_id}
    return set(standing_matches().filter(sound_id=track.sound_id).values_list("recording_id", flat=True))


def office_address(person_id: int, organisation_id: int, track_id: int) -> str:
    """Where the organisation's office hears a track; decided at every request, never counted as a play."""
    said = {"t": track_id, "w": person_id, "u": Use.PLAY.value, "o": organisation_id}
    return f"/stream/{signing.dumps(said, salt=rules.STREAM_SALT, compress=True)}"
