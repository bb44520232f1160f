"""Tracks: published, named, withdrawn by who sent them in, kept in somebody's music."""

import uuid

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.music import errors, queries, rules
from akkord.music.models import (
    ArtistClaim,
    Bookmark,
    ComingList,
    Kept,
    MusicOrder,
    Opinion,
    PackedEntry,
    Playlist,
    PlaylistEditor,
    PlaylistEntry,
    PlayQueue,
    Room,
    Scrobbler,
    Seat,
    Share,
    TagChange,
    Track,
)
from akkord.people.models import Person
from akkord.rights import actions as rights_actions
from akkord.sound.leaving import let_go_of
from akkord.sound.printed import is_print_alone

from .naming import names_of_recording
from .tagging import edit_tags


def publish_delivered(recording_id: int) -> Track | None:
    """A delivered recording becomes a track members can play where its label allows. Twice is once.

    None when its print alone was delivered: nobody can play that.
    """
    recording = queries.delivered_recording(recording_id)
    if is_print_alone(recording.sound):
        return None
    fields: dict[str, object] = {
        "title": recording.title,
        "artist": recording.artist,
        "sound_id": recording.sound_id,
        "seconds": (recording.sound and recording.sound.seconds) or 0.0,
    }
    with transaction.atomic():
        fields |= names_of_recording(recording)
        track, new = Track.objects.get_or_create(
            recording_id=recording_id, defaults=fields | {"made_at": clock.now()}
        )
        if new:
            outbox.announce("track_out", track=track.pk)
        else:
            Track.objects.filter(pk=track.pk).update(**fields)
            track.refresh_from_db()
    return track


def retitle(person: Person, track: Track, title: str, artist: str) -> None:
    """Its uploader names a track."""
    _must_be_theirs(person, track)
    said = {"title": rules.tidy_words(title, 200) or "—", "artist": rules.tidy_words(artist, 200)}
    edit_tags(person, [track.pk], said, frozenset() if said["artist"] else frozenset({"artist"}))


def withdraw_track(person: Person, track: Track) -> None:
    """Its uploader takes a track away: their own act, no restriction. Open streams stop."""
    _must_be_theirs(person, track)
    with transaction.atomic():
        Track.objects.filter(pk=track.pk, withdrawn_at=None).update(withdrawn_at=clock.now())
        rights_actions.note_change()
        for kind in ("audio", "lyrics"):
            outbox.announce("words_changed", kind=kind, number=track.pk)


@transaction.atomic
def take_voice_back(upload_id: uuid.UUID) -> None:
    """A voice note that no conversation carries any more, or that its sender takes away. Where it still
    stands it is drawn anew. Twice is once."""
    if Track.objects.filter(upload=upload_id, spoken=True, withdrawn_at=None).update(
        withdrawn_at=clock.now()
    ):
        rights_actions.note_change()
        outbox.announce("voice_told", upload=str(upload_id))


_MADE = (
    Kept, MusicOrder, Opinion, Playlist, PlaylistEditor, PlayQueue, Bookmark, Scrobbler, Share, ArtistClaim,
    TagChange, Seat, ComingList,
)  # fmt: skip


@transaction.atomic
def forget_listener(person_id: int) -> None:
    """Withdraw what a person sent in and forget what they made of music; part of their leaving for good."""
    for made in _MADE:
        made.objects.filter(person_id=person_id).delete()
    Room.objects.filter(host_id=person_id).delete()
    PackedEntry.objects.filter(packed__person=person_id).exclude(name="").update(name="")
    PlaylistEntry.objects.filter(put_by=person_id).update(put_by=None)
    if Track.objects.filter(person_id=person_id, withdrawn_at=None).update(withdrawn_at=clock.now()):
        rights_actions.note_change()
    outbox.announce("files_left", names=let_go_of(queries.sounds_only_of(person_id)))


def _must_be_theirs(person: Person, track: Track) -> None:
    if track.person_id != person.pk:
        raise errors.NotYours


def keep(person: Person, track_id: int) -> None:
    """Add a track to one's music, by reference."""
    track = queries.track_by_number(track_id)
    Kept.objects.get_or_create(person=person, track=track, defaults={"since": clock.now()})


def unkeep(person: Person, track_id: int) -> None:
    Kept.objects.filter(person=person, track_id=track_id).delete()
