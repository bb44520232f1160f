"""Music of one's own: what its maker signed, and whether it can be signed at all."""

from dataclasses import replace
from datetime import datetime

from akkord.music.errors import NotYours
from akkord.music.models import OwnMusic, Track
from akkord.rights import queries as rights
from akkord.rights.models import Ownership
from akkord.rights.rules import decisions_for_anybody
from akkord.rights.terms import Use, Why
from akkord.subscriptions import queries as subscriptions

from .gate import grounds_of, proven_words, track_by_number

MOST_LISTED = 100
UNKNOWN = frozenset({Why.UNMATCHED, Why.UNREVIEWED})


def own_track(person_id: int | None, number: int) -> Track:
    """A track the person sent in. Raises NoSuchTrack, NotYours."""
    track = track_by_number(number)
    if person_id is None or track.person_id != person_id:
        raise NotYours
    return track


def is_unknown(track: Track, at: datetime) -> bool:
    """Whether nobody knows the sound and nothing forbids it: only of that its maker can speak alone."""
    ((file, facts),) = grounds_of([track])
    models = subscriptions.models_on_offer(at)
    answers = decisions_for_anybody(replace(file, declared_as=None), facts, at, Use.PLAY, models)
    return all(reason.why in UNKNOWN for _where, answer in answers for reason in answer.reasons)


def own_music_of(track: Track) -> OwnMusic | None:
    """The declaration that stands for the track."""
    if track.upload_id is None:
        return None
    return OwnMusic.objects.filter(upload=track.upload_id, withdrawn_at=None).first()


def own_music_once(track: Track) -> list[OwnMusic]:
    """What was signed of it before and holds no more, newest first."""
    return list(OwnMusic.objects.filter(upload=track.upload_id, withdrawn_at__isnull=False).order_by("-pk"))


def own_music_by(person_id: int) -> dict[int, OwnMusic]:
    """track → what the person has signed of it and stands."""
    found = OwnMusic.objects.filter(person=person_id, withdrawn_at=None).select_related("upload__track")
    return {each.upload.track.pk: each for each in found}


def own_music_unproven() -> list[OwnMusic]:
    """What was signed, stands, and waits for somebody to see proof of it; the oldest first."""
    standing = OwnMusic.objects.filter(withdrawn_at=None).select_related("upload__track", "person")
    waiting = rights.declared_among(standing.values_list("recording", flat=True))
    return list(standing.filter(recording__in=list(waiting)).order_by("signed_at", "pk")[:MOST_LISTED])


def is_proven(own: OwnMusic) -> bool:
    """Whether the operator has seen proof of it that still stands."""
    return (own.recording_id, own.person_id) in rights.proven_of_members([own.recording_id])


def declared_of(own: OwnMusic) -> Ownership | None:
    """The ownership that stands by the signed word alone; none once it is proven: then its plays earn."""
    return rights.declared_among([own.recording_id]).get(own.recording_id)


def declared_by_another(track: Track) -> bool:
    """Whether another member has signed that this very file is theirs, or has proven it, even if they permit
    nothing of it any more: nobody signs away what its owner took back."""
    proven = proven_words({track.sound_id}).get(track.sound_id, {})
    same = OwnMusic.objects.filter(upload__sound=track.sound_id, withdrawn_at=None)
    return same.exclude(person=track.person_id).exists() or any(
        signer != track.person_id for signer in proven.values()
    )
