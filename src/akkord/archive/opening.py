"""Opening an archive somebody brings: nothing of it is believed before its site's signature says so.

A ZIP is asked how large it is before anything is unpacked, each file is unpacked no further than its manifest
says, no name of it is ever a path here, and no byte is used that the signed manifest does not account for.
"""

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import TypeAdapter

from tilelog.errors import TilelogError
from tilelog.note import Verifier, open_note

from . import format as said
from .errors import Fault, Refused
from .format import FileSaid, Manifest
from .rules import FOLDER, KIND, OLDER, SIGNED, signed_lines

MOST_BYTES = 1024 * 1024 * 1024  # of the ZIP
MOST_UNPACKED = 2 * MOST_BYTES
MOST_FILES = 100_000
MOST_JSON = 32 * 1024 * 1024  # of one file that is read as a whole
PIECE = 256 * 1024
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class Opened:
    """An archive whose manifest its site has signed."""

    def __init__(self, zipped: ZipFile, entries: dict[str, ZipInfo], manifest: Manifest) -> None:
        self._zipped, self._entries, self.manifest = zipped, entries, manifest

    @property
    def owner(self) -> int:
        """The number of the person at the old site."""
        return said.number_of(self.manifest.person)

    def check_files(self) -> None:
        """Every file is what the manifest says. Raises Refused, naming the first that is not."""
        for name in self.manifest.files:
            for _piece in self.pieces(name):
                pass

    def read(self, name: str, kind: TypeAdapter[Any]) -> Any:
        """A file of data, in its format. Raises Refused."""
        return said.read(kind, name, self.raw(name, MOST_JSON))

    def parts(self, name: str, kind: TypeAdapter[Any]) -> Iterator[tuple[str, Any]]:
        """Each part of something long (file, rows). Raises Refused."""
        number = 1
        while (file := f"data/{name}-{number}.json") in self.manifest.files:
            yield file, self.read(file, kind)
            number += 1

    def about(self, name: str) -> FileSaid:
        """What the manifest says of a file that a row names. Raises Refused: it names none."""
        if (about := self.manifest.files.get(name)) is None:
            raise Refused(Fault("names", name))
        return about

    def raw(self, name: str, most: int) -> bytes:
        """Raises Refused."""
        if self.about(name).bytes > most:
            raise Refused(Fault("too_large", name))
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file the manifest names, as it is unpacked; at its end Refused, unless it is what was signed."""
        about, digest, size = self.manifest.files[name], hashlib.sha256(), 0
        try:
            with self._zipped.open(self._entries[name]) as file:
                while piece := file.read(min(PIECE, about.bytes + 1 - size)):
                    size += len(piece)
                    digest.update(piece)
                    if size > about.bytes:
                        break
                    yield piece
        except _BROKEN as broken:
            raise Refused(Fault("changed", name)) from broken
        if size != about.bytes or digest.hexdigest() != about.sha256:
            raise Refused(Fault("changed", name))


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The archive at `path`, with its names and its signature checked. Raises Refused."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(Fault("too_large"))
        zipped = ZipFile(path)
    except FileNotFoundError as gone:
        raise Refused(Fault("gone")) from gone
    except _BROKEN as broken:
        raise Refused(Fault("not_whole")) from broken
    with zipped:
        entries = _entries(zipped)
        raw = _raw(zipped, entries, "manifest.json")
        manifest = _manifest(raw)
        _check_signature(raw, _raw(zipped, entries, SIGNED), manifest)
        if set(entries) != {*manifest.files, "manifest.json", SIGNED}:
            raise Refused(Fault("names"))
        if sum(each.bytes for each in manifest.files.values()) > MOST_UNPACKED:
            raise Refused(Fault("too_large"))
        yield Opened(zipped, entries, manifest)


def _entries(zipped: ZipFile) -> dict[str, ZipInfo]:
    """name within the archive's folder → its place in the ZIP."""
    listed = zipped.infolist()
    if len(listed) > MOST_FILES or sum(each.file_size for each in listed) > MOST_UNPACKED:
        raise Refused(Fault("too_large"))
    entries: dict[str, ZipInfo] = {}
    for each in listed:
        name = each.filename.removeprefix(f"{FOLDER}/")
        plain = each.compress_type in (ZIP_STORED, ZIP_DEFLATED) and not each.flag_bits & 0x1
        if name == each.filename or name in entries or not plain:
            raise Refused(Fault("names", each.filename[:200]))
        entries[name] = each
    if "manifest.json" not in entries:
        raise Refused(Fault("not_ours"))
    return entries


def _raw(zipped: ZipFile, entries: dict[str, ZipInfo], name: str) -> bytes:
    """One of the two files no manifest accounts for."""
    if name not in entries:
        raise Refused(Fault("signature", name))
    try:
        with zipped.open(entries[name]) as file:
            data = file.read(MOST_JSON + 1)
    except _BROKEN as broken:
        raise Refused(Fault("changed", name)) from broken
    if len(data) > MOST_JSON:
        raise Refused(Fault("too_large", name))
    return data


def _manifest(raw: bytes) -> Manifest:
    try:
        found: Manifest = said.read(said.MANIFEST, "manifest.json", raw)
    except Refused:
        if any(f'"{older}"'.encode() in raw[:200] for older in OLDER):
            raise Refused(Fault("older")) from None
        raise
    return found


def _check_signature(raw: bytes, note: bytes, manifest: Manifest) -> None:
    """The note is by the key the manifest names, and is about this very manifest. Raises Refused."""
    lines = signed_lines(raw, manifest.site, manifest.person)
    text = "".join(f"{line}\n" for line in [KIND, *(f"{name} {value}" for name, value in lines)])
    try:
        opened_note = open_note(note, [Verifier.from_vkey(manifest.key)])
    except TilelogError as wrong:
        raise Refused(Fault("signature", SIGNED)) from wrong
    if opened_note.text != text:
        raise Refused(Fault("signature", SIGNED))
