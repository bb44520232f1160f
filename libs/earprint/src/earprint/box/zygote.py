"""The warm process: has imported the decoders and compiled the kernels, and forks one child per file.

It never opens a file itself: it gets descriptors over a socket, hands them to a sealed child, and reports
how the child ended. When the site's end of the socket closes, it ends its children and itself.
"""

from __future__ import annotations

import array
import contextlib
import gc
import io
import json
import os
import select
import signal
import socket
import sys
import time
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import av.logging

from earprint.box import cage, pictures, proof, wire
from earprint.box.errors import Refused
from earprint.box.examine import examine, listen
from earprint.box.forms import KINDS, Form
from earprint.box.render import CPU_PER_HOUR, render

_Work = Callable[[io.RawIOBase, int, str], tuple[dict[str, Any], Sequence[bytes | memoryview]]]
_WORK: dict[str, _Work] = {"examine": examine, "listen": listen}
LEAST_WORK = 0.02  # share of its time that a child on the busiest machine gets
FILES = 3  # descriptors that come with a request: the file, the answer's pipe, the ending's pipe


@dataclass
class _Child:
    number: int
    ending: int  # pipe for wire.ENDING
    wall: float  # seconds it may exist without working
    until: float  # when that is looked at, monotonic
    last: float  # and when it has existed too long in any case
    worked: float = 0.0  # CPU seconds, when that was last looked at
    stopped: bool = False


def main() -> None:
    """`python -m earprint.box.zygote FD`: serve the socket until it closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    av.logging.set_level(None)
    _warm_up()
    gc.collect()
    gc.freeze()  # children share these pages; the collector would touch and so copy them
    wake_in, wake_out = os.pipe()
    os.set_blocking(wake_out, False)
    signal.set_wakeup_fd(wake_out)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    control.sendall(wire.READY)
    _serve(control, wake_in, cage.baseline_bytes())


def _warm_up() -> None:
    """Go through every import and kernel once: a sealed child can load nothing."""
    file = io.BytesIO(_tone(3.0))
    examine(file, len(file.getvalue()), "")  # type: ignore[arg-type]  # BytesIO reads like the raw file it stands for
    for kind in KINDS:
        file.seek(0)
        render(file, len(file.getvalue()), Form(kind, 96), 0.5)  # type: ignore[arg-type]
    pictures.warm_up()
    json.loads(json.dumps({"ready": True}))


def _tone(seconds: float) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setparams((2, 2, 44100, 0, "NONE", ""))
        out.writeframes(bytes(range(256)) * int(seconds * 44100 * 4 / 256))
    return made.getvalue()


def _serve(control: socket.socket, wake: int, baseline: int) -> None:
    children: dict[int, _Child] = {}
    while True:
        limits = [child.until for child in children.values() if not child.stopped]
        patience = max(0.0, min(limits) - time.monotonic()) if limits else None
        watched: list[socket.socket | int] = [control, wake]
        ready, _, _ = select.select(watched, [], [], patience)
        if wake in ready:
            os.read(wake, 512)
        _report_ended(children)
        _stop_late(children)
        if control in ready and not _take_request(control, children, baseline):
            for pid in children:
                os.kill(pid, signal.SIGKILL)
            return


def _take_request(control: socket.socket, children: dict[int, _Child], baseline: int) -> bool:
    """Fork a child for the next request; False when the socket is closed."""
    room = socket.CMSG_SPACE(FILES * array.array("i").itemsize)
    data, extra, _, _ = control.recvmsg(wire.REQUEST, room)
    if not data:
        return False
    handles = array.array("i")
    for level, kind, value in extra:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            handles.frombytes(value[: len(value) - len(value) % handles.itemsize])
    while len(data) < wire.REQUEST:
        data += (more := control.recv(wire.REQUEST - len(data)))
        if not more:
            return False
    asked = json.loads(data)
    source, answer, ending = handles
    pid = os.fork()
    if pid == 0:
        _be_child(asked, source, answer, baseline)
    os.close(source)
    os.close(answer)
    now = time.monotonic()
    children[pid] = _Child(asked["number"], ending, asked["wall"], now + asked["wall"], now + asked["most"])
    return True


def _report_ended(children: dict[int, _Child]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        child = children.pop(pid)
        with contextlib.suppress(BrokenPipeError):  # whoever asked may have gone
            os.write(child.ending, wire.ENDING.pack(child.number, status, child.stopped))
        os.close(child.ending)


def _stop_late(children: dict[int, _Child]) -> None:
    """Stop those that hang. One that has worked meanwhile goes on: the size of a file says little about its
    length, a busy machine is slow, and how long it may work is bounded by the CPU limit."""
    now = time.monotonic()
    for pid, child in children.items():
        if child.until > now or child.stopped:
            continue
        worked = _cpu_seconds(pid)
        if worked - child.worked >= child.wall * LEAST_WORK and now < child.last:
            child.worked, child.until = worked, min(child.last, now + child.wall)
        else:
            child.stopped = True
            os.kill(pid, signal.SIGKILL)


def _cpu_seconds(pid: int) -> float:
    """What a child has used (proc(5)); 0 where the system does not say."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _be_child(asked: dict[str, Any], source: int, answer: int, baseline: int) -> None:
    """Never returns. Anything not foreseen ends the child without an answer, which refuses the file."""
    code = 1
    try:
        _keep_only(source, answer)
        file, size = io.FileIO(0, "rb", closefd=False), os.fstat(0).st_size  # a sealed process cannot ask
        cage.limit(CPU_PER_HOUR if asked["do"] == "render" else cage.CPU_PER_HOUR, baseline)
        if asked["mode"] == "full":
            cage.seal()
        _do(asked, file, size)
        code = 0
    finally:
        os._exit(code)


def _keep_only(source: int, answer: int) -> None:
    """Descriptors 0 (the file) and 1 (the answer), nothing else; signals and environment as new."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    os.environ.clear()
    high = max(source, answer, 2) + 1
    os.dup2(source, high)
    os.dup2(answer, high + 1)
    os.dup2(high, 0)
    os.dup2(high + 1, 1)
    os.close(2)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))


def _do(asked: dict[str, Any], file: io.FileIO, size: int) -> None:
    said: dict[str, Any]
    blobs: Sequence[bytes | memoryview]
    try:
        if asked["do"] == "prove":
            said, blobs = {"attempts": proof.attempts(asked["canary"])}, []
        elif asked["do"] == "draw":
            said, blobs = pictures.draw(file, size, asked["side"])
        elif asked["do"] == "render":
            said, blobs = render(file, size, Form(asked["kind"], asked["kbit"]), asked["since"])
        else:
            said, blobs = _WORK[asked["do"]](file, size, asked["hint"])
    except Refused as refusal:
        said, blobs = {"refused": refusal.reason, "detail": refusal.detail}, []
    except MemoryError:
        gc.collect()
        said, blobs = {"refused": "memory"}, []
    wire.send_answer(1, said, blobs)


if __name__ == "__main__":
    main()
