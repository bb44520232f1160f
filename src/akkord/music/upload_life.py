"""The life of an upload, on one page: received → probed → heard → live, held or blocked.

packed     it is a ZIP: each sound in it becomes an upload of its own, and it ends as unpacked

received   every byte is safe under its hash
probed     the box decoded it: true length, format, tags, loudness, waveform, print
heard      the ear looked the print up among all references
decided    the law was asked; a silence that is the site's own conclusion has its line in the log
"""

from datetime import timedelta

from django.db import transaction

from akkord.flow import clock, jobs, outbox
from akkord.flow.lives import Life
from akkord.sound import box
from akkord.sound.models import Sound
from akkord.sound.tasks import render

from . import actions, queries, rules
from .models import Track, Upload
from .tasks import make_lists

ROOM_AGAIN = timedelta(minutes=10)


def unpack(upload: Upload) -> None:
    """packed → unpacked, or refused as a whole; what became of each entry stands in rows of its own.

    A portion a job, one ZIP of a person after the other, and none while the disk is nearly full.
    """
    if queries.is_zip_before(upload):
        return  # which goes on with this one when it ends
    if not actions.has_room():
        UPLOAD.again(upload, at=clock.now() + ROOM_AGAIN)
        return
    refused = actions.list_packed(upload)
    if not refused and not actions.take_packed(upload):
        UPLOAD.again(upload)
        return
    with transaction.atomic():
        if refused:
            UPLOAD.move(upload, "refused", refusal=f"zip_{refused}")
        else:
            UPLOAD.move(upload, "unpacked")
            _await_lists(upload)
        actions.tell(upload)
        if (waiting := queries.zip_after(upload)) is not None:
            UPLOAD.again(waiting)
    actions.forget_packed(upload)


def probe(upload: Upload) -> None:
    """received → probed, or refused with the box's reason."""
    sound = box.examine_sound(_sound(upload))
    if sound.state == Sound.State.REFUSED:
        with transaction.atomic():
            UPLOAD.move(upload, "refused", refusal=sound.refusal, refusal_detail=sound.refusal_detail)
            _await_lists(upload)
            actions.tell(upload)
        return
    if upload.spoken and (sound.seconds or 0.0) > rules.MOST_VOICE_SECONDS:
        with transaction.atomic():
            UPLOAD.move(upload, "refused", refusal="voice_too_long")
            actions.tell(upload)
        return
    title, artist = (upload.filename, "") if upload.spoken else rules.title_from(sound.tags, upload.filename)
    with transaction.atomic():
        UPLOAD.move(upload, "probed", title=upload.title or title, artist=upload.artist or artist)
        actions.tell(upload)


def listen(upload: Upload) -> None:
    """probed → heard."""
    actions.hear(_sound(upload))
    with transaction.atomic():
        UPLOAD.move(upload, "heard")
        actions.tell(upload)


def decide_first(upload: Upload) -> None:
    """heard → live, held or blocked; from here on it is a track, audible wherever `decide` says so.

    Whose uploads were suspended since it began to come publishes nothing: it is refused.
    """
    with transaction.atomic():
        if queries.stop_of(upload.person_id) is not None:
            UPLOAD.move(upload, "refused", refusal="suspended")
            _await_lists(upload)
            actions.tell(upload)
            return
        sound = _sound(upload)
        track, new = Track.objects.get_or_create(
            upload=upload,
            defaults={
                "title": upload.title,
                "artist": upload.artist,
                "sound": sound,
                "person_id": upload.person_id,
                "seconds": sound.seconds or 0.0,
                "made_at": clock.now(),
                "spoken": upload.spoken,
                **_names(upload, sound),
            },
        )
        state = actions.tell_decision(upload, track)
        UPLOAD.move(upload, state)
        _await_lists(upload)
        actions.tell(upload)
        if new and state == "live" and not upload.spoken:
            outbox.announce("track_out", track=track.pk)
        jobs.put(render, [sound.pk], {}, dedupe=f"render:{sound.pk}")


def _await_lists(upload: Upload) -> None:
    """It has ended: lists that wait for their sounds are looked at once this transaction stands."""
    if queries.lists_to_come(upload.person_id):
        jobs.put(make_lists, [upload.person_id], {}, dedupe=f"make_lists:{upload.person_id}")


def _names(upload: Upload, sound: Sound) -> dict[str, object]:
    """Under what the track is found with others; a voice note under nothing."""
    if upload.spoken:
        return {}
    return actions.names_of_upload(upload.person_id, upload.title, upload.artist, sound.tags)


def _sound(upload: Upload) -> Sound:
    assert upload.sound_id is not None  # since it was received
    return Sound.objects.get(pk=upload.sound_id)


UPLOAD = Life(
    name="upload",
    model="music.Upload",
    steps={"packed": unpack, "received": probe, "probed": listen, "heard": decide_first},
    ends=rules.ENDED,
)
