"""Sending in: a file is announced, comes in pieces, and is received once every byte is safe."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from akkord.flow import clock, lives
from akkord.music import errors, queries, rules
from akkord.music.models import Upload
from akkord.music.rules import zips
from akkord.people.models import Person
from akkord.sound.box import sound_of_file
from akkord.store.files import files
from akkord.store.partials import partials

from .telling import tell

UNFINISHED_KEPT = timedelta(days=3)
# What is still being written to is younger; what a kill left behind may go.
LEFT_BEHIND = timedelta(minutes=30)
VOICE_NAME = "Voice note"  # what it is called where its sender has named nothing


@transaction.atomic
def begin_upload(
    person: Person,
    filename: str,
    size: int,
    *,
    title: str = "",
    artist: str = "",
    lawful_use: str = "",
    lawful_why: str = "",
    attested: bool = False,
    unpacked: bool = False,
    spoken: bool = False,
) -> Upload:
    """Announce a file that is about to come in pieces; `unpacked`: it comes out of a ZIP, one after another,
    `spoken`: it is a voice note. Raises TooLarge, EmptyFile, UnknownLawfulUse, TooManyUnfinished,
    UploadsClosed, UploadsSuspended."""
    if size <= 0:
        raise errors.EmptyFile
    if size > settings.MOST_UPLOAD_BYTES:
        raise errors.TooLarge
    if lawful_use not in rules.LAWFUL_USES:
        raise errors.UnknownLawfulUse
    queries.check_may_send(person.pk)
    if queries.why_uploads_are_closed():
        raise errors.UploadsClosed
    moment = clock.now()
    unfinished = Upload.objects.filter(person=person, state="arriving", expires_at__gt=moment)
    if not unpacked and unfinished.count() >= rules.MOST_UNFINISHED:
        raise errors.TooManyUnfinished
    return Upload.objects.create(
        person=person,
        filename=rules.tidy_name(filename),
        size=size,
        title=rules.tidy_words(title, 200),
        artist=rules.tidy_words(artist, 200),
        lawful_use=lawful_use,
        lawful_why=rules.tidy_words(lawful_why, 1000) if lawful_use else "",
        attested_at=moment if attested else None,
        spoken=spoken,
        made_at=moment,
        expires_at=moment + UNFINISHED_KEPT,
    )


def append_bytes(upload: Upload, offset: int, pieces: Iterator[bytes]) -> int:
    """Add pieces at `offset`; the new offset. What came before a cut is kept.

    The last byte moves the life on. Raises UploadComplete, UploadsSuspended (what came stays for its three
    days); of store.partials OffsetMismatch, TooMuch, Busy.
    """
    if upload.state != "arriving":
        raise errors.UploadComplete
    queries.check_may_send(upload.person_id)
    try:
        size = partials().append(upload.pk, offset, pieces, upload.size)
    finally:
        if partials().size(upload.pk) == upload.size:
            receive(upload)
    return size


def receive(upload: Upload) -> None:
    """Every byte is here: keep the file under its hash and begin the life. Twice is once.

    The partial stays until the row has said so; a kill between the two is made good by
    `tasks.finish_received`.
    """
    try:
        if not upload.spoken and zips.is_zip(partials().first(upload.pk, 4)):
            return _receive_zip(upload)
        kept = files().keep_link(partials().path(upload.pk))
    except FileNotFoundError:  # another receiver was quicker and has cleared the partial
        return
    sound = sound_of_file(kept.sha256, kept.size)
    with transaction.atomic():
        moved = Upload.objects.filter(pk=upload.pk, state="arriving").update(
            state="received", sound=sound, received_at=clock.now(), expires_at=None
        )
        if moved:
            upload.refresh_from_db()
            lives.begin("upload", upload)
            tell(upload)
    partials().drop(upload.pk)


def _receive_zip(upload: Upload) -> None:
    """It is no sound but holds some: it stays where it came until it is unpacked (see packed). One more than
    may wait is refused as a whole."""
    if queries.zips_waiting(upload.person_id) >= zips.MOST_WAITING:
        return _refuse_zip(upload)
    with transaction.atomic():
        moved = Upload.objects.filter(pk=upload.pk, state="arriving").update(
            state="packed", received_at=clock.now(), expires_at=None
        )
        if moved:
            upload.refresh_from_db()
            lives.begin("upload", upload)
            tell(upload)


def _refuse_zip(upload: Upload) -> None:
    with transaction.atomic():
        moved = Upload.objects.filter(pk=upload.pk, state="arriving").update(
            state="refused", refusal="zip_waiting", received_at=clock.now(), expires_at=None
        )
        if moved:
            upload.refresh_from_db()
            tell(upload)
    partials().drop(upload.pk)


def receive_whole(
    person: Person,
    filename: str,
    size: int,
    pieces: Iterator[bytes],
    *,
    title: str = "",
    artist: str = "",
    lawful_use: str = "",
    lawful_why: str = "",
    attested: bool = False,
) -> Upload:
    """Take a file that comes in one request (a form without script, the API). Raises as begin_upload."""
    upload = begin_upload(
        person,
        filename,
        size,
        title=title,
        artist=artist,
        lawful_use=lawful_use,
        lawful_why=lawful_why,
        attested=attested,
    )
    append_bytes(upload, 0, pieces)
    upload.refresh_from_db()
    return upload


def receive_voice(person: Person, size: int, pieces: Iterator[bytes]) -> Upload:
    """Take a voice note. Where a person has to hear what nobody knows, none is taken: the staff listens to no
    conversations.

    Raises VoiceTooLarge, VoiceNotesClosed, TooManyVoices, and as begin_upload.
    """
    if size > rules.MOST_VOICE_BYTES:
        raise errors.VoiceTooLarge
    if queries.why_voices_are_closed():
        raise errors.VoiceNotesClosed
    lately = Upload.objects.filter(person=person, spoken=True, made_at__gt=clock.now() - timedelta(hours=1))
    if lately.count() >= rules.VOICES_AN_HOUR:
        raise errors.TooManyVoices
    upload = begin_upload(person, VOICE_NAME, size, title=VOICE_NAME, spoken=True)
    append_bytes(upload, 0, pieces)
    upload.refresh_from_db()
    return upload


def abandon_upload(person: Person, upload_id: uuid.UUID) -> None:
    """Its sender gives up an unfinished upload."""
    upload = queries.upload_of(person.pk, upload_id)
    if not Upload.objects.filter(pk=upload.pk, state="arriving").delete()[0]:
        raise errors.UploadComplete
    partials().drop(upload.pk)


def forget_expired() -> int:
    """Clear uploads nobody finished, and pieces that a kill left without an upload."""
    expired = list(Upload.objects.filter(state="arriving", expires_at__lt=clock.now()))
    for upload in expired:
        if Upload.objects.filter(pk=upload.pk, state="arriving").delete()[0]:
            partials().drop(upload.pk)
    arriving = set(Upload.objects.filter(state__in=("arriving", "packed")).values_list("pk", flat=True))
    partials().sweep(arriving, older_than=LEFT_BEHIND)
    files().sweep(older_than=LEFT_BEHIND)
    return len(expired)
