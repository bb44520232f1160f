"""What somebody sent in, to be handed back to them."""

from akkord.music.models import OwnMusic, Track
from akkord.rights.terms import Use

from .gate import standing_matches


def originals_of(person_id: int) -> list[Track]:
    """What a person sent in and has not taken away, their voice notes too, the oldest first."""
    theirs = Track.objects.filter(person_id=person_id, upload__isnull=False, withdrawn_at=None)
    return list(theirs.select_related("sound").order_by("pk"))


def use_handing_back(track: Track) -> Use:
    """As which use the law is asked for the file itself: keeping it.

    What its sender declared to be their own and nobody is heard in is asked for as they hear it: whoever
    permits the world listening alone has kept nothing from themselves (decision 54).
    """
    declared = OwnMusic.objects.filter(upload=track.upload_id, person=track.person_id).exists()
    theirs = declared and not standing_matches().filter(sound=track.sound_id).exists()
    return Use.PLAY if theirs else Use.DOWNLOAD
