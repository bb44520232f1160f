"""The only path by which sound reaches a listener: ranged answers, decided at each request.

An address is a signed token naming a track and who asked; it permits nothing by itself. Every request
asks `decide` for the territory the network says now, and an answer that is still being sent asks before
each further piece whether facts have changed, so that a removal silences open streams too.
"""

import asyncio
import os
from dataclasses import dataclass
from typing import Any

from akkord.music import queries, streams
from akkord.net.territory import territory_of
from akkord.people.queries import bearer

from .borrowed import connection
from .session import signed_in

PIECE = 256 * 1024
MIME = b"audio/webm"

Scope = dict[str, Any]
HEADERS = [
    (b"content-type", MIME),
    (b"accept-ranges", b"bytes"),
    (b"cache-control", b"private, no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"sandbox; default-src 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-disposition", b"inline"),
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
    if not dash or not all(part == "" or (part.isascii() and part.isdigit()) for part in (first, last)):
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


async def answer(scope: Scope, receive: Any, send: Any) -> None:
    """ASGI: GET and HEAD /stream/<token>."""
    if scope["method"] not in ("GET", "HEAD"):
        return await _plain(send, 405, b"", [(b"allow", b"GET, HEAD")])
    token = scope["path"].removeprefix("/stream/")
    headers = {k.decode("latin1").lower(): v.decode("latin1") for k, v in scope["headers"]}
    try:
        opened = await asyncio.to_thread(_open, token, scope, headers)
    except streams.NoSuchStream:
        return await _plain(send, 404, b"")
    except streams.Refused as refused:
        return await _plain(send, 403, refused.code.encode())
    try:
        wanted = _wanted(headers, opened)
    except NotSatisfiable:
        extra = [(b"content-range", f"bytes */{opened.size}".encode())]
        return await _plain(send, 416, b"", extra)
    await _send_bytes(scope, send, opened, wanted)


def _wanted(headers: dict[str, str], opened: streams.Opened) -> Range | None:
    if "range" not in headers:
        return None
    condition = headers.get("if-range")
    if condition is not None and condition.strip() != f'"{opened.etag}"':
        return None
    return parse_range(headers["range"], opened.size)


async def _send_bytes(scope: Scope, send: Any, opened: streams.Opened, wanted: Range | None) -> None:
    span = wanted or Range(0, opened.size - 1)
    headers = [
        *HEADERS,
        (b"etag", f'"{opened.etag}"'.encode()),
        (b"content-length", str(span.length).encode()),
    ]
    if wanted:
        headers.append((b"content-range", f"bytes {span.first}-{span.last}/{opened.size}".encode()))
    await send({"type": "http.response.start", "status": 206 if wanted else 200, "headers": headers})
    if scope["method"] == "HEAD":
        return await send({"type": "http.response.body", "body": b""})
    handle = os.open(opened.path, os.O_RDONLY)
    try:
        await _send_pieces(send, handle, span, opened)
    finally:
        os.close(handle)


async def _send_pieces(send: Any, handle: int, span: Range, opened: streams.Opened) -> None:
    place = span.first
    while place <= span.last:
        # The first piece was decided just now; a slow listener's next one may come much later.
        if place > span.first and not await asyncio.to_thread(_still, opened):
            return  # the connection closes short of its length: not a byte more
        piece = os.pread(handle, min(PIECE, span.last - place + 1), place)
        place += len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": place <= span.last})


def _open(token: str, scope: Scope, headers: dict[str, str]) -> streams.Opened:
    with connection():
        peer = scope["client"][0] if scope.get("client") else ""
        territory = territory_of(peer, headers.get("x-forwarded-for", ""))
        return streams.open_stream(token, queries.listener(_who(headers), territory))


def _still(opened: streams.Opened) -> bool:
    with connection():
        return streams.still_allowed(opened)


def _who(headers: dict[str, str]) -> int | None:
    """Who asks: a program by its API token, a browser by its session."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        program = bearer(token.strip())
        return program.pk if program else None
    return signed_in(headers.get("cookie", ""))


async def _plain(send: Any, status: int, body: bytes, extra: Any = ()) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *extra,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
