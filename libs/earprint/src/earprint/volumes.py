"""One set of references in one file: written once, checked by sums, mapped into memory (docs/format.md).

Layout: 8 bytes magic and version, 4 bytes length of a JSON head, the head (place, count and kind of each
array), the arrays, each at a multiple of 64 bytes, and the CRC-32 of all that. The directory of a large set
is mapped like everything else; that of a small one, whose cells are mostly empty, is stored as packed counts.
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

from earprint.cells import CELLS
from earprint.references import References

_MAGIC = b"EPVOL\x00\x00\x03"
_FAMILY = b"EPVOL\x00\x00"
_LENGTH = struct.Struct("<I")
_KINDS = {
    "counts": "|u1", "directory": "<u4", "traits": "<u2", "places": "<u4", "ids": "<i8", "generations": "<i8",
    "seconds": "<f8", "starts": "<i8", "bounds": "<i8", "packed": "<u2",
}  # fmt: skip
_KINDS_2 = {**{n: kind for n, kind in _KINDS.items() if n != "counts"}, "directory": "|u1", "packed": "|u1"}
LARGE = 8_000_000  # postings from which the directory is stored as it is
_MOST_COUNTS = 1 << 24  # bytes an honest directory can unpack to
READ_AT_ONCE = 1 << 24


class DamagedVolume(ValueError):
    """A file of the index is not what was written."""


class OldVolume(DamagedVolume):
    """A file of an earlier version: its references have to be added anew from their sounds."""


def write(path: Path, references: References) -> None:
    """Write and make durable under a temporary name, then rename: a reader sees all of it or nothing."""
    names = [name for name in _KINDS if name not in ("counts", "directory")]
    sizes = {name: getattr(references, name).size for name in names}
    with writing(path, references.directory, sizes) as put:
        for name in names:
            put(name, getattr(references, name))


@contextmanager
def writing(
    path: Path, directory: npt.NDArray[Any], sizes: dict[str, int]
) -> Iterator[Callable[[str, npt.NDArray[Any]], None]]:
    """A volume written piece by piece: `put(name, piece)` appends to an array, in any order of arrays.

    `sizes`: elements of every array but the directory. Nothing is seen under `path` until the end.
    """
    large = sizes["traits"] >= LARGE
    counts = np.zeros(0, np.uint8) if large else _counts(directory)
    stored = directory if large else np.zeros(0, np.uint32)
    sizes = {"counts": counts.size, "directory": stored.size, **sizes}
    head: dict[str, Any] = {}
    at = 0
    for name, kind in _KINDS.items():
        head[name] = {"count": sizes[name], "at": at}
        at += _padded(sizes[name] * np.dtype(kind).itemsize)
    written = json.dumps({"arrays": head, "cells": len(directory) - 1}).encode()
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

        put("counts", counts)
        put("directory", stored)
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
    """Map a volume; raises DamagedVolume if its head or size is wrong (`check` reads the contents).

    One of version 2 is mapped too, but for its peaks, which are brought into today's form in memory; a merge
    writes them so.
    """
    version, head, base, size = _head(path)
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, form in _kinds(version).items():
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
    if version == 2:
        from earprint.packing import repacked

        arrays["counts"], arrays["directory"] = arrays["directory"], np.zeros(0, np.uint32)
        arrays["packed"], arrays["bounds"] = repacked(arrays["packed"], arrays["bounds"])
    counts = arrays.pop("counts")
    if len(counts):
        arrays["directory"] = _directory(counts, version)
    if len(arrays["directory"]) != CELLS + 1 or int(arrays["directory"][-1]) != len(arrays["traits"]):
        raise DamagedVolume(f"{path.name} has a directory of another set")
    return References(**arrays)


def _counts(directory: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Postings per cell: a byte each, 255 for the large ones, which follow as uint32; all deflated."""
    counts = np.diff(directory)
    bytes_each = np.minimum(counts, 255).astype(np.uint8).tobytes()
    large = counts[counts >= 255].astype("<u4").tobytes()
    return np.frombuffer(zlib.compress(bytes_each + large, 9), np.uint8)


def _directory(packed: npt.NDArray[Any], version: int) -> npt.NDArray[Any]:
    """The directory of packed counts; empty if they are not what `_counts` made."""
    try:
        data = zlib.decompressobj().decompress(packed.tobytes(), _MOST_COUNTS)
    except zlib.error:
        return np.zeros(0, np.uint32)
    if version == 2:
        counts = np.frombuffer(data[: len(data) // 4 * 4], "<u4")
    else:
        counts = np.frombuffer(data[:CELLS], np.uint8).astype(np.uint32)
        large, rest = counts == 255, data[CELLS:]
        if len(rest) != 4 * int(large.sum()):
            return np.zeros(0, np.uint32)
        counts[large] = np.frombuffer(rest, "<u4")
    directory = np.zeros(len(counts) + 1, np.uint32)
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


def _kinds(version: int) -> dict[str, str]:
    return _KINDS_2 if version == 2 else _KINDS


def _head(path: Path) -> tuple[int, dict[str, Any], int, int]:
    """(version, head, byte where the arrays begin, size of the file)."""
    with path.open("rb") as file:
        start = file.read(len(_MAGIC) + _LENGTH.size)
        version = start[len(_FAMILY)] if start.startswith(_FAMILY) and len(start) > len(_FAMILY) else 0
        if version == 1:
            raise OldVolume(f"{path.name} is of an earlier version: add its references anew")
        if version not in (2, _MAGIC[-1]) or len(start) < len(_MAGIC) + _LENGTH.size:
            raise DamagedVolume(f"{path.name} is not a volume this library reads")
        (length,) = _LENGTH.unpack(start[len(_MAGIC) :])
        written = file.read(length)
        size = os.fstat(file.fileno()).st_size
    try:
        head = json.loads(written)
        whole = all(
            isinstance(head["arrays"][name][what], int)
            for name in _kinds(version)
            for what in ("count", "at")
        )
        if version == 2 and head["tick"] != 1:
            raise OldVolume(f"{path.name} is of an earlier version and too large: add its references anew")
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, DamagedVolume):
            raise
        raise DamagedVolume(f"{path.name} has a damaged head") from error
    if not whole:
        raise DamagedVolume(f"{path.name} has a damaged head")
    return version, head, _padded(len(start) + length), size
