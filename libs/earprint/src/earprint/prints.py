"""A print: the landmarks (spectral peaks) of one recording, small enough to keep for ever.

The analysis is the same for a reference and for a query, so that any stored upload can later be searched
against new references without being decoded again. Peaks follow Wang, "An industrial-strength audio
search algorithm" (ISMIR 2003), on a logarithmic frequency axis, where a change of speed or pitch is a
shift (Six & Leman, "Panako", ISMIR 2014; Sonnleitner & Widmer, "Robust quad-based audio fingerprinting",
TASLP 2016). The bytes are specified in docs/format.md.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RATE = 16_000  # samples per second of the analysed sound
HOP = 256  # samples between two frames: 62.5 frames per second
FRAMES_PER_SECOND = RATE / HOP
TICKS_PER_FRAME = 8  # peaks are placed finer than a frame: one tick is 2 ms
TICKS_PER_SECOND = TICKS_PER_FRAME * FRAMES_PER_SECOND
FINE_PER_BIN = 32  # and finer than a bin
BINS_PER_OCTAVE = 36  # a bin is a third of a semitone
LOWEST_HERTZ = 220.0
BINS = 180  # to 7.0 kHz

_MAGIC = b"EPR2"
_OLDER = (b"EPR1",)
_HEAD = struct.Struct("<4sdI")
_PEAK_BYTES = 4 + 2 + 1
_SPARSE_BIT = 0x8000
MAX_PEAKS = 8_000_000  # 12 hours at three times the usual density
_AT_ONCE = 1 << 16  # peaks


class DamagedPrint(ValueError):
    """The bytes are not a print of a version this library reads."""


class OldPrint(DamagedPrint):
    """A print of an earlier analysis: its landmarks are others, the sound has to be analysed again."""


@dataclass(frozen=True, eq=False)
class Print:
    """Peaks of one recording, ordered by time.

    `t`: int32 ticks of 2 ms from the start; `f`: uint16 in 1/32 bin of 1/36 octave above 220 Hz;
    `strength`: uint8, 1/12 neper of power; `sparse`: bool, the half of the peaks that also stand out in
    the wider neighbourhood and make a reference; `seconds`: length of the sound.
    """

    t: npt.NDArray[np.int32]
    f: npt.NDArray[np.uint16]
    strength: npt.NDArray[np.uint8]
    sparse: npt.NDArray[np.bool_]
    seconds: float

    def __len__(self) -> int:
        return len(self.t)

    def to_bytes(self) -> bytes:
        """Versioned, little-endian, about 230 bytes per second of music."""
        packer, made = zlib.compressobj(6), [_HEAD.pack(_MAGIC, self.seconds, len(self))]
        # First all lowest bytes, then the next: high bytes are nearly always alike, and so pack to nothing.
        for parts, size in ((self._steps, 4), (self._marked, 2)):
            for byte in range(size):
                made += (packer.compress(part.view(np.uint8)[byte::size].tobytes()) for part in parts())
        made.append(packer.compress(self.strength.tobytes()))
        return b"".join([*made, packer.flush()])

    def _steps(self) -> Iterator[npt.NDArray[np.uint32]]:
        """Ticks from each peak to the next, a part at a time: of hours no second copy is made."""
        for first in range(0, len(self), _AT_ONCE):
            before = self.t[first - 1] if first else np.int32(0)
            yield np.diff(self.t[first : first + _AT_ONCE], prepend=before).astype("<u4")

    def _marked(self) -> Iterator[npt.NDArray[np.uint16]]:
        """Pitches, and which of them are sparse, in the same parts."""
        for first in range(0, len(self), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            yield (self.f[part] | self.sparse[part] * np.uint16(_SPARSE_BIT)).astype("<u2")

    @classmethod
    def from_bytes(cls, data: bytes) -> Print:
        """Read what `to_bytes` wrote; anything else, hostile bytes included, raises DamagedPrint."""
        seconds, count, body = _unpack(data)
        steps = _joined(body[: 4 * count], "<u4")
        marked = _joined(body[4 * count : 6 * count], "<u2")
        strength = np.frombuffer(body, np.uint8, count, offset=6 * count)
        ticks = np.cumsum(steps.astype(np.int64))
        if count and ticks[-1] >= 2**31:
            raise DamagedPrint("peaks lie beyond any length a print can have")
        f = (marked & np.uint16(_SPARSE_BIT - 1)).astype(np.uint16)
        if count and int(f.max()) >= BINS * FINE_PER_BIN:
            raise DamagedPrint("peaks lie beyond any pitch a print can have")
        return cls(
            ticks.astype(np.int32), f, strength.copy(), (marked & np.uint16(_SPARSE_BIT)) != 0, seconds
        )

    def frames(self) -> npt.NDArray[np.float32]:
        """Times in frames."""
        return self.t.astype(np.float32) / np.float32(TICKS_PER_FRAME)

    def bins(self) -> npt.NDArray[np.float32]:
        """Pitches in bins."""
        return self.f.astype(np.float32) / np.float32(FINE_PER_BIN)


def _joined(planes: bytes, kind: str) -> npt.NDArray[Any]:
    size = np.dtype(kind).itemsize
    rows = np.frombuffer(planes, np.uint8).reshape(size, -1)
    return np.ascontiguousarray(rows.T).view(kind).reshape(-1)


def _unpack(data: bytes) -> tuple[float, int, bytes]:
    if len(data) < _HEAD.size:
        raise DamagedPrint("shorter than the head of a print")
    magic, seconds, count = _HEAD.unpack_from(data)
    if magic in _OLDER:
        raise OldPrint("a print of an earlier version: analyse the sound again")
    if magic != _MAGIC or count > MAX_PEAKS or not 0 <= seconds < 10**6:
        raise DamagedPrint("not a print, or of a version this library does not read")
    reader = zlib.decompressobj()
    try:
        body = reader.decompress(data[_HEAD.size :], count * _PEAK_BYTES + 1)
    except zlib.error as error:
        raise DamagedPrint(f"the peaks cannot be unpacked: {error}") from error
    if len(body) != count * _PEAK_BYTES:
        raise DamagedPrint("the number of peaks is not the number announced")
    return seconds, count, body


def empty(seconds: float) -> Print:
    """The print of a sound without any peak, as of silence."""
    return Print(
        np.zeros(0, np.int32), np.zeros(0, np.uint16), np.zeros(0, np.uint8), np.zeros(0, np.bool_), seconds
    )


def analyse(pcm: npt.NDArray[np.float32]) -> Print:
    """Print of a whole sound: float32 [n, 2] (or [n]) in -1..1 at RATE hertz. Loads the kernels."""
    return analyse_blocks([pcm])


def analyse_blocks(blocks: Iterable[npt.NDArray[Any]]) -> Print:
    """The same print from consecutive blocks of any size, in memory that does not grow with the length."""
    from earprint.analysis import Analyser  # loads numba and scipy: only where sound is analysed

    analyser = Analyser()
    for block in blocks:
        analyser.feed(block)
    return analyser.finish()
