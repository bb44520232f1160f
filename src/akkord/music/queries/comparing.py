"""Both sides of a match to compare: what may be heard of the file and of each recording found in it."""

from dataclasses import dataclass

from django.core import signing

from akkord.music import rules
from akkord.music.models import Track
from akkord.music.rules import Listener
from akkord.rights.terms import Use

from .gate import decide_for, standing_tracks
from .office import as_staff, staff_address
from .stories import MatchView, matches_of


@dataclass(frozen=True)
class Side:
    """One sound as this listener may hear it: its address, or in a word why there is none."""

    address: str
    why: str = ""  # blocked or preparing


@dataclass(frozen=True)
class Compared:
    """A recording found in a file, with both sides; the recording's is None while it is not published."""

    match: MatchView
    file: Side
    reference: Side | None


def compare(listener: Listener, track: Track, *, staff: bool = False) -> list[Compared]:
    """What was found in the track, best first, each side as the law lets this listener hear it now.

    Whoever opens an address is asked again. With `staff` they are asked as the site's own rights office.
    A constant number of queries.
    """
    found = matches_of(track.sound_id)
    numbers = [match.recording for match in found]
    references = {t.recording_id: t for t in standing_tracks().filter(recording_id__in=numbers)}
    asking = as_staff(listener) if staff else listener
    decided = decide_for(asking, [track, *references.values()])

    def side(of: Track) -> Side:
        if not decided[of.pk].audible:
            return Side("", "blocked")
        if not of.sound.rendition:
            return Side("", "preparing")
        return Side(staff_address(of.pk, listener) if staff else address(listener, of.pk))

    mine = side(track)
    return [
        Compared(match, mine, side(references[match.recording]) if match.recording in references else None)
        for match in found
    ]


def address(listener: Listener, track_id: int) -> str:
    """Where a listener hears a part of a track to compare it; decided at every request, no play."""
    said = {"t": track_id, "w": listener.person_id, "u": Use.PLAY.value}
    return f"/stream/{signing.dumps(said, salt=rules.STREAM_SALT, compress=True)}"
