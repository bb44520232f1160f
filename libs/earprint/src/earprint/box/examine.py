"""One pass over a sound file: length, loudness, waveform and print. Runs only in a sealed child."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint.analysis import Analyser
from earprint.box import cage
from earprint.box.decode import Clock, Resampled, Sound, open_sound, samples_of
from earprint.box.loudness import Loudness, counted, integrated
from earprint.box.tags import cover_of, lyrics_of, wanted_tags
from earprint.box.timbre import Timbre
from earprint.prints import RATE

WAVEFORM = 800  # values
MOMENT = RATE // 100  # the waveform is kept per 10 ms until the length is known


def examine(file: io.RawIOBase, size: int, name_hint: str) -> tuple[dict[str, Any], list[bytes]]:
    """The fields of Examined as plain values, and its blobs: waveform, print, cover, levels.

    Raises Refused."""
    sound = open_sound(file, size, name_hint)
    clock = Clock(cage.CPU_PER_HOUR)
    meter, listener = Meter(), Listener()
    first: Any = None
    resampled = Resampled("flt", RATE)
    for frame in sound.frames():
        first = first or (frame.sample_rate, frame.layout.nb_channels)
        clock.count(frame)
        meter.feed(samples_of(frame), frame.sample_rate)
        for small in resampled.feed(frame):
            listener.feed(small.to_ndarray())
    for small in resampled.finish():
        listener.feed(small.to_ndarray())
    clock.check_end()
    cover = cover_of(sound.cover_bytes)
    said = {
        "samples": clock.samples, "rate": first[0], "channels": first[1], "seconds": round(clock.seconds, 6),
        "container": sound.container, "codec": sound.codec, "bitrate": round(size * 8 / clock.seconds),
        "tags": wanted_tags(*sound.metadata), "loudness_lufs": meter.loudness(), "peak": round(meter.peak, 5),
        "cover": cover.mime if cover else "", "lyrics": lyrics_of(*sound.metadata),
        "figures": [round(float(figure), 5) for figure in listener.timbre.figures()],
    }  # fmt: skip
    picture = cover.data if cover else b""
    return said, [listener.waveform(), listener.print(), picture, meter.levels()]


def listen(file: io.RawIOBase, size: int, name_hint: str) -> tuple[dict[str, Any], list[bytes]]:
    """Only the print, and the seconds decoded: what an index needs of a file. Raises Refused."""
    sound = open_sound(file, size, name_hint)
    clock, analyser, resampled = Clock(cage.CPU_PER_HOUR), Analyser(), Resampled("flt", RATE)
    for frame in sound.frames():
        clock.count(frame)
        for small in resampled.feed(frame):
            analyser.feed(small.to_ndarray().reshape(-1, 2))
    for small in resampled.finish():
        analyser.feed(small.to_ndarray().reshape(-1, 2))
    clock.check_end()
    return {"seconds": round(clock.seconds, 6)}, [analyser.finish().to_bytes()]


class Meter:
    """Loudness and peak at the file's own rate."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._steps: list[npt.NDArray[np.float64]] = []
        self._loudness: Loudness | None = None
        self._shape = (0, 0)

    def feed(self, sound: Sound, rate: int) -> None:
        if (shape := (rate, sound.shape[0])) != self._shape:
            self._end_part()
            self._loudness, self._shape = Loudness(*shape), shape
        assert self._loudness is not None
        self.peak = max(self.peak, float(sound.max(initial=0.0)), -float(sound.min(initial=0.0)))
        self._loudness.feed(sound)

    def loudness(self) -> float | None:
        self._end_part()
        return integrated(np.concatenate([np.zeros(0), *self._steps]))

    def levels(self) -> bytes:
        """How many blocks are how loud (`earprint.levels`)."""
        self._end_part()
        return counted(np.concatenate([np.zeros(0), *self._steps]))

    def _end_part(self) -> None:
        if self._loudness:
            self._steps.append(self._loudness.steps())
            self._loudness = None
            self._shape = (0, 0)


class Listener:
    """Print and waveform from stereo at 16 kHz."""

    def __init__(self) -> None:
        self._analyser = Analyser()
        self.timbre = Timbre()
        self._moments: list[Sound] = []
        self._rest = np.zeros(0, np.float32)

    def feed(self, interleaved: Sound) -> None:
        pcm = interleaved.reshape(-1, 2)
        self._analyser.feed(pcm)
        self.timbre.feed(pcm.mean(axis=1))
        size = np.abs(pcm)
        loud = np.concatenate([self._rest, np.maximum(size[:, 0], size[:, 1])])
        whole = len(loud) // MOMENT * MOMENT
        self._rest = loud[whole:]
        if whole:
            self._moments.append(loud[:whole].reshape(-1, MOMENT).max(axis=1))

    def waveform(self) -> bytes:
        moments = np.concatenate([np.zeros(0, np.float32), *self._moments])
        if not len(moments):
            return b""
        edges = np.linspace(0, len(moments), min(WAVEFORM, len(moments)), endpoint=False).astype(np.int64)
        tops = np.maximum.reduceat(moments, edges)
        loudest = float(tops.max())
        return bytes(np.rint(tops / loudest * 255).astype(np.uint8)) if loudest > 0 else bytes(len(tops))

    def print(self) -> bytes:
        return self._analyser.finish().to_bytes()
