"""The one port: a thin ASGI front owns byte ranges, live news, players and static files; Django has the rest.

Slow listeners and open news cost no thread; pages and API stay synchronous, in a pool of threads.
"""

import asyncio
import gc
from collections.abc import Callable, Coroutine
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp
from django.urls import get_resolver

from .wsgi import application as django_side

# What is below needs Django set up, which the line above has done.
from akkord.flow import running  # isort: skip
from akkord.subsonic import door as subsonic  # isort: skip
from akkord.web import archive_zip, live, originals, pieces, statics, stream  # isort: skip

running.hold()
THREADS = 24
SILENCE_SECONDS = 20.0
_pages: Any = WSGIMiddleware(cast(WSGIApp, django_side), workers=THREADS)


# What stands beside the pages: beginnings of addresses, and who answers them.
DOORS = {
    "/stream/": stream.answer,
    "/pieces/": pieces.answer,
    "/originals.zip": originals.answer,
    "/archive.zip": archive_zip.answer,
    "/rest/": subsonic.answer,
    "/live": live.answer,
    statics.BEGINS: statics.answer,
}


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI entry of the site."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _http(scope, receive, send)


async def _http(scope: dict[str, Any], receive: Any, send: Any) -> None:
    # A header spelled with underscores would pass for one spelled with dashes on the WSGI side.
    scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if b"_" not in k]}
    path = scope["path"]
    own = next((answer for begins, answer in DOORS.items() if _leads(path, begins)), None)
    if own:
        await own(scope, receive, send)
    else:
        await _pages(scope, _patient(receive), send)


def _leads(path: str, begins: str) -> bool:
    return path.startswith(begins) if begins.endswith("/") else path == begins


def _patient(receive: Any) -> Callable[[], Coroutine[Any, Any, Any]]:
    """The body of a request as the thread bridge asks for it, ended for a sender that has fallen silent.

    A thread waits for every piece; without an end to its patience a few stalled senders would hold all of
    them. What came before is kept by whoever reads it (an upload resumes from there).
    """

    async def piece() -> Any:
        return await receive()

    async def received() -> Any:
        try:
            return await asyncio.wait_for(piece(), SILENCE_SECONDS)
        except TimeoutError:
            return {"type": "http.disconnect"}

    return received


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            _settle()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _settle() -> None:
    """What is loaded by now stays, so the collector need not go through it each time it looks for what is
    gone: with 500 pages open that held up everybody, for 0.2 to 0.4 s every ten seconds."""
    len(get_resolver().url_patterns)  # loaded by the first request otherwise
    gc.collect()
    gc.freeze()
