"""The bytes between the site, the warm process and its children: requests, results, how a child ended."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Sequence
from typing import Any

REQUEST = 1024  # bytes of one request, padded with blanks: a fixed size needs no framing
READY = b"ready\n"
ENDING = struct.Struct("<ii?")  # number, wait status of the child, stopped by the wall limit
_HEAD = struct.Struct("<4sI")
_MAGIC = b"EPBX"
MOST_HEAD = 256 * 1024


class BadAnswer(ValueError):
    """A child answered something that no honest child answers."""


def request(**fields: Any) -> bytes:
    """A request of fixed size."""
    written = json.dumps(fields).encode()
    if len(written) > REQUEST:
        raise ValueError("a request is too long")
    return written.ljust(REQUEST)


def send_answer(handle: int, said: dict[str, Any], blobs: Sequence[bytes | memoryview]) -> None:
    """Child's side: a JSON head with the sizes of the blobs, then the blobs."""
    head = json.dumps({**said, "blobs": [len(blob) for blob in blobs]}).encode()
    for part in (_HEAD.pack(_MAGIC, len(head)), head, *blobs):
        view = memoryview(part)
        while view:
            view = view[os.write(handle, view) :]


def read_answer(read: Callable[[int], bytes], most: int) -> tuple[dict[str, Any], list[int]]:
    """Our side: the head, and the sizes of the blobs that follow, at most `most` bytes. Raises BadAnswer.

    `read(count)` returns exactly that many bytes, or fewer at the end.
    """
    start = read(_HEAD.size)
    if len(start) != _HEAD.size:
        raise BadAnswer("no answer")
    magic, length = _HEAD.unpack(start)
    if magic != _MAGIC or length > MOST_HEAD:
        raise BadAnswer("not an answer")
    try:
        said = json.loads(read(length))
        sizes = said.pop("blobs")
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise BadAnswer("the head of the answer cannot be read") from error
    if (
        not isinstance(sizes, list)
        or not all(type(size) is int and size >= 0 for size in sizes)
        or sum(sizes) > most
    ):
        raise BadAnswer("the answer is larger than any honest one")
    return said, sizes
