"""One pass over a sound file: length, loudness, waveform and print. Runs only in a sealed child."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint.analysis import Analyser
from earprint.box import cage
from earprint.box.decode import Clock, Resampled, open_sound, samples_of
from earprint.box.loudness import Gate, Loudness
from earprint.box.outline import Outline
from earprint.box.tags import cover_of, lyrics_of, wanted_tags
from earprint.box.timbre import Figures, Timbre
from earprint.prints import RATE

Sound = npt.NDArray[np.float32]


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
    cover, printed = cover_of(sound.cover_bytes), listener.print()
    said = {
        "samples": clock.samples, "rate": first[0], "channels": first[1], "seconds": round(clock.seconds, 6),
        "container": sound.container, "codec": sound.codec, "bitrate": round(size * 8 / clock.seconds),
        "tags": wanted_tags(*sound.metadata), "loudness_lufs": meter.loudness(), "peak": round(meter.peak, 5),
        "cover": cover.mime if cover else "", "lyrics": lyrics_of(*sound.metadata),
        "figures": [round(float(figure), 5) for figure in listener.figures()],
    }  # fmt: skip
    picture = cover.data if cover else b""
    return said, [listener.waveform(), printed, picture, meter.levels()]


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
        self._gate = Gate()
        self._loudness: Loudness | None = None
        self._shape = (0, 0)

    def feed(self, sound: npt.NDArray[Any], rate: int) -> None:
        if self._loudness is None or (rate, sound.shape[0]) != self._shape:
            self._shape = rate, sound.shape[0]
            self._loudness = Loudness(*self._shape)
        self._gate.feed(self._loudness.feed(sound))
        self.peak = max(self.peak, self._loudness.peak)

    def loudness(self) -> float | None:
        return self._gate.integrated()

    def levels(self) -> bytes:
        """How many blocks are how loud (`earprint.levels`)."""
        return self._gate.levels()


class Listener:
    """Print, timbre and waveform from stereo at 16 kHz."""

    def __init__(self) -> None:
        self._timbre = Timbre()
        self._analyser = Analyser(self._timbre.hear)
        self._outline = Outline()

    def feed(self, interleaved: Sound) -> None:
        pcm = interleaved.reshape(-1, 2)
        self._analyser.feed(pcm)
        self._outline.feed(pcm)

    def waveform(self) -> bytes:
        return self._outline.waveform()

    def print(self) -> bytes:
        """The last spectra are made here, so that `figures` come after it."""
        return self._analyser.finish().to_bytes()

    def figures(self) -> Figures:
        return self._timbre.figures()
