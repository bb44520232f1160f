"""Folders that strangers write into (SFTP): what lies there is listed and opened without following a link.

Between looking and opening a file may be changed for a link, so every step of a path is opened by itself
below the one before and none may be a link (openat with O_NOFOLLOW).
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from . import layout
from .ern.faults import Fault, Scope, Severity

PIECE = 1024 * 1024
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe would keep us waiting


class Found(NamedTuple):
    """A file in a batch's folder."""

    path: str
    size: int


class NotAFile(OSError):
    """What was a file when it was listed is none now."""


def listed(root: Path, most_bytes: int) -> Iterator[Found | Fault]:
    """Every file below, and a fault for whatever cannot be taken; the latter is not looked into."""
    for count, found in enumerate(_below(root, "", most_bytes), start=1):
        if count > layout.MOST_FILES:
            yield _fault("too_many_files", layout.MOST_FILES, "")
            return
        yield found


def _below(root: Path, above: str, most_bytes: int) -> Iterator[Found | Fault]:
    with os.scandir(root / above) as entries:
        within = sorted(entries, key=lambda entry: entry.name)[: layout.MOST_FILES + 1]
    for entry in within:
        if entry.name.startswith("."):  # what file systems and clients put there, half a file among it
            continue
        path = f"{above}{entry.name}"
        shown = path.encode(errors="backslashreplace").decode()  # names need not be text
        if entry.is_symlink():
            yield _fault("link_in_batch", shown, shown)
        elif layout.path_within(path) is None:
            yield _fault("unsafe_name", shown, shown)
        elif entry.is_dir(follow_symlinks=False):
            yield from _below(root, f"{path}/", most_bytes)
        elif not entry.is_file(follow_symlinks=False):
            yield _fault("not_a_file", shown, shown)
        elif (size := entry.stat(follow_symlinks=False).st_size) > most_bytes:
            yield _fault("resource_too_large", most_bytes // 1024 // 1024, shown)
        else:
            yield Found(path, size)


def _fault(word: str, about: object, path: str) -> Fault:
    return Fault(word, Severity.ERROR, Scope.ROW, str(about)[:200], path[:1000])


@contextmanager
def opened(root: Path, path: str) -> Iterator[BinaryIO]:
    """A file below the folder, opened step by step. Raises OSError when a step is a link or gone."""
    *folders, name = path.split("/")
    here = os.open(root, _FOLDER)
    try:
        for folder in folders:
            below = os.open(folder, _FOLDER, dir_fd=here)
            os.close(here)
            here = below
        file = os.open(name, _FILE, dir_fd=here)
    finally:
        os.close(here)
    with os.fdopen(file, "rb") as source:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise NotAFile(path)
        yield source


def pieces(source: BinaryIO, most_bytes: int) -> Iterator[bytes]:
    """Its bytes; more than `most_bytes` raise OSError (it grew while it was read)."""
    size = 0
    while piece := source.read(PIECE):
        size += len(piece)
        if size > most_bytes:
            raise NotAFile("grew beyond its bound")
        yield piece


def complete_in(root: Path) -> Iterator[tuple[str, str]]:
    """The batches below a sender's folder whose trigger came: name, and a signature new triggers change."""
    try:
        with os.scandir(root) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    for name in names:
        batch_id = layout.batch_id_of(name)
        if batch_id is None:
            continue
        for place in (root / name / layout.trigger_of(batch_id), root / layout.trigger_of(batch_id)):
            try:
                seen = place.lstat()
            except OSError:
                continue
            if stat.S_ISREG(seen.st_mode):
                said = f"{place.parent == root} {seen.st_mtime_ns} {seen.st_size}"
                yield name, hashlib.sha256(said.encode()).hexdigest()
                break


def write_within(root: Path, folder: str, name: str, data: bytes) -> None:
    """Put a whole file into a folder below `root`, which is made if need be; links are not followed.

    Raises OSError.
    """
    above = os.open(root, _FOLDER)
    try:
        with suppress(FileExistsError):
            os.mkdir(folder, 0o775, dir_fd=above)
        here = os.open(folder, _FOLDER, dir_fd=above)
    finally:
        os.close(above)
    try:
        half = f".{name}.half"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        with os.fdopen(os.open(half, flags, 0o664, dir_fd=here), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(half, name, src_dir_fd=here, dst_dir_fd=here)
    finally:
        os.close(here)
