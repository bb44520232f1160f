"""Files kept by what they are: the SHA-256 of their bytes is their name, so equal files are one file.

A file is written beside its place, fsynced, renamed, and its folder fsynced: after `keep` returned, a
power cut does not lose it; before, nothing of it is visible. Files are never changed, and only those that
nobody holds are thrown away (`letting_go.py`). The folder is the laptop's store; an S3-compatible one stands
behind the same verbs (`bucket.py`).
"""

import hashlib
import os
import tempfile
import time
import uuid
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from .reading import OnDisk, Reader

PIECE = 1024 * 1024


class NotKept(LookupError):
    """No file of that name is in the store."""


class Unreachable(Exception):
    """The store does not take, give or delete a file now."""


@dataclass(frozen=True)
class Kept:
    """A file in the store: SHA-256 in hex, size in bytes."""

    sha256: str
    size: int


class Files:
    """A content-addressed folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.incoming = folder / "incoming"
        self.incoming.mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        """Where the file lies on this machine; NotKept when it does not."""
        place = self._place(sha256)
        if not place.is_file():
            raise NotKept(sha256)
        return place

    def has(self, sha256: str) -> bool:
        return self._place(sha256).is_file()

    def keep(self, pieces: Iterable[bytes]) -> Kept:
        """Store bytes that come in pieces; returns their name when they are safe on disk."""
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=self.incoming)
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        return self._settle(Path(name), digest.hexdigest(), size)

    def adopt(self, path: Path) -> Kept:
        """Move a finished file of the same disk into the store; nothing is left at `path`."""
        kept = self.keep_link(path)
        path.unlink(missing_ok=True)
        return kept

    def keep_link(self, path: Path) -> Kept:
        """Take a finished file of the same disk into the store and leave its first name standing.

        Raises FileNotFoundError when `path` is gone.
        """
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as source:
            while piece := source.read(PIECE):
                digest.update(piece)
                size += len(piece)
            os.fsync(source.fileno())
        link = self.incoming / uuid.uuid4().hex
        os.link(path, link)
        return self._settle(link, digest.hexdigest(), size)

    def sweep(self, older_than: timedelta) -> None:
        """Clear what a kill left half-written on its way in; nothing that was acknowledged lies there."""
        sweep_folder(self.incoming, older_than)

    def open(self, sha256: str) -> Reader:
        """For reading at any place; NotKept when it is not here."""
        try:
            return OnDisk(self._place(sha256))
        except FileNotFoundError as lost:
            raise NotKept(sha256) from lost

    def place(self, sha256: str) -> str:
        """Its address among nginx's internal ones."""
        return f"/kept/{self.path(sha256).relative_to(self.folder)}"

    def read(self, sha256: str) -> bytes:
        """The whole of a small file (prints, delivery lists)."""
        return self.path(sha256).read_bytes()

    def forget(self, sha256: str, lately: timedelta) -> bool:
        """Throw a file away; False when it is not here, or was kept so lately that its row may be on its way.

        It is set aside before it is looked at: who keeps equal bytes meanwhile puts a file of their own in.
        """
        place, aside = self._place(sha256), self.incoming / f"going-{uuid.uuid4().hex}"
        try:
            if time.time() - place.stat().st_mtime < lately.total_seconds():
                return False  # nor is it moved: whoever was told that it is kept would miss it after a kill
            os.rename(place, aside)
        except FileNotFoundError:
            return False
        if time.time() - aside.stat().st_mtime < lately.total_seconds():
            os.replace(aside, place)
            return False
        aside.unlink()
        return True

    def probe(self) -> None:
        """Take, give and delete a few bytes. Raises Unreachable."""
        try:
            with tempfile.NamedTemporaryFile(dir=self.incoming) as probe:
                probe.write(b"probe")
                probe.flush()
        except OSError as error:
            raise Unreachable(os.strerror(error.errno or 0)) from error

    def _settle(self, path: Path, sha256: str, size: int) -> Kept:
        place = self._place(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        let_nginx_read(path)
        os.utime(path)  # from now on it is kept, however long its bytes were on their way
        os.replace(path, place)
        path.unlink(missing_ok=True)  # renaming one name of a file over another of its names does nothing
        for folder in (place.parent, place.parent.parent):
            sync_folder(folder)
        return Kept(sha256, size)

    def _place(self, sha256: str) -> Path:
        if len(sha256) != 64 or not all(c in "0123456789abcdef" for c in sha256):
            raise NotKept(sha256)  # an id is never a path
        return self.folder / sha256[:2] / sha256


def sweep_folder(folder: Path, older_than: timedelta, spare: Container[str] = ()) -> None:
    """Remove files of `folder` that nobody has written to for that long, but not those to `spare`."""
    oldest = time.time() - older_than.total_seconds()
    for path in folder.iterdir():
        if path.name not in spare and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def let_nginx_read(path: Path) -> None:
    """Where nginx sends files, its user reads them; else they are ours alone."""
    if settings.BYTES == "nginx":
        path.chmod(0o644)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def shrink_folder(folder: Path, most_bytes: int, spare: timedelta = timedelta(0)) -> int:
    """Throw the least used away until what stays is not more than this, but nothing that was used within
    `spare`; how many went."""
    found = ((path, _stat(path)) for path in folder.glob("??/*"))
    there = [(path, said) for path, said in found if said is not None]
    there.sort(key=lambda each: each[1].st_mtime)
    total, gone = sum(said.st_size for _, said in there), 0
    for path, said in there:
        if total <= most_bytes or said.st_mtime > time.time() - spare.total_seconds():
            break
        path.unlink(missing_ok=True)  # whoever is sending it keeps it open to the end
        total, gone = total - said.st_size, gone + 1
    return gone


def _stat(path: Path) -> os.stat_result | None:
    """None where another process has thrown it away since."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


@cache
def files() -> Files:
    """The site's store."""
    if not settings.STORE:
        return Files(Path(settings.DATA) / "files")
    from . import bucket  # read only where there is one

    address = bucket.Address(settings.STORE, settings.STORE_KEY, settings.STORE_SECRET)
    return bucket.BucketFiles(Path(settings.DATA) / "copies", address, settings.MOST_COPY_BYTES)
