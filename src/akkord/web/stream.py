"""The only path by which sound reaches a listener: ranged answers, decided at each request.

An address is a signed token naming a track and who asked; it permits nothing by itself. Every request
asks `decide` for the territory the network says now, and an answer that is still being sent asks before
each further piece whether facts have changed, so that a removal silences open streams too.
"""

import asyncio
from typing import Any

from akkord.dialogs.queries import may_hear_voice
from akkord.flow.borrowed import connection
from akkord.music import queries, streams
from akkord.music.serving import send_opened, send_plain
from akkord.net.territory import territory_of
from akkord.people.queries import bearer

from .session import signed_in

Scope = dict[str, Any]
BESIDES = [(b"cross-origin-resource-policy", b"same-origin"), (b"content-disposition", b"inline")]


async def answer(scope: Scope, receive: Any, send: Any) -> None:
    """ASGI: GET and HEAD /stream/<token>."""
    if scope["method"] not in ("GET", "HEAD"):
        return await send_plain(send, 405, b"", [(b"allow", b"GET, HEAD")])
    token = scope["path"].removeprefix("/stream/")
    headers = {k.decode("latin1").lower(): v.decode("latin1") for k, v in scope["headers"]}
    try:
        opened = await asyncio.to_thread(_open, token, scope, headers)
    except streams.NoSuchStream:
        return await send_plain(send, 404, b"")
    except streams.Refused as refused:
        return await send_plain(send, 403, refused.code.encode())
    await send_opened(scope, send, headers, opened, BESIDES)


def _open(token: str, scope: Scope, headers: dict[str, str]) -> streams.Opened:
    with connection():
        peer = scope["client"][0] if scope.get("client") else ""
        territory = territory_of(peer, headers.get("x-forwarded-for", ""))
        return streams.open_stream(token, queries.listener(_who(headers), territory), may_hear_voice)


def _who(headers: dict[str, str]) -> int | None:
    """Who asks: a program by its API token, a browser by its session."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        program = bearer(token.strip())
        return program.pk if program else None
    return signed_in(headers.get("cookie", ""))
