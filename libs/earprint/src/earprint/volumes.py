"""One set of references in one file: written once, checked by sums, mapped into memory.

Layout: 8 bytes magic, 4 bytes length of a JSON head, the head (count and place of each array), the
arrays, each at a multiple of 64 bytes, and the CRC-32 of all that.
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
        head[name] = {"count": array.size, "at": at}
        at += _padded(array.nbytes)
    written = json.dumps(head).encode()
    temporary = path.with_suffix(".tmp")
    start = _MAGIC + _LENGTH.pack(len(written)) + written
    total = 0
    with temporary.open("wb") as file:
        for part in (start, *(array.tobytes() for array in arrays.values())):
            whole = part.ljust(_padded(len(part)), b"\0")
            total = zlib.crc32(whole, total)
            file.write(whole)
        file.write(_LENGTH.pack(total))
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
    """Read every byte and compare the sum; raises DamagedVolume."""
    total = 0
    with path.open("rb") as file:
        left = os.fstat(file.fileno()).st_size - _LENGTH.size
        while left > 0 and (part := file.read(min(left, 1 << 24))):
            total = zlib.crc32(part, total)
            left -= len(part)
        tail = file.read(_LENGTH.size)
    last = _LENGTH.unpack(tail)[0] if len(tail) == _LENGTH.size else -1
    if total != last:
        raise DamagedVolume(f"{path.name} does not have the sum it was written with")
    if np.any(np.diff(read(path).keys.astype(np.int64)) < 0):
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
