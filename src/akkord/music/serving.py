"""An opened stream as bytes: whole or one range, and silent from the moment on in which facts forbid it.

Every door that sends sound sends it from here. An answer that is still being sent asks before each further
piece whether facts have changed, so that a removal silences open streams too.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from akkord.flow.borrowed import connection
from akkord.store.files import NotKept
from akkord.store.reading import Reader

from . import handing, streams

PIECE = 256 * 1024
PLAIN_RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-[0-9]{1,18})")
LONGEST_NUMBER = 40  # digits that are read; Python itself refuses thousands

Scope = dict[str, Any]
Headers = Sequence[tuple[bytes, bytes]]
HEADERS = [
    (b"accept-ranges", b"bytes"),
    (b"cache-control", b"private, no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"sandbox; default-src 'none'"),
]


@dataclass(frozen=True)
class Range:
    """Bytes first..last of a file, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class NotSatisfiable(ValueError):
    """The range lies outside the file."""


def parse_range(header: str, size: int) -> Range | None:
    """One range of RFC 9110 §14.2; None for "the whole" (no, several or malformed ranges)."""
    unit, _, spec = header.partition("=")
    if unit.strip().lower() != "bytes" or "," in spec:
        return None
    first, dash, last = spec.strip().partition("-")
    if not dash or not all(part == "" or _is_number(part) for part in (first, last)):
        return None
    if first == "":
        if last == "":
            return None
        if int(last) == 0:
            raise NotSatisfiable
        return Range(max(0, size - int(last)), size - 1)
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise NotSatisfiable
    return Range(start, end)


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= LONGEST_NUMBER


def is_known(headers: Mapping[str, str], etag: str) -> bool:
    """Whether whoever asks has these bytes (If-None-Match, RFC 9110 §13.1.2)."""
    named = [each.strip().removeprefix("W/") for each in headers.get("if-none-match", "").split(",")]
    return etag in named or named == ["*"]


async def send_opened(
    scope: Scope, send: Any, headers: Mapping[str, str], opened: streams.Opened, besides: Headers
) -> None:
    """The answer to GET and HEAD of an opened stream; `besides` are the door's own headers."""
    if is_known(headers, f'"{opened.etag}"'):
        known = [(b"etag", f'"{opened.etag}"'.encode()), (b"cache-control", b"private, no-store"), *besides]
        await send({"type": "http.response.start", "status": 304, "headers": known})
        return await send({"type": "http.response.body", "body": b""})
    try:
        wanted = _wanted(headers, opened)
    except NotSatisfiable:
        extra = [(b"content-range", f"bytes */{opened.size}".encode()), *besides]
        return await send_plain(send, 416, b"", extra)
    peer = scope["client"][0] if scope.get("client") else ""
    open_to_all = opened.within is None  # nginx asks again for the law alone, not for a conversation
    if open_to_all and scope["method"] != "HEAD" and _alike(headers) and handing.handed_over(peer):
        return await _hand_over(send, opened, besides)
    await _send_bytes(scope, send, opened, wanted, besides)


def _alike(headers: Mapping[str, str]) -> bool:
    """Whether nginx reads the range as we do: it answers 416 to what is none, where RFC 9110 ignores it."""
    said = PLAIN_RANGE.fullmatch(headers.get("range", "bytes=0-"))
    return said is not None and not (said[2] and int(said[2]) < int(said[1]))


def _wanted(headers: Mapping[str, str], opened: streams.Opened) -> Range | None:
    if "range" not in headers:
        return None
    condition = headers.get("if-range")
    if condition is not None and condition.strip() != f'"{opened.etag}"':
        return None
    return parse_range(headers["range"], opened.size)


async def _send_bytes(
    scope: Scope, send: Any, opened: streams.Opened, wanted: Range | None, besides: Headers
) -> None:
    span = wanted or Range(0, opened.size - 1)
    headers = [
        *HEADERS,
        (b"content-type", opened.mime.encode()),
        *besides,
        (b"etag", f'"{opened.etag}"'.encode()),
        (b"content-length", str(span.length).encode()),
    ]
    if wanted:
        headers.append((b"content-range", f"bytes {span.first}-{span.last}/{opened.size}".encode()))
    start = {"type": "http.response.start", "status": 206 if wanted else 200, "headers": headers}
    if scope["method"] == "HEAD":
        await send(start)
        return await send({"type": "http.response.body", "body": b""})
    try:
        reader = opened.source.open()
    except NotKept:  # a form that was thrown away just now: whoever asks again has it made again
        return await send_plain(send, 503, b"", [(b"retry-after", b"1"), *besides])
    try:
        await send(start)
        await _send_pieces(send, reader, span, opened)
    finally:
        reader.close()


async def _hand_over(send: Any, opened: streams.Opened, besides: Headers) -> None:
    """To nginx, which has looked after the range by the time its first piece is asked for."""
    headers = [
        *HEADERS,
        (b"content-type", opened.mime.encode()),
        *besides,
        (b"etag", f'"{opened.etag}"'.encode()),
        (b"content-length", b"0"),
        (b"x-accel-redirect", handing.pieces_of(opened).encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _send_pieces(send: Any, reader: Reader, span: Range, opened: streams.Opened) -> None:
    place = span.first
    while place <= span.last:
        # The first piece was decided just now; a slow listener's next one may come much later.
        if place > span.first and not await asyncio.to_thread(_still, opened):
            return  # the connection closes short of its length: not a byte more
        piece = await reader.read(place, min(PIECE, span.last - place + 1))
        place += len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": place <= span.last})


def _still(opened: streams.Opened) -> bool:
    with connection():
        return streams.still_allowed(opened)


async def send_plain(send: Any, status: int, body: bytes, extra: Headers = ()) -> None:
    """A short answer of words, or of none."""
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *extra,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
