"""Where a recording or an asked file is on the site: tracks with their stretches, senders and verdicts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NoSuchRecording
from akkord.flow import clock
from akkord.music import queries as music
from akkord.people import queries as people
from akkord.rights import queries as rights
from akkord.sound import ear
from akkord.sound.models import Sound

from .models import Inquiry

if TYPE_CHECKING:
    from akkord.catalogue.models import Recording
    from akkord.music.models import Match, Track
    from akkord.people.models import Person

MOST_SOUNDS = 100


@dataclass(frozen=True)
class Alike:
    """A sound of the site and how it is like what was asked for; f is in it, r in what was asked for."""

    key: int  # of the match, or the place in an inquiry's answer
    sound: int
    score: float
    speed: float
    pitch: float
    p_false: float | None
    segments: list[dict[str, float]]


@dataclass(frozen=True)
class Place:
    """A track that holds it: who sent it in, and what the law says of it in the world now."""

    alike: Alike
    track: "Track"
    sender: "Person | None"
    verdicts: list[tuple[str, str]]  # verdict, territories

    @property
    def seconds(self) -> float:
        """How much of the track is what was asked for; what several segments hold counts once."""
        heard, end = 0.0, 0.0
        for f0, f1 in sorted((segment["f0"], segment["f1"]) for segment in self.alike.segments):
            heard += max(0.0, f1 - max(f0, end))
            end = max(end, f1)
        return heard


def recording_for(organisation_id: int, number: int) -> "Recording":
    """One of the catalogue, or one the organisation owns a share of. Raises NoSuchRecording."""
    found = catalogue.recording_by_number(number)
    owned = rights.recordings_owned_by(organisation_id)
    if found.organisation_id != organisation_id and number not in owned:
        raise NoSuchRecording(number)
    return found


def places_of_recording(recording_id: int, most: int = MOST_SOUNDS) -> list[Place]:
    """Members' tracks the ear found the recording in, best first; of so many sounds."""
    matches = music.standing_matches().filter(recording_id=recording_id)
    found = matches.order_by("-score", "pk")[:most]
    return _places(Alike(m.pk, m.sound_id, m.score, m.speed, m.pitch, m.p_false, m.segments) for m in found)


def places_of_inquiry(inquiry: Inquiry) -> list[Place]:
    """Tracks that hold the file, sent in or delivered, best first."""
    found = [Alike(key, **said) for key, said in enumerate(inquiry.found)]
    return _places(sorted(found, key=lambda alike: -alike.score))


def _places(found: Iterable[Alike]) -> list[Place]:
    by_sound: dict[int, Alike] = {}
    for alike in found:
        by_sound.setdefault(alike.sound, alike)
    tracks = list(music.standing_tracks().filter(sound_id__in=by_sound).order_by("pk"))
    senders = people.people_by_numbers({t.person_id for t in tracks if t.person_id})
    world = music.decide_worldwide_many(tracks, clock.now())
    ordered: list[Place] = []
    for track in tracks:
        said = [(v.name, str(where)) for v, where in sorted(world[track.pk].by_verdict.items()) if where]
        ordered.append(Place(by_sound[track.sound_id], track, senders.get(track.person_id or 0), said))
    rank = {sound: place for place, sound in enumerate(by_sound)}
    return sorted(ordered, key=lambda place: (rank[place.track.sound_id], place.track.pk))


def match_with(recording_id: int, number: int) -> "Match | None":
    """A standing match of the recording with a track's sound, for its picture; a voice note is shown to
    nobody but those of its conversation, whatever number is tried."""
    found = music.standing_matches().filter(pk=number, recording_id=recording_id)
    return found.filter(sound__in=music.standing_tracks().values("sound")).select_related("sound").first()


def contested_matches(organisation_id: int, sound_id: int) -> list["Match"]:
    """What the ear found of the organisation's repertoire in a contested sound, taken back or not."""
    theirs = {*catalogue.recording_numbers_of(organisation_id), *rights.recordings_owned_by(organisation_id)}
    found = music.standing_matches().filter(sound_id=sound_id).select_related("sound", "recording")
    return [match for match in found.order_by("-score") if match.recording_id in theirs]


def draw_inquiry(inquiry: Inquiry, key: int) -> str:
    """The picture of one of an inquiry's findings, while a track has it: a voice note is shown to nobody but
    those of its conversation. Raises LookupError when there is none."""
    from earprint.prints import Print

    said: dict[str, Any] = inquiry.found[key]
    sound = Sound.objects.filter(pk=said["sound"]).first()
    if sound is None or not music.standing_tracks().filter(sound=sound).exists():
        raise ear.NoPrint(key)
    asked = Print.from_bytes(bytes(inquiry.print))
    return music.draw_alignment(ear.print_of(sound), asked, said["segments"], said["pitch"], inquiry.filename)
