"""What listeners get: made from the samples decoded in the box, never the file sent in.

Runs only in a sealed child. No tag survives; cues of WebM stand in front, so that a player seeks by ranges.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import av

from earprint.box.decode import MOST_SECONDS, Clock, Resampled, SoundFile, open_sound
from earprint.box.forms import Form

OPUS_RATE = 48_000
# Decoding and Opus at complexity 5 took 24 s an hour when measured, this wheel's LAME up to 136 s.
CPU_PER_HOUR = 400
CUE_MILLISECONDS = 2000  # a player lands this close before the moment sought
CUE_BYTES = 12  # room kept in front per second of sound; a cue takes about 20
_CODERS = {"webm": "libopus", "ogg": "libopus", "mp3": "libmp3lame", "flac": "flac"}
_OPUS = {"compression_level": "5", "vbr": "on", "application": "audio"}
_OPTIONS = {
    "webm": _OPUS,
    "ogg": _OPUS,
    "mp3": {"compression_level": "7"},
    "flac": {"compression_level": "5"},
}
_EXACT = {"fflags": "+bitexact"}
_WHOLE = ("u8", "u8p", "s16", "s16p")  # samples of no more than 16 bits


def render(
    file: io.RawIOBase, size: int, form: Form, since: float
) -> tuple[dict[str, Any], list[bytes | memoryview]]:
    """Seconds written, and the file as the only blob; what is before `since` is left out. Raises Refused."""
    sound = open_sound(file, size, "")
    clock = Clock(CPU_PER_HOUR)
    frames = _from(_counted(sound, clock), since)
    first = next(frames, None)
    if first is None:
        clock.check_end()
        return {"seconds": 0.0}, [b""]
    made = io.BytesIO()
    with av.open(made, "w", format=form.kind, container_options=_container(form, sound)) as out:
        stream, resampled = _coder(out, form, sound, first)
        for ready in resampled.feed(first):
            out.mux(_encoded(stream, ready))
        for frame in frames:
            for ready in resampled.feed(frame):
                out.mux(_encoded(stream, ready))
        for ready in resampled.finish():
            out.mux(_encoded(stream, ready))
        clock.check_end()
        out.mux(stream.encode(None))
    return {"seconds": round(clock.seconds - since, 6)}, [made.getbuffer()]


def _container(form: Form, sound: SoundFile) -> dict[str, str]:
    if form.kind == "mp3":
        return {**_EXACT, "id3v2_version": "0"}
    if form.kind != "webm":
        return _EXACT
    # If the file's own claim about its length was too low, the cues go to the end; players find them.
    room = 2048 + int(CUE_BYTES * min(sound.claimed_seconds, MOST_SECONDS))
    return {**_EXACT, "reserve_index_space": str(room), "cluster_time_limit": str(CUE_MILLISECONDS)}


def _coder(out: Any, form: Form, sound: SoundFile, first: Any) -> tuple[Any, Resampled]:
    """The encoder's stream, and what brings samples into the shape it takes."""
    samples, rate, at_once = "flt", OPUS_RATE, 960
    if form.kind == "mp3":
        samples, rate, at_once = "fltp", 48_000 if first.sample_rate % 48_000 == 0 else 44_100, 1152
    elif form.kind == "flac":
        lossy = sound.codec not in ("flac", "alac") and not sound.codec.startswith("pcm")
        samples = "s16" if lossy or first.format.name in _WHOLE else "s32"
        rate, at_once = first.sample_rate, 4096
    stream = out.add_stream(_CODERS[form.kind], rate=rate)
    stream.layout, stream.format = "stereo", samples
    stream.options = _OPTIONS[form.kind]
    if form.kind != "flac":
        stream.bit_rate = form.kbit * 1000
    return stream, Resampled(samples, rate, at_once)


def _counted(sound: SoundFile, clock: Clock) -> Iterator[Any]:
    for frame in sound.frames():
        clock.count(frame)
        yield frame


def _from(frames: Iterator[Any], since: float) -> Iterator[Any]:
    """Frames from a moment on; of the one it lies in, the rest."""
    passed = 0.0
    for frame in frames:
        before, passed = passed, passed + frame.samples / frame.sample_rate
        if passed <= since:
            continue
        if (skipped := round((since - before) * frame.sample_rate)) > 0:
            line = av.AudioFifo()
            line.write(frame)
            line.read(skipped)
            if (frame := line.read(0, True)) is None:
                continue
            frame.pts = None
        yield frame


def _encoded(stream: Any, frame: Any) -> Any:
    frame.pts = None  # the encoder counts samples itself
    return stream.encode(frame)
