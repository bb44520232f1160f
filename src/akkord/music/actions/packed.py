"""A ZIP of music is unpacked: each sound in it takes the road of every upload, by itself.

Nothing is unpacked before the directory was weighed (rules.zips), no entry further than it says, and no name
in it is a path here. Each entry's outcome is written as soon as it is known, so that a worker that died goes
on where it was.
"""

import errno
import hashlib
import shutil
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.conf import settings
from django.db import transaction

from akkord.music import errors, queries
from akkord.music.models import PackedEntry, Upload
from akkord.music.rules import m3u, zips
from akkord.music.rules.zips import Kind, Outcome, Why
from akkord.store.partials import partials

from .coming import note_list
from .sending import abandon_upload, append_bytes, begin_upload

PIECE = 256 * 1024
TAIL = 22 + 65_535  # the end of the directory with its longest comment, APPNOTE.TXT 4.3.16
END = b"PK\x05\x06"
END_64_LOCATOR = b"PK\x06\x07"
MOST_DIRECTORY = 4 * 1024 * 1024  # bytes; it is read as a whole
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
PORTION = 200 * 1024 * 1024  # bytes that are unpacked in one job: others' uploads come between


def list_packed(upload: Upload) -> Why | None:
    """Write a row for each entry of the ZIP, or say why it is not unpacked at all. Twice is once."""
    path = partials().path(upload.pk)
    try:
        with _reading():
            if not _directory_fits(path):
                return Why.TOO_MANY
            with ZipFile(path) as zipped:
                listed = [_entry(info) for info in zipped.infolist()]
    except (*_BROKEN, FileNotFoundError):
        return Why.NOT_WHOLE
    if (why := zips.why_not_opened(listed)) is not None:
        return why
    rows = [
        PackedEntry(packed=upload, place=place, name=zips.shown(entry.name))
        for place, entry in enumerate(listed)
        if zips.kind_of(entry.name) != Kind.NOTHING
    ]
    PackedEntry.objects.bulk_create(rows, ignore_conflicts=True)
    return None if rows else Why.EMPTY


def _directory_fits(path: Path) -> bool:
    """Whether the directory may be read: of a bounded size, and without the 64-bit form nobody needs here."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - TAIL))
        tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + 22:
        raise BadZipFile
    entries, directory = struct.unpack_from("<HL", tail, at + 10)
    wide = tail[max(0, at - 20) : at].startswith(END_64_LOCATOR)
    return not wide and entries <= zips.MOST_ENTRIES and directory <= MOST_DIRECTORY


def _entry(info: ZipInfo) -> zips.Entry:
    return zips.Entry(info.filename, info.file_size, info.compress_size, info.compress_type, info.flag_bits)


def has_room() -> bool:
    """Whether a portion and the largest file fit on the disk, twice: what is unpacked is rendered, too."""
    return shutil.disk_usage(settings.DATA).free > 2 * (PORTION + settings.MOST_UPLOAD_BYTES)


def take_packed(upload: Upload) -> bool:
    """Take a portion of the entries that wait, sounds before the lists that name them; whether all are taken.

    Raises OSError, of the disk: what is not taken waits on.
    """
    waiting = list(upload.entries.filter(outcome=Outcome.WAITING).order_by("place"))
    done = 0
    with ZipFile(partials().path(upload.pk)) as zipped:
        listed = zipped.infolist()
        for kind in (Kind.SOUND, Kind.LIST):
            for row in waiting:
                if zips.kind_of(listed[row.place].filename) != kind:
                    continue
                if done >= PORTION:
                    return False
                _take(upload, zipped, listed[row.place], row)
                done += listed[row.place].file_size
    return True


def forget_packed(upload: Upload) -> None:
    """Its bytes are needed no more."""
    partials().drop(upload.pk)


def _take(upload: Upload, zipped: ZipFile, info: ZipInfo, row: PackedEntry) -> None:
    entry = _entry(info)
    try:
        why = zips.why_closed(entry) or zips.why_not_taken(
            entry, _first(zipped, info), settings.MOST_UPLOAD_BYTES
        )
        if why is not None:
            return _write(row, Outcome.REFUSED, why)
        if zips.kind_of(info.filename) == Kind.LIST:
            return _take_list(upload, zipped, info, row)
        known = queries.sent_in_before(upload.person_id, _digest(zipped, info))
        if known is not None:
            return _write(row, Outcome.KNOWN, upload=known)
        return _send_in(upload, zipped, info, row)
    except _BROKEN:
        return _write(row, Outcome.REFUSED, Why.BROKEN)


@contextmanager
def _reading() -> Iterator[None]:
    """A place that is none in the file is the ZIP's fault; what else the system says of a disk may pass."""
    try:
        yield
    except OSError as failed:
        if failed.errno != errno.EINVAL:
            raise
        raise BadZipFile from failed


def _first(zipped: ZipFile, info: ZipInfo) -> bytes:
    with _reading(), zipped.open(info) as file:
        return file.read(4)


def _digest(zipped: ZipFile, info: ZipInfo) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(zipped, info):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(zipped: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    """An entry's bytes, as many as its directory says; a sum that is not theirs ends in BadZipFile."""
    with zipped.open(info) as file:
        while piece := file.read(PIECE):
            yield piece


def _send_in(upload: Upload, zipped: ZipFile, info: ZipInfo, row: PackedEntry) -> None:
    if row.upload_id is not None:  # begun by a worker that died: from its beginning
        _give_up(row)
    try:
        with transaction.atomic():
            taken = begin_upload(
                upload.person,
                info.filename,
                info.file_size,
                artist=upload.artist,
                lawful_use=upload.lawful_use,
                lawful_why=upload.lawful_why,
                attested=upload.attested_at is not None,
                unpacked=True,
            )
            _write(row, Outcome.WAITING, upload=taken)
        if append_bytes(taken, 0, _pieces(zipped, info)) != info.file_size:
            raise BadZipFile  # shorter than its directory says: it would wait for the rest
    except errors.UploadsSuspended:
        return _write(row, Outcome.REFUSED, Why.SUSPENDED)
    except errors.UploadsClosed:
        return _write(row, Outcome.REFUSED, Why.CLOSED)
    except _BROKEN:
        _give_up(row)
        raise
    return _write(row, Outcome.TAKEN, upload=taken)


def _give_up(row: PackedEntry) -> None:
    begun, row.upload = row.upload, None
    row.save(update_fields=["upload"])
    if begun is not None and begun.state == "arriving":
        abandon_upload(begun.person, begun.pk)


def _take_list(upload: Upload, zipped: ZipFile, info: ZipInfo, row: PackedEntry) -> None:
    if info.file_size > zips.MOST_LIST_BYTES:
        return _write(row, Outcome.REFUSED, Why.TOO_LARGE)
    text = b"".join(_pieces(zipped, info)).decode("utf-8", "replace")
    if not m3u.places(text):
        return _write(row, Outcome.REFUSED, Why.EMPTY)
    there = upload.entries.filter(upload__isnull=False).values_list("name", "upload")
    sent = {name: str(found) for name, found in there}
    try:
        with transaction.atomic():
            note_list(upload.person, info.filename, text, sent, upload)
            _write(row, Outcome.LIST)
    except errors.TooManyPlaylists:
        _write(row, Outcome.REFUSED, Why.TOO_MANY)
    return None


def _write(row: PackedEntry, outcome: Outcome, why: Why | str = "", upload: Upload | None = None) -> None:
    row.outcome, row.why, row.upload = outcome, why, upload
    row.save(update_fields=["outcome", "why", "upload"])
