"""Pictures of matches: two stored prints drawn over each other, with words in the reader's language."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from akkord.catalogue import queries as catalogue
from akkord.music.errors import NoSuchUpload
from akkord.music.models import Match
from akkord.sound import ear

from .stories import upload_of

if TYPE_CHECKING:
    from earprint.picture import Words
    from earprint.prints import Print


def draw_alignment(
    file: "Print", reference: "Print", segments: list[Mapping[str, float]], pitch: float, title: str
) -> str:
    """SVG of the longest stretch the two have in common."""
    from earprint.matches import Segment
    from earprint.picture import aligned

    longest = max(segments, key=lambda s: s["r1"] - s["r0"])
    segment = Segment(longest["f0"], longest["f1"], longest["r0"], longest["r1"], 0.0)
    return aligned(file, reference, segment, pitch, title=title, words=picture_words(), standalone=True)


def draw_upload_match(person_id: int, upload_id: uuid.UUID, recording_id: int) -> str:
    """What was recognised in somebody's own upload. Raises NoSuchUpload."""
    upload = upload_of(person_id, upload_id)
    match = Match.objects.filter(sound=upload.sound_id, recording=recording_id).first()
    if match is None or upload.sound is None:
        raise NoSuchUpload
    return draw_match(match)


def draw_match(match: Match) -> str:
    """A match the ear wrote down. Raises NoPrint."""
    recording = catalogue.recordings_by_ids({match.recording_id})[match.recording_id]
    if recording.sound is None or not match.segments:
        raise ear.NoPrint(match.recording_id)
    file, known = ear.print_of(match.sound), ear.print_of(recording.sound)
    return draw_alignment(file, known, match.segments, match.pitch, str(recording))


def picture_words() -> "Words":
    from earprint.picture import Words

    return Words(
        title=_("Two prints over each other"),
        agreeing=_("agree: {count}"),
        file=_("only in the file: {count}"),
        reference=_("only in the recording: {count}"),
        time=_("time in the recording"),
        file_time=_("time in the file"),
        hertz=_("Hz"),
        said=_(
            "Peaks of both between {r0} and {r1} of the recording, {f0} and {f1} of the file. "
            "Of {of} peaks of the file {count} fall on one of the recording ({percent} %)."
        ),
    )
