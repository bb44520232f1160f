"""The one port: a thin ASGI front owns byte ranges and live news, and hands the rest to Django.

Slow listeners and open news cost no thread; pages and API stay synchronous, in a pool of threads.
"""

from collections.abc import Callable, Coroutine
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp

from .wsgi import application as django_side

# The doors below need Django set up, which the line above has done.
from akkord.web import live, stream  # isort: skip

THREADS = 16
_pages: Any = WSGIMiddleware(cast(WSGIApp, django_side), workers=THREADS)


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
    if path.startswith("/stream/"):
        await stream.answer(scope, receive, send)
    elif path == "/live":
        await live.answer(scope, receive, send)
    else:
        await _pages(scope, _coroutine(receive), send)


def _coroutine(receive: Any) -> Callable[[], Coroutine[Any, Any, Any]]:
    """The thread bridge asks for coroutines; the server's own `receive` gives another kind of awaitable."""

    async def received() -> Any:
        return await receive()

    return received


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
