"""Files on their way in: a partial grows at its end only, and what was acknowledged is on disk."""

import fcntl
import os
import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from .files import sweep_folder, sync_folder


class OffsetMismatch(Exception):
    """The sender believes another length than the one that is safe here."""


class Busy(Exception):
    """Another request is writing to the same file at this moment."""


class TooMuch(Exception):
    """More bytes came than were declared."""


class Partials:
    """A folder of files still arriving, by upload id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def size(self, upload: uuid.UUID) -> int:
        """Bytes safe so far; 0 when none came yet."""
        try:
            return self.path(upload).stat().st_size
        except FileNotFoundError:
            return 0

    def path(self, upload: uuid.UUID) -> Path:
        return self.folder / upload.hex

    def first(self, upload: uuid.UUID, length: int) -> bytes:
        """How it begins. Raises FileNotFoundError."""
        with self.path(upload).open("rb") as file:
            return file.read(length)

    def append(self, upload: uuid.UUID, offset: int, pieces: Iterator[bytes], most: int) -> int:
        """Write pieces at `offset`, fsync, and return the new size. What came before a cut is kept.

        Raises OffsetMismatch when `offset` is not the present size, TooMuch past `most` bytes in all, Busy.
        """
        with self.path(upload).open("ab") as out:
            try:
                fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as busy:
                raise Busy from busy
            if out.seek(0, os.SEEK_END) != offset:
                raise OffsetMismatch(out.tell())
            size = offset
            try:
                for piece in pieces:
                    if size + len(piece) > most:
                        raise TooMuch(most)
                    out.write(piece)
                    size += len(piece)
            finally:
                out.flush()
                os.fsync(out.fileno())
                if offset == 0:
                    sync_folder(self.folder)
        return size

    def sweep(self, arriving: Iterable[uuid.UUID], older_than: timedelta) -> None:
        """Clear pieces that belong to no upload any more."""
        sweep_folder(self.folder, older_than, spare={upload.hex for upload in arriving})

    def drop(self, upload: uuid.UUID) -> None:
        self.path(upload).unlink(missing_ok=True)


@cache
def partials() -> Partials:
    """The site's files on their way in; on the same disk as the store, so that adopting is a rename."""
    return Partials(Path(settings.DATA) / "files" / "partial")
