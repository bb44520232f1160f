"""The one port: a thin ASGI front owns byte ranges and live news, and hands the rest to Django.

Slow listeners and open news cost no thread; pages and API stay synchronous, in a pool of threads.
"""

from typing import Any

from a2wsgi import WSGIMiddleware

from .wsgi import application as django_side

# The doors below need Django set up, which the line above has done.
from akkord.web import live, stream  # isort: skip

THREADS = 16
_pages = WSGIMiddleware(django_side, workers=THREADS)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI entry of the site."""
    if scope["type"] == "lifespan":
        return await _lifespan(receive, send)
    if scope["type"] != "http":
        return None
    # A header spelled with underscores would pass for one spelled with dashes on the WSGI side.
    scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if b"_" not in k]}
    path = scope["path"]
    if path.startswith("/stream/"):
        return await stream.answer(scope, receive, send)
    if path == "/live":
        return await live.answer(scope, receive, send)
    await _pages(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
