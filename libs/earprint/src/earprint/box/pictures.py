"""A cover drawn anew: of the file nothing is left but what one sees. Runs only in a sealed child."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import av
import av.error

from earprint.box.errors import Refused
from earprint.box.tags import MOST_COVER, cover_of

_DECODERS = {"image/png": "png", "image/jpeg": "mjpeg"}
SMALLEST, LARGEST = 16, 2048
_QUALITY = 4  # of libav's 2 (best) to 31


def draw(file: io.RawIOBase, size: int, side: int) -> tuple[dict[str, Any], list[bytes]]:
    """The picture as a JPEG no side of which is longer than `side` pixels, never enlarged. Raises Refused."""
    if size > MOST_COVER:
        raise Refused("forbidden_format", "The picture is too large.")
    data = b""
    while len(data) < size and (more := file.read(size - len(data))):
        data += more
    cover = cover_of(data)
    if cover is None:
        raise Refused("forbidden_format", "This is no picture that is taken.")
    frame = _decoded(data, _DECODERS[cover.mime])
    part = min(1.0, min(max(side, SMALLEST), LARGEST) / max(frame.width, frame.height))
    # The encoder shares colours by squares of two.
    width, height = (max(2, round(length * part) // 2 * 2) for length in (frame.width, frame.height))
    return {}, [_encoded(frame.reformat(width=width, height=height, format="yuvj420p"))]


def _decoded(data: bytes, coding: str) -> Any:
    context: Any = av.CodecContext.create(coding, "r")
    context.thread_type = "NONE"
    try:
        frames = context.decode(av.Packet(data)) or context.decode(None)
    except av.error.MemoryError as error:
        raise Refused("memory") from error
    except av.error.FFmpegError as error:
        raise Refused("decoder_error") from error
    if not frames:
        raise Refused("truncated")
    return frames[0]


def _encoded(frame: Any) -> bytes:
    context: Any = av.CodecContext.create("mjpeg", "w")
    context.width, context.height, context.pix_fmt = frame.width, frame.height, "yuvj420p"
    context.time_base, context.options = Fraction(1, 1), {"qmin": str(_QUALITY), "qmax": str(_QUALITY)}
    frame.pts = 0
    return b"".join(bytes(packet) for packet in [*context.encode(frame), *context.encode(None)])


def warm_up() -> None:
    """Go through it once: a sealed child can load nothing."""
    frame = av.VideoFrame(32, 32, "yuvj420p")
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    made = io.BytesIO(_encoded(frame))
    draw(made, len(made.getvalue()), 16)  # type: ignore[arg-type]  # BytesIO reads like the raw file it stands for
