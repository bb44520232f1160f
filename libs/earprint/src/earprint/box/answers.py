"""Reading what a child says: bounded, timed, and believed only if the child ended well."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from earprint import levels
from earprint.box import wire
from earprint.box.errors import REASONS, BoxFailed, Refused
from earprint.box.face import Cover, Examined

if TYPE_CHECKING:
    from earprint.prints import Print

MOST_ANSWER = 1 << 30  # bytes; twelve hours of Opus are 600 MB
CHUNK = 1 << 20
LONGEST_LYRICS = 20_000  # characters


class NobodyThere(BoxFailed):
    """The warm process ended without saying how its child ended."""


class Answer:
    """The pipes of one request. A context manager that closes them."""

    def __init__(self, answer: int, ending: int, number: int, until: float) -> None:
        self._answer, self._ending, self._number, self._until = answer, ending, number, until
        self.said: dict[str, Any] = {}
        self._sizes: list[int] = []
        self._ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for handle in (self._answer, self._ending):
            with contextlib.suppress(OSError):
                os.close(handle)
        self._answer = self._ending = -1

    def read_head(self) -> None:
        """Raises Refused if the child refused, was stopped or broke; NobodyThere if the warm process died."""
        try:
            self.said, self._sizes = wire.read_answer(self._exactly, MOST_ANSWER)
        except wire.BadAnswer as error:
            self.expect_good_end()
            raise Refused("decoder_error") from error
        if "refused" in self.said:
            self.expect_good_end()
            raise _refusal(self.said)

    def all(self) -> tuple[dict[str, Any], list[bytes]]:
        """Head and blobs, after the child has ended well."""
        blobs = [self._exactly(size) for size in self._sizes]
        if [len(blob) for blob in blobs] != self._sizes:
            self.expect_good_end()
            raise Refused("decoder_error")
        self.expect_good_end()
        return self.said, blobs

    def pour(self, out: BinaryIO) -> int:
        """Write the blobs to `out` as they come; returns how many bytes."""
        total = sum(self._sizes)
        left = total
        while left:
            piece = self._some(min(CHUNK, left))
            if not piece:
                self.expect_good_end()
                raise Refused("decoder_error")
            out.write(piece)
            left -= len(piece)
        return total

    def expect_good_end(self) -> None:
        """Wait for the child's end. Raises Refused if it was stopped or crashed."""
        if self._ended:
            return
        self._wait(self._ending)
        packed = os.read(self._ending, wire.ENDING.size)
        if len(packed) != wire.ENDING.size:
            raise NobodyThere
        number, status, stopped = wire.ENDING.unpack(packed)
        self._ended = True
        if number != self._number:
            raise BoxFailed("the decoding process mixed up its answers")
        reason = _reason_of(status, stopped=stopped)
        if reason:
            raise Refused(reason)

    def _exactly(self, count: int) -> bytes:
        made = bytearray()
        while len(made) < count and (piece := self._some(min(CHUNK, count - len(made)))):
            made += piece
        return bytes(made)

    def _some(self, count: int) -> bytes:
        self._wait(self._answer)
        return os.read(self._answer, count)

    def _wait(self, handle: int) -> None:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        if not poll.poll(max(0.0, self._until - time.monotonic()) * 1000):
            raise NobodyThere  # the warm process should have stopped the child long ago


def _reason_of(status: int, *, stopped: bool) -> str:
    """Empty for a child that ended well, else the reason code of its end."""
    if stopped:
        return "wall"
    if os.WIFSIGNALED(status):
        return {signal.SIGXCPU: "cpu", signal.SIGKILL: "memory"}.get(os.WTERMSIG(status), "decoder_error")  # type: ignore[call-overload,no-any-return]
    return "decoder_error" if os.waitstatus_to_exitcode(status) else ""


def _refusal(said: dict[str, Any]) -> Refused:
    """A child's own refusal; a reason we do not know is not repeated."""
    reason = said.get("refused")
    if not isinstance(reason, str) or reason not in REASONS:
        return Refused("decoder_error")
    return Refused(reason, str(said.get("detail", ""))[:200])


def examined(said: dict[str, Any], blobs: list[bytes]) -> Examined:
    """The child's words as Examined. A child that was taken over may lie in them, but not in their form."""
    from earprint.prints import Print  # loads NumPy: only where somebody has sent sound

    try:
        waveform, printed, picture, loud = blobs
        levels.read(loud)
        lufs, mime = said["loudness_lufs"], said["cover"]
        return Examined(
            samples=int(said["samples"]), rate=int(said["rate"]), channels=int(said["channels"]),
            seconds=seconds_of(said), container=str(said["container"])[:16], codec=str(said["codec"])[:16],
            bitrate=int(said["bitrate"]), tags={str(k)[:16]: str(v)[:300] for k, v in said["tags"].items()},
            cover=Cover(mime, picture) if picture and mime in ("image/jpeg", "image/png") else None,
            loudness_lufs=None if lufs is None else float(lufs), peak=float(said["peak"]),
            lyrics=str(said["lyrics"])[:LONGEST_LYRICS],
            figures=[float(each) for each in said["figures"][:64]],
            waveform=waveform[:800], levels=loud, print=Print.from_bytes(printed),
        )  # fmt: skip
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Refused("decoder_error") from error


def printed(said: dict[str, Any], blobs: list[bytes]) -> Print:
    """The child's one blob as a print."""
    from earprint.prints import Print

    try:
        (one,) = blobs
        seconds_of(said)
        return Print.from_bytes(one)
    except ValueError as error:
        raise Refused("decoder_error") from error


def picture(said: dict[str, Any], blobs: list[bytes]) -> bytes:
    """The child's one blob as a JPEG."""
    if len(blobs) != 1 or not blobs[0].startswith(b"\xff\xd8\xff"):
        raise Refused("decoder_error")
    return blobs[0]


def seconds_of(said: dict[str, Any]) -> float:
    """The decoded length the child counted."""
    try:
        return float(said["seconds"])
    except (KeyError, ValueError, TypeError) as error:
        raise Refused("decoder_error") from error


def attempts(said: dict[str, Any]) -> list[tuple[str, bool]]:
    """What the child tried, of a proof."""
    return [(str(what), bool(refused)) for what, refused in said["attempts"]]


def verdict(mode: str, tried: list[tuple[str, bool]]) -> str:
    """Empty if the box holds what its mode promises, else what got through."""
    open_ways = [what for what, refused in tried if not refused]
    if mode == "rlimits":
        return "" if tried else "nothing was tried"
    if not tried:
        return "nothing was tried"
    return "not refused: " + ", ".join(open_ways) if open_ways else ""
