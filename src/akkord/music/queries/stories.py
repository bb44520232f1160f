"""Uploads as their senders see them: how far each life is, and why it ended as it did."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.flow.queries import living_workers
from akkord.music.errors import NoSuchUpload
from akkord.music.models import Match, Upload
from akkord.music.rules import Telling
from akkord.store.partials import partials

from .gate import track_of_upload, would_be_reviewed


@dataclass(frozen=True)
class MatchView:
    """What the ear found in an upload."""

    recording: int
    title: str
    artist: str
    owner: str
    isrc: str
    score: float
    speed: float
    segments: list[dict[str, float]]


@dataclass(frozen=True)
class UploadStory:
    """An upload's life so far, for its uploader."""

    id: uuid.UUID
    filename: str
    size: int
    received: int
    state: str
    title: str
    artist: str
    made_at: datetime
    refusal: str
    refusal_detail: str
    track: int | None
    seconds: float | None
    verdicts: Mapping[str, str]  # verdict word → territories
    telling: Telling | None
    entry: int | None
    until: datetime | None = None  # when a silence may end by itself
    lawful_use: str = ""  # as declared
    denied_at: datetime | None = None
    attested: bool = False
    spoken: bool = False  # a voice note
    taken_away: bool = False  # by who sent it in; it has no track any more
    matches: list[MatchView] = field(default_factory=list)


def upload_of(person_id: int, upload_id: uuid.UUID) -> Upload:
    """The gate of uploads: only their sender knows them."""
    try:
        return Upload.objects.select_related("sound", "entry").get(pk=upload_id, person_id=person_id)
    except Upload.DoesNotExist as missing:
        raise NoSuchUpload from missing


def upload_by_id(upload_id: uuid.UUID) -> Upload:
    """For jobs and callers that have asked who may see it. Raises NoSuchUpload."""
    found = Upload.objects.select_related("sound", "person", "track").filter(pk=upload_id).first()
    if found is None:
        raise NoSuchUpload
    return found


def upload_story(person_id: int, upload_id: uuid.UUID) -> UploadStory:
    return _story(upload_of(person_id, upload_id), with_matches=True)


def uploads_of(person_id: int, limit: int = 200, before: uuid.UUID | None = None) -> list[UploadStory]:
    """A person's uploads, newest first; those older than the upload `before` of theirs."""
    theirs = sent_in_by(person_id)
    mark = theirs.filter(pk=before).first() if before is not None else None
    if mark is not None:
        theirs = theirs.filter(Q(made_at__lt=mark.made_at) | Q(made_at=mark.made_at, pk__lt=mark.pk))
    return stories(theirs[:limit])


def unfinished_of(person_id: int) -> list[UploadStory]:
    """Uploads whose last byte has not come, newest first."""
    return stories(sent_in_by(person_id).filter(state="arriving"))


def sent_in_by(person_id: int) -> QuerySet[Upload]:
    """A person's uploads but their voice notes, newest first, with what their stories need."""
    mine = Upload.objects.filter(person_id=person_id, spoken=False).select_related("sound", "entry", "track")
    return mine.order_by("-made_at", "-pk")


def sounds_sent_in_by(person_id: int) -> QuerySet[Upload, int | None]:
    """The different files behind what a person sent in."""
    return Upload.objects.filter(person_id=person_id, sound__isnull=False).values_list("sound_id", flat=True)


def stories(uploads: Iterable[Upload]) -> list[UploadStory]:
    """For lists: without what each was matched with."""
    return [_story(upload, with_matches=False) for upload in uploads]


def _story(upload: Upload, *, with_matches: bool) -> UploadStory:
    track = getattr(upload, "track", None)
    taken_away = track is not None and track.withdrawn_at is not None
    told = upload.told
    return UploadStory(
        id=upload.pk,
        filename=upload.filename,
        size=upload.size,
        received=upload.size if upload.received_at else _received(upload),
        state=upload.state,
        title=track.title if track else upload.title,
        artist=track.artist if track else upload.artist,
        made_at=upload.made_at,
        refusal=upload.refusal,
        refusal_detail=upload.refusal_detail,
        track=track.pk if track and not taken_away else None,
        seconds=upload.sound.seconds if upload.sound else None,
        verdicts=told.get("verdicts", {}),
        telling=Telling(**told["telling"]) if told.get("telling") else None,
        entry=upload.entry.number if upload.entry else None,
        until=datetime.fromisoformat(told["until"]) if told.get("until") else None,
        lawful_use=upload.lawful_use,
        denied_at=upload.denied_at,
        attested=upload.attested_at is not None,
        spoken=upload.spoken,
        taken_away=taken_away,
        matches=matches_of(upload.sound_id) if with_matches else [],
    )


def may_declare(upload: Upload) -> bool:
    """Whether its sender may still declare a lawful use, and it would put a refusal before a person."""
    if upload.lawful_use or upload.denied_at or upload.told.get("telling") is None:
        return False
    track = track_of_upload(upload.pk)
    return track is not None and would_be_reviewed(track, clock.now())


def denials_of(person_id: int) -> list[datetime]:
    """When uses the person declared were found not to be lawful."""
    denied = Upload.objects.filter(person_id=person_id, denied_at__isnull=False)
    return list(denied.values_list("denied_at", flat=True))  # type: ignore[arg-type]


def _received(upload: Upload) -> int:
    return min(upload.size, partials().size(upload.pk))


def matches_of(sound_id: int | None) -> list[MatchView]:
    """What the ear found in a sound, best first."""
    if sound_id is None:
        return []
    matches = list(Match.objects.filter(sound_id=sound_id).order_by("-score"))
    recordings = catalogue.recordings_by_ids({m.recording_id for m in matches})
    return [
        MatchView(
            recording=m.recording_id,
            title=recordings[m.recording_id].title,
            artist=recordings[m.recording_id].artist,
            owner=recordings[m.recording_id].organisation.name,
            isrc=recordings[m.recording_id].isrc or "",
            score=m.score,
            speed=m.speed,
            segments=m.segments,
        )
        for m in matches
    ]


def why_uploads_are_closed() -> str:
    """The box's own words when no living worker could prove it; empty when uploads are open."""
    beats = living_workers()
    if beats and all(beat.box == "refused" for beat in beats):
        return beats[0].box_detail
    return ""


def complete_but_arriving() -> list[Upload]:
    """Uploads with all their bytes on disk that still say they are arriving."""
    arriving = Upload.objects.filter(state="arriving")
    return [upload for upload in arriving if partials().size(upload.pk) == upload.size]
