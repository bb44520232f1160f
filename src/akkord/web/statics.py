"""What every browser keeps of the site: script, style and drawings, packed, from memory.

`/static/v/<version>/web/shell.js`: one version for all files together. What a module imports by a relative
address is of the same version without anybody rewriting it, and a browser may keep it for ever (RFC 8246).
Without a version, or under one that is no longer ours, the same file is given to be asked for again.
"""

import gzip
import mimetypes
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage

from akkord.music.serving import send_plain

BEGINS = "/static/"
FOR_EVER = b"public, max-age=31536000, immutable"
ASK_AGAIN = b"public, no-cache"
PACKED = frozenset({"text/css", "text/javascript", "image/svg+xml"})
LEFT_ASIDE = ["CVS", ".*", "*~"]  # as Django's own collecting does
# What no page is drawn without comes in one answer: each further one waits for a connection of its own.
TOGETHER = {"web/shell.css": ("web/site.css", "web/content.css", "web/music.css", "web/player/player.css")}
# What a module needs before it runs; `import(…)` within a function is fetched when it is asked for.
IMPORT = re.compile(r'^\s*(?:import|export)\s[^;("]*?"(\.[^"]+)"|^import\s"(\.[^"]+)"', re.MULTILINE)


@dataclass(frozen=True)
class File:
    """A file as it is sent: as it is, and packed by gzip where that makes it smaller."""

    body: bytes
    packed: bytes | None
    mime: str
    etag: str


class Versioned(StaticFilesStorage):
    """The addresses pages give: with the version of all files."""

    def url(self, name: str | None) -> str:
        return f"{BEGINS}v/{version()}/{name}"


@cache
def version() -> str:
    """Twelve hex digits of SHA-256 over the names and bytes of all files, as they were when first asked."""
    digest = sha256()
    for name, path in sorted(_paths().items()):
        digest.update(f"{name}\0".encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def file(name: str) -> File | None:
    """The file of that name; None when there is none. What was read once is kept."""
    return _read(name) if name in _paths() or name in TOGETHER else None


@cache
def modules_of(name: str) -> tuple[str, ...]:
    """The names of all modules that this one needs before it runs, the nearest first, without itself."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        for needed in _imported(waiting.pop(0)):
            if needed not in found and needed != name:
                found[needed] = None
                waiting.append(needed)
    return tuple(found)


def _imported(name: str) -> Iterator[str]:
    module = file(name)
    assert module is not None, name
    for groups in IMPORT.findall(module.body.decode()):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), "".join(groups)))


@cache
def _paths() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for finder in get_finders():
        for name, storage in finder.list(LEFT_ASIDE):
            found.setdefault(name.replace("\\", "/"), Path(storage.path(name)))
    return found


@cache
def _read(name: str) -> File:
    body = b"".join(_paths()[part].read_bytes() for part in TOGETHER.get(name, (name,)))
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(body, 9, mtime=0) if mime in PACKED else None
    if packed is not None and len(packed) >= len(body):
        packed = None
    written = f"{mime}; charset=utf-8" if mime.startswith("text/") else mime
    return File(body, packed, written, sha256(body).hexdigest()[:20])


async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: GET and HEAD /static/…"""
    if scope["method"] not in ("GET", "HEAD"):
        return await send_plain(send, 405, b"", [(b"allow", b"GET, HEAD")])
    name, keeping = scope["path"].removeprefix(BEGINS), ASK_AGAIN
    if name.startswith("v/"):
        asked, _, name = name.removeprefix("v/").partition("/")
        keeping = FOR_EVER if asked == version() else ASK_AGAIN
    found = file(name)
    if found is None:
        return await send_plain(send, 404, b"")
    wanted = {key.lower(): value for key, value in scope["headers"]}
    packed = found.packed if b"gzip" in wanted.get(b"accept-encoding", b"") else None
    etag = f'"{found.etag}{"-gzip" if packed else ""}"'.encode()
    headers = [
        (b"etag", etag),
        (b"cache-control", keeping),
        (b"vary", b"Accept-Encoding"),
        (b"x-content-type-options", b"nosniff"),
        # A player in a page of another site, which may have shut it in, reads its module from here.
        (b"access-control-allow-origin", b"*"),
    ]
    if etag in [part.strip().removeprefix(b"W/") for part in wanted.get(b"if-none-match", b"").split(b",")]:
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        return await send({"type": "http.response.body", "body": b""})
    body = packed or found.body
    headers += [(b"content-type", found.mime.encode()), (b"content-length", str(len(body)).encode())]
    if packed:
        headers.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
