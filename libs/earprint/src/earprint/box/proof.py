"""What a hostile decoder would try. Runs in a sealed child; every attempt must be refused."""

from __future__ import annotations

import io
import os
import signal
import socket
from collections.abc import Callable

import av
import av.error

_CANARY = "/etc/passwd"


def attempts(canary_wav: str) -> list[tuple[str, bool]]:
    """(what was tried, whether it was refused). `canary_wav`: path of a sound file that exists."""
    tries: list[tuple[str, Callable[[], object]]] = [
        ("read another file", lambda: os.open(_CANARY, os.O_RDONLY)),
        ("make a file", lambda: os.open(canary_wav + ".made", os.O_CREAT | os.O_WRONLY, 0o600)),
        ("list a folder", lambda: os.listdir("/")),
        ("reopen the upload by its descriptor", lambda: os.open("/proc/self/fd/0", os.O_RDONLY)),
        ("connect to this machine", lambda: socket.socket().connect(("127.0.0.1", 9))),
        ("open a socket of the machine", lambda: socket.socket(socket.AF_UNIX)),
        ("run a program", _run),
        ("start a process", _fork),
        ("stop the process above", lambda: os.kill(os.getppid(), 0)),
        (
            "open a file through a concat script",
            lambda: _playlist(b"ffconcat version 1.0\nfile " + canary_wav.encode() + b"\n", "concat"),
        ),
        ("open a file through an HLS playlist", lambda: _playlist(_hls(canary_wav), "hls")),
        ("remove a file", lambda: os.unlink(canary_wav)),
    ]
    return [(what, _refused(attempt)) for what, attempt in tries]


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except ConnectionRefusedError:  # by the other end, so the way there was open
        return False
    except (OSError, av.error.FFmpegError):
        return True
    return False


def _run() -> None:
    """A program that does not exist: a wall refuses before the kernel looks for it."""
    try:
        os.execv("/nonexistent/program", ["program"])
    except FileNotFoundError:
        return


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _hls(path: str) -> bytes:
    return b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:" + path.encode() + b"\n#EXT-X-ENDLIST\n"


def _playlist(script: bytes, demuxer: str) -> None:
    """As careless as can be: every option that guards against playlists is turned off."""
    loose = {"protocol_whitelist": "file,crypto,data,http,tcp"}
    loose |= {"safe": "0"} if demuxer == "concat" else {"allowed_extensions": "ALL", "extension_picky": "0"}
    with av.open(io.BytesIO(script), "r", format=demuxer, container_options=loose) as opened:
        next(opened.decode(audio=0))
