"""One's own originals as a ZIP, beside Django: it may take a slow line an hour, and holds no thread."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from akkord.flow.borrowed import connection
from akkord.music import handing_back, queries
from akkord.music.rules import Listener
from akkord.music.serving import send_plain
from akkord.net.territory import territory_of

from .session import who_asks

HEADERS = [
    (b"content-type", b"application/zip"),
    (b"cache-control", b"private, no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"sandbox; default-src 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-accel-buffering", b"no"),
]


async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: GET and HEAD /originals.zip, of whoever is signed in."""
    if scope["method"] not in ("GET", "HEAD"):
        return await send_plain(send, 405, b"", [(b"allow", b"GET, HEAD")])
    headers = {k.decode("latin1").lower(): v.decode("latin1") for k, v in scope["headers"]}
    peer = scope["client"][0] if scope.get("client") else ""
    listener = await asyncio.to_thread(_who, headers, peer)
    if listener is None:
        return await send_plain(send, 303, b"", [(b"location", b"/accounts/login/?next=/originals.zip")])
    if scope["method"] == "GET":
        return await send_zip(receive, send, "originals.zip", handing_back.packed(listener))
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b""})


async def send_zip(receive: Any, send: Any, name: str, pieces: AsyncGenerator[bytes, None]) -> None:
    """A ZIP of sounds under this name, as it is made, for who stays. Broken off, the answer ends without its
    end: no program takes it for whole."""
    called = (b"content-disposition", f'attachment; filename="{name}"'.encode())
    await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, called]})
    gone = asyncio.create_task(_gone(receive))
    try:
        async for piece in pieces:
            if gone.done():
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    except handing_back.BrokenOff:
        return
    finally:
        gone.cancel()
        await pieces.aclose()
    await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _who(headers: dict[str, str], peer: str) -> Listener | None:
    with connection():
        person = who_asks(headers.get("cookie", ""), headers.get("authorization", ""))
        if person is None:
            return None
        return queries.listener(person, territory_of(peer, headers.get("x-forwarded-for", "")))
