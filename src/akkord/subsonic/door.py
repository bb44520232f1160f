"""The door itself: ASGI under /rest/. Reads a call, signs its caller in, calls, and writes the answer.

It stands beside Django's pages, as streams do: players ask often and little, and slow listeners cost no
thread. No cookie opens it, so pages of any origin may call it with a token of their user's.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import structlog

from akkord.flow.borrowed import connection
from akkord.flow.threads import Threads
from akkord.music.serving import is_known, parse_range, send_opened, send_plain
from akkord.music.streams import Opened
from akkord.net.territory import territory_of

from . import envelope
from .asking import Asked
from .calls import sounding
from .errors import Code, Failed
from .signing_in import caller, check_version
from .table import CALLS, OPEN, PICTURE, SOUND

Scope = dict[str, Any]
Headers = Mapping[str, str]
MOST_BODY = 1024 * 1024
SILENCE_SECONDS = 20.0
LOOK_AGAIN_SECONDS = 0.2  # for what is being made while somebody waits for it; then less and less often
LONGEST_PAUSE = 3.0
STILL_MADE = Failed(Code.GENERIC, "It is still being made. Try again in a moment.")
FORM = "application/x-www-form-urlencoded"
ANYBODYS_PAGE = [
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"content-length, content-range, content-disposition, accept-ranges, etag, retry-after",
    ),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, HEAD, POST"),
    (b"access-control-allow-headers", b"*"),  # none of them opens anything here
    (b"access-control-max-age", b"86400"),
]
# Threads of this door's own: a call that takes long keeps no stream and no live line waiting.
THREADS = Threads(12, "rest")
log = structlog.get_logger()


@dataclass(frozen=True)
class Sounding:
    """Sound to be sent, with headers of this door's own."""

    opened: Opened
    headers: list[tuple[bytes, bytes]]


class Gone(Exception):
    """Whoever has called is not there any more."""


async def answer(scope: Scope, receive: Any, send: Any) -> None:
    """ASGI: /rest/<call> and /rest/<call>.view, by GET, HEAD and POST."""
    if scope["method"] == "OPTIONS":
        return await send_plain(send, 204, b"", [*ANYBODYS_PAGE, *PREFLIGHT])
    if scope["method"] not in ("GET", "HEAD", "POST"):
        return await send_plain(send, 405, b"", [(b"allow", b"GET, HEAD, POST, OPTIONS"), *ANYBODYS_PAGE])
    headers = {k.decode("latin1").lower(): v.decode("latin1") for k, v in scope["headers"]}
    body = await _body(receive) if scope["method"] == "POST" else b""
    if body is None:
        return await send_plain(send, 413, b"", ANYBODYS_PAGE)
    try:
        asked = _read(scope, headers, body)
    except ValueError:  # more parameters than anybody means
        return await send_plain(send, 400, b"", ANYBODYS_PAGE)
    name = scope["path"].removeprefix("/rest/").removesuffix(".view")
    try:
        said = await _waited_for(receive, lambda: _called(name, asked, headers, scope["method"]))
    except Gone:
        return None
    if isinstance(said, Sounding):
        return await send_opened(scope, send, headers, said.opened, [*said.headers, *ANYBODYS_PAGE])
    if isinstance(said, sounding.Picture):
        return await _send_picture(scope, send, headers, said)
    await _send_tree(scope, send, asked, said)


async def _waited_for(receive: Any, call: Callable[[], Any]) -> Any:
    """What a call answers in the end. Raises Gone: who has left waits for nothing."""
    said = await THREADS.ask(call)
    if not isinstance(said, sounding.Later):
        return said
    loop = asyncio.get_running_loop()
    begun, pause = loop.time(), LOOK_AGAIN_SECONDS
    gone = asyncio.ensure_future(_leaving(receive))
    try:
        while isinstance(said, sounding.Later):
            if loop.time() - begun > said.patience:
                return said.instead or envelope.failed(STILL_MADE)
            if (await asyncio.wait({gone}, timeout=pause))[0]:
                raise Gone
            pause = min(1.5 * pause, LONGEST_PAUSE)
            said = await THREADS.ask(call)
        return said
    finally:
        gone.cancel()


async def _leaving(receive: Any) -> None:
    """Until the caller has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _read(scope: Scope, headers: Headers, body: bytes) -> Asked:
    """Parameters of the address, and those of a form after them (formPost)."""
    said = scope.get("query_string", b"").decode("utf-8", "replace")
    if body and headers.get("content-type", "").partition(";")[0].strip().lower() == FORM:
        said += "&" + body.decode("utf-8", "replace")
    read = parse_qs(said, keep_blank_values=True, errors="replace", max_num_fields=20_000)
    if "%00" in said or "\0" in said:  # no text here means a NUL, and PostgreSQL takes none
        read = {name: [value.replace("\0", "") for value in values] for name, values in read.items()}
    peer = scope["client"][0] if scope.get("client") else ""
    territory = territory_of(peer, headers.get("x-forwarded-for", ""))
    return Asked(read, territory, body, known=headers.get("if-none-match", ""))


async def _body(receive: Any) -> bytes | None:
    """The whole body; None for one that is too long, is broken off, or falls silent."""
    body = b""
    while True:
        try:
            message = await asyncio.wait_for(receive(), SILENCE_SECONDS)
        except TimeoutError:
            return None
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > MOST_BODY:
            return None
        if not message.get("more_body"):
            return body


def _called(name: str, asked: Asked, headers: Headers, method: str) -> Any:
    with connection():
        return told(name, asked, headers, method)


def told(name: str, asked: Asked, headers: Headers, method: str) -> Any:
    """What a call answers: a tree, sound, a picture, or Later, while it is being made.

    A fault of ours is recorded and told.
    """
    try:
        return _call(name, asked, headers, method)
    except sounding.Later as later:
        return later
    except Failed as why:
        return envelope.failed(why)
    except Exception:  # as Django answers for a page of its own
        log.exception("subsonic_call_failed", call=name)
        return envelope.failed(Failed(Code.GENERIC, "The server made a mistake. It has been recorded."))


def _call(name: str, asked: Asked, headers: Headers, method: str) -> Any:
    if name not in CALLS:
        raise Failed(Code.GENERIC, "There is no such call.")
    check_version(asked)
    if name not in OPEN:
        asked = asked.by(caller(asked))
    said = CALLS[name](asked)
    if name in SOUND:
        if method != "HEAD" and _from_the_beginning(headers, said):
            sounding.begun(asked, said)
        return Sounding(said, sounding.named(said))
    return said if name in PICTURE else envelope.succeeded(said)


def _from_the_beginning(headers: Headers, opened: Opened) -> bool:
    try:
        wanted = parse_range(headers.get("range", ""), opened.size)
    except ValueError:
        return False
    return wanted is None or wanted.first == 0


async def _send_tree(scope: Scope, send: Any, asked: Asked, tree: envelope.Tree) -> None:
    mime, said = envelope.written(tree, asked.text("f", "xml").lower(), asked.text("callback"))
    headers = [
        (b"content-type", f"{mime}; charset=utf-8".encode()),
        (b"content-length", str(len(said)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *ANYBODYS_PAGE,
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else said})


async def _send_picture(scope: Scope, send: Any, headers: Headers, picture: sounding.Picture) -> None:
    etag = f'"{picture.name}"'
    common = [
        (b"etag", etag.encode()),
        (b"cache-control", b"private, no-cache"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"sandbox; default-src 'none'"),
        *ANYBODYS_PAGE,
    ]
    if is_known(headers, etag):
        await send({"type": "http.response.start", "status": 304, "headers": common})
        return await send({"type": "http.response.body", "body": b""})
    common += [
        (b"content-type", picture.mime.encode()),
        (b"content-length", str(len(picture.said)).encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": common})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else picture.said})
