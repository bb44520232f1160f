"""Sound files for the tests, made by PyAV: any container and codec, tags, covers, two sounds, a video."""

from __future__ import annotations

import io
from typing import Any

import av
import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float32]

KINDS = {
    "mp3": ("mp3", "libmp3lame"),
    "flac": ("flac", "flac"),
    "ogg": ("ogg", "vorbis"),
    "opus": ("ogg", "libopus"),
    "m4a": ("mp4", "aac"),
    "alac": ("mp4", "alac"),
    "aac": ("adts", "aac"),
    "wav": ("wav", "pcm_s16le"),
}


def encode(
    sound: Sound, kind: str, *, rate: int = 44100, bitrate: int = 0, tags: dict[str, str] | None = None
) -> bytes:
    """float32 [n, 2] in one of KINDS."""
    container, codec = KINDS[kind]
    return encode_as(sound, container, [codec], rate=rate, bitrate=bitrate, tags=tags or {})


def encode_as(
    sound: Sound,
    container: str,
    codecs: list[str],
    *,
    rate: int = 44100,
    bitrate: int = 0,
    tags: dict[str, str],
) -> bytes:
    """The same with any container and one stream per codec named."""
    made = io.BytesIO()
    with av.open(made, "w", format=container) as out:
        out.metadata.update(tags)
        streams: list[Any] = [_stream(out, codec, rate, bitrate) for codec in codecs]
        for stream in streams:
            _write(out, stream, sound, rate)
    return made.getvalue()


def _stream(out: Any, codec: str, rate: int, bitrate: int) -> Any:
    stream: Any = out.add_stream(codec, rate=48000 if codec == "libopus" else rate)
    stream.layout = "stereo"
    stream.options = {"strict": "experimental"}  # libav's own Vorbis encoder calls itself that
    if bitrate:
        stream.bit_rate = bitrate
    return stream


def _write(out: Any, stream: Any, sound: Sound, rate: int) -> None:
    context = stream.codec_context
    if not context.is_open:  # the first packet of a file opens all its streams
        context.open()
    form, size = context.format.name, context.frame_size or 1024
    resampler = av.AudioResampler(form, "stereo", context.rate, size)
    for start in range(0, len(sound), 1 << 16):
        piece = np.ascontiguousarray(sound[start : start + (1 << 16)].reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(piece, "flt", "stereo")
        frame.sample_rate = rate
        for ready in resampler.resample(frame):
            ready.pts = None
            out.mux(stream.encode(ready))
    for ready in resampler.resample(None):
        ready.pts = None
        out.mux(stream.encode(ready))
    out.mux(stream.encode(None))


def with_video(sound: Sound) -> bytes:
    """An MP4 with sound and a moving picture."""
    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as out:
        video: Any = out.add_stream("mpeg4", rate=5)
        video.width = video.height = 64
        video.pix_fmt = "yuv420p"
        stream: Any = out.add_stream("aac", rate=44100)
        stream.layout = "stereo"
        for _ in range(10):
            out.mux(video.encode(av.VideoFrame(64, 64, "yuv420p")))
        out.mux(video.encode(None))
        _write(out, stream, sound, 44100)
    return made.getvalue()


def id3(frames: dict[bytes, bytes], *, claimed: int | None = None) -> bytes:
    """An ID3v2.3 tag of raw frames; `claimed` lies about its size."""
    body = b"".join(name + len(data).to_bytes(4, "big") + b"\0\0" + data for name, data in frames.items())
    size = len(body) if claimed is None else claimed
    return b"ID3\x03\x00\x00" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + body
