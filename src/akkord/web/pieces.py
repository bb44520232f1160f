"""Where nginx asks before each piece of an answer that was handed over to it (`music/handing.py`)."""

import asyncio
from typing import Any

from akkord.flow.borrowed import connection
from akkord.music import handing, streams
from akkord.music.serving import send_plain

Scope = dict[str, Any]


async def answer(scope: Scope, receive: Any, send: Any) -> None:
    """ASGI: GET /pieces/<ticket>, from our nginx alone; the answer names a place inside of it."""
    peer = scope["client"][0] if scope.get("client") else ""
    if scope["method"] != "GET" or not handing.handed_over(peer):
        return await send_plain(send, 404, b"")
    try:
        found = await asyncio.to_thread(_piece, scope["path"].removeprefix(handing.PIECES))
    except streams.NoSuchStream:
        return await send_plain(send, 404, b"")
    except streams.Refused as refused:
        return await send_plain(send, 403, refused.code.encode())
    headers = [
        (b"x-accel-redirect", found.place.encode()),
        (b"content-type", found.mime.encode()),
        (b"etag", f'"{found.etag}"'.encode()),
        (b"content-length", b"0"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _piece(ticket: str) -> handing.Piece:
    with connection():
        return handing.piece(ticket)
