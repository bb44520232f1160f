"""One set of references in one file: written once, checked by sums, mapped into memory (docs/format.md).

Layout: 8 bytes magic and version, 4 bytes length of a JSON head, the head (place, count and kind of each
array, and the axis' tick), the arrays, each at a multiple of 64 bytes, and the CRC-32 of all that. The
directory is stored as packed counts: most cells of a small set are empty.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from earprint.references import References

_MAGIC = b"EPVOL\x00\x00\x02"
_FAMILY = b"EPVOL\x00\x00"
_LENGTH = struct.Struct("<I")
_KINDS = {
    "directory": "|u1", "traits": "<u2", "places": "<u4", "ids": "<i8", "generations": "<i8",
    "seconds": "<f8", "starts": "<i8", "bounds": "<i8", "packed": "|u1",
}  # fmt: skip
_MOST_DIRECTORY = 1 << 24  # bytes an honest directory can unpack to
READ_AT_ONCE = 1 << 24


class DamagedVolume(ValueError):
    """A file of the index is not what was written."""


class OldVolume(DamagedVolume):
    """A file of an earlier version: its references have to be added anew from their sounds."""


def write(path: Path, references: References) -> None:
    """Write and make durable under a temporary name, then rename: a reader sees all of it or nothing."""
    arrays = {
        name: np.ascontiguousarray(getattr(references, name), kind)
        for name, kind in _KINDS.items()
        if name != "directory"
    }
    sizes = {name: array.size for name, array in arrays.items()}
    with writing(path, references.directory, references.tick, sizes) as put:
        for name in sizes:
            put(name, arrays[name])


@contextmanager
def writing(
    path: Path, directory: npt.NDArray[Any], tick: int, sizes: dict[str, int]
) -> Iterator[Callable[[str, npt.NDArray[Any]], None]]:
    """A volume written piece by piece: `put(name, piece)` appends to an array, in any order of arrays.

    `sizes`: elements of every array but the directory. Nothing is seen under `path` until the end.
    """
    packed = np.frombuffer(zlib.compress(np.diff(directory).astype("<u4").tobytes(), 6), np.uint8)
    sizes = {"directory": packed.size, **sizes}
    head: dict[str, Any] = {}
    at = 0
    for name, kind in _KINDS.items():
        head[name] = {"count": sizes[name], "at": at}
        at += _padded(sizes[name] * np.dtype(kind).itemsize)
    written = json.dumps({"arrays": head, "tick": tick, "cells": len(directory) - 1}).encode()
    start = _MAGIC + _LENGTH.pack(len(written)) + written
    base, filled = _padded(len(start)), dict.fromkeys(_KINDS, 0)
    temporary = path.with_suffix(".tmp")
    with temporary.open("w+b") as file:
        file.truncate(base + at + _LENGTH.size)
        file.write(start)

        def put(name: str, piece: npt.NDArray[Any]) -> None:
            size = np.dtype(_KINDS[name]).itemsize
            file.seek(base + head[name]["at"] + filled[name] * size)
            file.write(np.ascontiguousarray(piece, _KINDS[name]).tobytes())
            filled[name] += len(piece)

        put("directory", packed)
        yield put
        if filled != sizes:
            raise ValueError("a volume was not written to its end")
        _seal(file)
    temporary.replace(path)
    sync_folder(path.parent)


def _seal(file: BinaryIO) -> None:
    """Write the sum over everything before it, and make the file durable."""
    file.flush()
    end = os.fstat(file.fileno()).st_size - _LENGTH.size
    file.seek(end)
    file.write(_LENGTH.pack(_sum_of(file, end)))
    file.flush()
    os.fsync(file.fileno())


def _sum_of(file: BinaryIO, length: int) -> int:
    total, left = 0, length
    file.seek(0)
    while left > 0 and (part := file.read(min(left, READ_AT_ONCE))):
        total = zlib.crc32(part, total)
        left -= len(part)
    file.seek(length)
    return total


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
    for name, form in _KINDS.items():
        place, kind = head["arrays"][name], np.dtype(form)
        if place["count"] == 0:
            arrays[name] = np.zeros(0, kind)
            continue
        if base + place["at"] + place["count"] * kind.itemsize > size:
            raise DamagedVolume(f"{path.name} is shorter than its head says")
        # Copy-on-write mode only because the kernels want writable arrays; nothing ever writes to them.
        arrays[name] = np.asarray(
            np.memmap(path, dtype=kind, mode="c", offset=base + place["at"], shape=(place["count"],))
        )
    arrays["directory"] = _directory(arrays["directory"], head["cells"], len(arrays["traits"]), path.name)
    return References(tick=int(head["tick"]), **arrays)


def _directory(packed: npt.NDArray[Any], cells: int, keys: int, name: str) -> npt.NDArray[Any]:
    try:
        counts = np.frombuffer(zlib.decompressobj().decompress(packed.tobytes(), _MOST_DIRECTORY), "<u4")
    except zlib.error as error:
        raise DamagedVolume(f"{name} has a damaged directory") from error
    directory = np.zeros(cells + 1, np.uint32)
    if len(counts) != cells or int(counts.sum(dtype=np.int64)) != keys:
        raise DamagedVolume(f"{name} has a directory of another set")
    np.cumsum(counts, out=directory[1:])
    return directory


def check(path: Path) -> None:
    """Read every byte and compare the sum; raises DamagedVolume."""
    with path.open("rb") as file:
        end = os.fstat(file.fileno()).st_size - _LENGTH.size
        total = _sum_of(file, end) if end > 0 else -1
        tail = file.read(_LENGTH.size)
    if len(tail) != _LENGTH.size or _LENGTH.unpack(tail)[0] != total:
        raise DamagedVolume(f"{path.name} does not have the sum it was written with")
    read(path)


def _padded(size: int) -> int:
    return (size + 63) // 64 * 64


def _head(path: Path) -> tuple[dict[str, Any], int, int]:
    with path.open("rb") as file:
        start = file.read(len(_MAGIC) + _LENGTH.size)
        if start[: len(_FAMILY)] == _FAMILY and start[: len(_MAGIC)] < _MAGIC:
            raise OldVolume(f"{path.name} is of an earlier version: add its references anew")
        if len(start) < len(_MAGIC) + _LENGTH.size or not start.startswith(_MAGIC):
            raise DamagedVolume(f"{path.name} is not a volume this library reads")
        (length,) = _LENGTH.unpack(start[len(_MAGIC) :])
        written = file.read(length)
        size = os.fstat(file.fileno()).st_size
    try:
        head = json.loads(written)
        whole = all(
            isinstance(head["arrays"][name][what], int) for name in _KINDS for what in ("count", "at")
        )
        whole = whole and isinstance(head["tick"], int) and isinstance(head["cells"], int)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedVolume(f"{path.name} has a damaged head") from error
    if not whole:
        raise DamagedVolume(f"{path.name} has a damaged head")
    return head, _padded(len(start) + length), size
