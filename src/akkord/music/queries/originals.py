"""What somebody sent in, to be handed back to them."""

from django.db.models import Count, QuerySet, Sum

from akkord.music.models import OwnMusic, Track
from akkord.rights.terms import Use

from .gate import standing_matches


def originals_of(person_id: int) -> list[Track]:
    """What a person sent in and has not taken away, their voice notes too, the oldest first."""
    return list(_standing(person_id).select_related("sound", "upload").order_by("pk"))


def weight_of_originals(person_id: int) -> tuple[int, int]:
    """How many of them there are, and bytes of all their files."""
    told = _standing(person_id).aggregate(files=Count("pk"), weight=Sum("sound__size", default=0))
    return told["files"], told["weight"]


def _standing(person_id: int) -> QuerySet[Track]:
    return Track.objects.filter(person_id=person_id, upload__isnull=False, withdrawn_at=None)


def use_handing_back(track: Track) -> Use:
    """As which use the law is asked for the file itself: keeping it.

    What its sender declared to be their own and nobody is heard in is asked for as they hear it: whoever
    permits the world listening alone has kept nothing from themselves (decision 54).
    """
    declared = OwnMusic.objects.filter(upload=track.upload_id, person=track.person_id).exists()
    theirs = declared and not standing_matches().filter(sound=track.sound_id).exists()
    return Use.PLAY if theirs else Use.DOWNLOAD
