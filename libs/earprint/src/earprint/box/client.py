"""The site's side of the box: starts the warm process, hands it open files, bounds all that comes back."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Self

from earprint.box import answers, wire
from earprint.box.errors import BoxFailed, NotProven, Refused
from earprint.box.face import Examined, Proof, Rendered
from earprint.box.forms import WEBM, Form

if TYPE_CHECKING:
    from earprint.prints import Print

Mode = Literal["full", "rlimits"]
# Seconds after which a child is looked at, and stopped if it does not work; and that it may exist at all:
# twelve hours of sound are 1,600 CPU seconds of MP3, on a core shared by four.
WALL_BASE, WALL_PER_MEGABYTE, WALL_MOST = 90.0, 3.0, 7200.0
START_SECONDS = 180.0  # the first start on a machine compiles the kernels
GRACE = 15.0  # seconds the warm process has to report before it is held for dead
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "NUMBA_CACHE_DIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


class _Gone(Exception):
    """The warm process died over a request."""


class Box:
    """Decodes hostile files in sealed children; safe for threads, each call has a child of its own.

    `mode` "full": limits, landlock and system-call filter, proven before the first file; "rlimits": only
    the limits every Unix has, for an operator who chooses so. Use as a context manager, or start and close.
    """

    def __init__(self, mode: Mode = "full") -> None:
        self.mode: Mode = mode
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0
        self._numbers = 0
        self._proof: Proof | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the warm process and wait until it is ready; does nothing if it runs. Raises BoxFailed."""
        with self._lock:
            if self._process and self._owner == os.getpid() and self._process.poll() is None:
                return
            self.close()
            ours, theirs = socket.socketpair()
            with theirs:
                self._process = _launch(theirs)
            self._control, self._owner = ours, os.getpid()
            ours.settimeout(START_SECONDS)
            try:
                ready = ours.recv(len(wire.READY))
            except OSError as error:
                ready = str(error).encode()
            if ready != wire.READY:
                self.close()
                raise BoxFailed("the decoding process did not start")
            ours.settimeout(GRACE)

    def close(self) -> None:
        """End the warm process and its children."""
        with self._lock:
            process, self._process = self._process, None
            if self._control:
                self._control.close()
                self._control = None
            if process and self._owner == os.getpid():
                try:
                    process.wait(3)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def examine(self, source: int | Path, name_hint: str = "") -> Examined:
        """Decode a file once and tell what it is. Raises Refused, NotProven, BoxFailed.

        `source`: an open descriptor (read from its start, left open) or a path.
        """
        self._demand_proof()
        with _opened(source) as handle, self._asked("examine", handle, hint=name_hint[-40:]) as answer:
            return answers.examined(*answer.all())

    def listen(self, source: int | Path, name_hint: str = "") -> Print:
        """Decode a file once for its print alone: half the work of `examine`. Raises as examine."""
        self._demand_proof()
        with _opened(source) as handle, self._asked("listen", handle, hint=name_hint[-40:]) as answer:
            return answers.printed(*answer.all())

    def render(
        self, source: int | Path, sink: BinaryIO | Path, form: Form = WEBM, since: float = 0.0
    ) -> Rendered:
        """Decode a file and write it to `sink` in a form, from `since` seconds on, seekable, without tags.

        Raises as examine. After an error the sink may hold a part; a path is written under a temporary name
        and then renamed.
        """
        self._demand_proof()
        wanted = {"kind": form.kind, "kbit": form.kbit, "since": since}
        with _opened(source) as handle, self._asked("render", handle, **wanted) as answer, _sink(sink) as out:
            seconds, size = answers.seconds_of(answer.said), answer.pour(out)
            answer.expect_good_end()
            return Rendered(form.mime, seconds, size)

    def draw(self, source: int | Path, side: int) -> bytes:
        """A cover drawn anew as a JPEG, no side longer than `side` pixels (16 to 2048). Raises as examine."""
        self._demand_proof()
        with _opened(source) as handle, self._asked("draw", handle, side=side) as answer:
            return answers.picture(*answer.all())

    @property
    def pid(self) -> int | None:
        """The warm process, for benches that look at it; None while there is none."""
        return self._process.pid if self._process else None

    def children_seconds(self) -> float:
        """CPU seconds of all children that have ended so far, for benches (Linux)."""
        if self._process is None:
            return 0.0
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")

    def prove(self) -> Proof:
        """Try to break out of a sealed child in every way we know. Raises BoxFailed."""
        with tempfile.TemporaryDirectory() as folder:
            canary = Path(folder) / "canary.wav"
            with wave.open(str(canary), "wb") as out:
                out.setparams((1, 2, 8000, 0, "NONE", ""))
                out.writeframes(bytes(16000))
            try:
                with _opened(canary) as handle, self._asked("prove", handle, canary=str(canary)) as answer:
                    attempts = answers.attempts(answer.all()[0])
            except Refused as refusal:
                attempts = []
                reason = f"the sealed child could not be made: {refusal.detail}"
            else:
                reason = answers.verdict(self.mode, attempts)
        self._proof = Proof(self.mode, attempts, not reason, reason)
        return self._proof

    def _demand_proof(self) -> None:
        if self.mode == "full" and (self._proof is None or not self._proof.ok):
            with self._lock:
                proof = self._proof if self._proof and self._proof.ok else self.prove()
            if not proof.ok:
                raise NotProven(proof.reason)

    @contextlib.contextmanager
    def _asked(self, do: str, handle: int, **fields: Any) -> Iterator[answers.Answer]:
        """Ask the warm process; if it is found dead, start it anew and ask once more."""
        for attempt in (1, 2):
            try:
                answer = self._ask(do, handle, fields)
                break
            except _Gone as error:
                if attempt == 2:
                    raise BoxFailed("the decoding process died twice over one request") from error
        with answer:
            yield answer

    def _ask(self, do: str, handle: int, fields: dict[str, Any]) -> answers.Answer:
        megabytes = os.fstat(handle).st_size / 1e6
        wall = min(WALL_MOST, WALL_BASE + WALL_PER_MEGABYTE * megabytes)
        with self._lock:
            self.start()
            self._numbers += 1
            number, control = self._numbers, self._control
            assert control is not None
            answer_in, answer_out = os.pipe()
            ending_in, ending_out = os.pipe()
            answer = answers.Answer(answer_in, ending_in, number, time.monotonic() + WALL_MOST + GRACE)
            try:
                request = wire.request(
                    do=do, mode=self.mode, number=number, wall=wall, most=WALL_MOST, **fields
                )
                sent = socket.send_fds(control, [request], [handle, answer_out, ending_out])
                control.sendall(request[sent:])
            except OSError as error:
                answer.close()
                self._kill()
                raise _Gone from error
            finally:
                os.close(answer_out)
                os.close(ending_out)
        return self._first_words(answer)

    def _first_words(self, answer: answers.Answer) -> answers.Answer:
        """Read the head of the answer, so that a dead warm process is noticed while it can be asked again."""
        try:
            answer.read_head()
        except answers.NobodyThere as error:
            answer.close()
            self._kill()
            raise _Gone from error
        except BaseException:
            answer.close()
            raise
        return answer

    def _kill(self) -> None:
        with self._lock:
            if self._process and self._owner == os.getpid():
                with contextlib.suppress(ProcessLookupError):
                    self._process.send_signal(signal.SIGKILL)
            self.close()


def _launch(control: socket.socket) -> subprocess.Popen[bytes]:
    """The warm process sees only what it needs of our environment, and computes in one thread."""
    env = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    env |= dict.fromkeys(
        ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
    )
    env["PYTHONPATH"] = str(Path(__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, "-m", "earprint.box.zygote", str(control.fileno())],
        pass_fds=[control.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=env,
        cwd="/",
        start_new_session=True,
    )


@contextlib.contextmanager
def _opened(source: int | Path) -> Iterator[int]:
    """A descriptor given stays the caller's; the child shares its position and reads alone."""
    if isinstance(source, int):
        yield source
        return
    handle = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


@contextlib.contextmanager
def _sink(sink: BinaryIO | Path) -> Iterator[BinaryIO]:
    if not isinstance(sink, Path):
        yield sink
        return
    temporary = sink.with_name(sink.name + ".part")
    try:
        with temporary.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(sink)
    finally:
        temporary.unlink(missing_ok=True)
