"""What listeners get: Opus in WebM made from the samples decoded in the box, never the file sent in.

Runs only in a sealed child. No tag survives; the cues stand in front, so that a player seeks by ranges.
"""

from __future__ import annotations

import io
from typing import Any

import av

from earprint.box.decode import MOST_SECONDS, Clock, Resampled, open_sound

BITRATE = 112_000
OPUS_RATE = 48_000
CPU_PER_HOUR = 90  # decoding and Opus at complexity 5 took 24 s an hour when measured
CUE_MILLISECONDS = 2000  # a player lands this close before the moment sought
CUE_BYTES = 12  # room kept in front per second of sound; a cue takes about 20


def render(file: io.RawIOBase, size: int, name_hint: str) -> tuple[dict[str, Any], list[bytes | memoryview]]:
    """Seconds of sound, and the WebM file as the only blob. Raises Refused."""
    sound = open_sound(file, size, name_hint)
    clock = Clock(CPU_PER_HOUR)
    made = io.BytesIO()
    # If the file's own claim about its length was too low, the cues go to the end; players find them.
    room = 2048 + int(CUE_BYTES * min(sound.claimed_seconds, MOST_SECONDS))
    options = {
        "fflags": "+bitexact",
        "reserve_index_space": str(room),
        "cluster_time_limit": str(CUE_MILLISECONDS),
    }
    with av.open(made, "w", format="webm", container_options=options) as out:
        stream: Any = out.add_stream("libopus", rate=OPUS_RATE)
        stream.layout = "stereo"
        stream.bit_rate = BITRATE
        stream.options = {"compression_level": "5", "vbr": "on", "application": "audio"}
        resampled = Resampled("flt", OPUS_RATE, 960)
        for frame in sound.frames():
            clock.count(frame)
            for ready in resampled.feed(frame):
                out.mux(_encoded(stream, ready))
        for ready in resampled.finish():
            out.mux(_encoded(stream, ready))
        clock.check_end()
        out.mux(stream.encode(None))
    return {"seconds": round(clock.seconds, 6)}, [made.getbuffer()]


def _encoded(stream: Any, frame: Any) -> Any:
    frame.pts = None  # the encoder counts samples itself
    return stream.encode(frame)
