"""One set of references in one file: written once, checked by sums, mapped into memory.

Layout: 8 bytes magic, 4 bytes length of a JSON head, the head (arrays with type, shape, place and CRC-32),
then the arrays, each at a multiple of 64 bytes.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint.references import References

_MAGIC = b"EPVOL\x00\x00\x01"
_LENGTH = struct.Struct("<I")
_NAMES = [field.name for field in fields(References)]
_KINDS = {
    "keys": "<u4", "track": "<i4", "time": "<i4", "pitch": "<u2", "length": "<u2", "directory": "<i4",
    "ids": "<i8", "generations": "<i8", "seconds": "<f8", "bounds": "<i8", "t": "<i4", "f": "<u2",
}  # fmt: skip


class DamagedVolume(ValueError):
    """A file of the index is not what was written."""


def write(path: Path, references: References) -> None:
    """Write and make durable under a temporary name, then rename: a reader sees all of it or nothing."""
    arrays = {name: np.ascontiguousarray(getattr(references, name), _KINDS[name]) for name in _NAMES}
    head, at = {}, 0
    for name, array in arrays.items():
        head[name] = {"count": array.size, "at": at, "crc": zlib.crc32(array.tobytes())}
        at += _padded(array.nbytes)
    written = json.dumps(head).encode()
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(_MAGIC + _LENGTH.pack(len(written)) + written)
        file.write(b"\0" * (_padded(file.tell()) - file.tell()))
        for array in arrays.values():
            file.write(array.tobytes())
            file.write(b"\0" * (_padded(array.nbytes) - array.nbytes))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename durable (POSIX asks for the directory to be synced too)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: Path) -> References:
    """Map a volume; raises DamagedVolume if its head or size is wrong (`check` reads the contents)."""
    head, base, size = _head(path)
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name in _NAMES:
        place, kind = head[name], np.dtype(_KINDS[name])
        if place["count"] == 0:
            arrays[name] = np.zeros(0, kind)
            continue
        if base + place["at"] + place["count"] * kind.itemsize > size:
            raise DamagedVolume(f"{path.name} is shorter than its head says")
        # Copy-on-write mode only because the kernels want writable arrays; nothing ever writes to them.
        arrays[name] = np.asarray(
            np.memmap(path, dtype=kind, mode="c", offset=base + place["at"], shape=(place["count"],))
        )
    return References(**arrays)


def check(path: Path) -> None:
    """Read everything and compare the sums; raises DamagedVolume."""
    head, base, _ = _head(path)
    references = read(path)
    for name in _NAMES:
        if zlib.crc32(getattr(references, name).tobytes()) != head[name]["crc"]:
            raise DamagedVolume(f"{path.name}: {name} does not have the sum it was written with")
    if base and len(references.keys) and np.any(np.diff(references.keys.astype(np.int64)) < 0):
        raise DamagedVolume(f"{path.name}: keys are out of order")


def _padded(size: int) -> int:
    return (size + 63) // 64 * 64


def _head(path: Path) -> tuple[dict[str, dict[str, int]], int, int]:
    with path.open("rb") as file:
        start = file.read(len(_MAGIC) + _LENGTH.size)
        if len(start) < len(_MAGIC) + _LENGTH.size or not start.startswith(_MAGIC):
            raise DamagedVolume(f"{path.name} is not a volume this library reads")
        (length,) = _LENGTH.unpack(start[len(_MAGIC) :])
        written = file.read(length)
        size = os.fstat(file.fileno()).st_size
    try:
        head = json.loads(written)
    except ValueError as error:
        raise DamagedVolume(f"{path.name} has a damaged head") from error
    if not isinstance(head, dict) or not all(name in head for name in _NAMES):
        raise DamagedVolume(f"{path.name} has an incomplete head")
    return head, _padded(len(start) + length), size
