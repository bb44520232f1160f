"""Opening and decoding one hostile sound file. Runs only in a sealed child.

The container is named by our own look at the first bytes, and libav is told to know nothing else: one
demuxer, no protocols, a list of decoders, no threads.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import av.error
import numpy.typing as npt

from earprint.box import cage, magic
from earprint.box.errors import Refused
from earprint.box.tags import MOST_COVER

LEAST_SECONDS, MOST_SECONDS = 1.0, 12 * 3600.0
LOWEST_RATE, HIGHEST_RATE, MOST_CHANNELS = 4000, 384_000, 8
GATHER = 1 << 14  # samples
MOST_CHANGES = 64  # times a file may change its rate or channels; a chained Ogg does it once a song

_DEMUXERS = {
    "mp3": "mp3",
    "flac": "flac",
    "ogg": "ogg",
    "wav": "wav",
    "aac": "aac",
    "mov": "mov,mp4,m4a,3gp,3g2,mj2",
}
_PCM = [f"pcm_{kind}{bits}{end}" for kind in "sf" for bits in (16, 24, 32, 64) for end in ("le", "be")]
DECODERS = {
    "mp3": {"mp3", "mp3float"}, "flac": {"flac"}, "ogg": {"vorbis", "opus", "flac"}, "aac": {"aac"},
    "mov": {"aac", "alac", "mp3", "mp3float", "flac", "opus"}, "wav": {"pcm_u8", *_PCM, "mp3float"},
}  # fmt: skip


def open_sound(file: io.RawIOBase, size: int, name_hint: str) -> SoundFile:
    """Open a file for decoding. Raises Refused."""

    def read_at(place: int, count: int) -> bytes:
        file.seek(place)
        parts = b""
        while len(parts) < count and (more := file.read(count - len(parts))):
            parts += more
        return parts

    container = magic.container_of(read_at, size, name_hint)
    file.seek(0)
    options = {
        "format_whitelist": _DEMUXERS[container],
        "codec_whitelist": ",".join(sorted(DECODERS[container])),
        "protocol_whitelist": "none",
        "enable_drefs": "0",
        "use_absolute_path": "0",
    }
    if container not in ("mov",):
        options = {k: v for k, v in options.items() if k not in ("enable_drefs", "use_absolute_path")}
    try:
        opened = av.open(
            file,
            "r",
            format=container,
            container_options=options,
            metadata_errors="replace",
            buffer_size=65536,
        )
    except av.error.MemoryError as error:
        raise Refused("memory") from error
    except av.error.EOFError as error:
        raise Refused("truncated") from error
    except (av.error.FFmpegError, ValueError) as error:
        raise Refused("not_audio", "The file begins like sound, but its head cannot be read.") from error
    return SoundFile(opened, container)


class SoundFile:
    """One open file with exactly one sound in an accepted form. Raises Refused when made."""

    def __init__(self, opened: Any, container: str) -> None:
        self._opened = opened
        self.container = container
        self._audio = self._only_sound()
        self._pictures = [s for s in opened.streams.video if _is_picture(s)]
        context = self._audio.codec_context
        if context is None or self._audio.codec_context.name not in DECODERS[container]:
            raise Refused("forbidden_format")
        context.thread_type = "NONE"
        if not context.rate or not context.channels:
            raise Refused("truncated")
        self.codec = str(context.codec.canonical_name)
        _check_shape(context.rate, context.channels)
        self.cover_bytes = b""
        self.good = 0
        self.bad = 0

    @property
    def metadata(self) -> tuple[dict[str, str], dict[str, str]]:
        return dict(self._opened.metadata), dict(self._audio.metadata)

    @property
    def claimed_seconds(self) -> float:
        """What the head claims, for guesses only."""
        return max(0.0, (self._opened.duration or 0) / 1e6)

    def frames(self) -> Iterator[Any]:
        """Decoded sound in order, gathered into frames of about 0.4 s: calls cost more than samples, and
        large frames more pages of memory.

        Bad packets are skipped as players do. Raises Refused if most are bad.
        """
        changes, shape, gathered, base = 0, None, av.AudioFifo(), Fraction(1)
        for packet in self._packets():
            for frame in self._decoded(packet):
                if (here := (frame.sample_rate, frame.layout.name, frame.format.name)) != shape:
                    _check_shape(frame.sample_rate, frame.layout.nb_channels)
                    yield from _rest_of(gathered)
                    changes, shape, gathered = changes + 1, here, av.AudioFifo()
                    base = Fraction(1, frame.sample_rate)
                if changes > MOST_CHANGES:
                    raise Refused("decoder_error", "The file changes its form again and again.")
                # Times in the file are claims; only the order of samples counts.
                frame.pts, frame.time_base = None, base
                gathered.write(frame)
                if gathered.samples >= GATHER:
                    yield from _rest_of(gathered)
        yield from _rest_of(gathered)
        if self.bad > self.good:
            raise Refused("decoder_error")

    def _only_sound(self) -> Any:
        streams = self._opened.streams
        if any(not _is_picture(s) for s in streams.video) or len(streams.audio) > 1:
            raise Refused("too_many_sounds")
        if not streams.audio:
            raise Refused("not_audio")
        return streams.audio[0]

    def _packets(self) -> Iterator[Any]:
        packets = self._opened.demux([self._audio, *self._pictures])
        while True:
            try:
                packet = next(packets)
            except (StopIteration, av.error.EOFError):
                return
            except av.error.MemoryError as error:
                raise Refused("memory") from error
            except av.error.FFmpegError:  # the rest cannot be read: what came before is the file
                self.bad += 1
                return
            if packet.stream is self._audio:
                yield packet
            elif not self.cover_bytes and packet.size <= MOST_COVER:
                self.cover_bytes = bytes(packet)

    def _decoded(self, packet: Any) -> list[Any]:
        try:
            frames: list[Any] = packet.decode()
        except av.error.MemoryError as error:
            raise Refused("memory") from error
        except av.error.EOFError:
            return []
        except av.error.FFmpegError:
            self.bad += 1
            return []
        self.good += 1 if frames else 0
        return frames


def _rest_of(gathered: av.AudioFifo) -> Iterator[Any]:
    if gathered.samples:
        frame = gathered.read(0, True)
        if frame is not None:
            frame.pts = None
            yield frame


def _is_picture(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _check_shape(rate: int, channels: int) -> None:
    if not LOWEST_RATE <= rate <= HIGHEST_RATE or not 1 <= channels <= MOST_CHANNELS:
        raise Refused("forbidden_format", f"{channels} channels at {rate} Hz are not accepted.")


def samples_of(frame: Any) -> npt.NDArray[Any]:
    """A frame's samples as libav made them, [channels, n]."""
    raw: npt.NDArray[Any] = frame.to_ndarray()
    return raw if frame.format.is_planar else raw.reshape(-1, frame.layout.nb_channels).T


class Clock:
    """Counts decoded sound, the only length that is believed, and lets the CPU limit grow with it."""

    def __init__(self, cpu_per_hour: int) -> None:
        self.seconds = 0.0
        self.samples = 0
        self._cpu_per_hour = cpu_per_hour
        self._granted = 0.0

    def count(self, frame: Any) -> None:
        self.samples += frame.samples
        self.seconds += frame.samples / frame.sample_rate
        if self.seconds > MOST_SECONDS:
            raise Refused("too_long")
        if self.seconds > self._granted + 300:
            self._granted = self.seconds
            cage.allow_cpu(self.seconds, self._cpu_per_hour)

    def check_end(self) -> None:
        if self.samples == 0:
            raise Refused("truncated")
        if self.seconds < LEAST_SECONDS:
            raise Refused("too_short")


class Resampled:
    """A resampler that starts anew when the file changes its form. Formats and layouts are libav's names."""

    def __init__(self, form: str, rate: int, frame_size: int | None = None) -> None:
        self._made = (form, "stereo", rate, frame_size)
        self._shape: tuple[Any, ...] | None = None
        self._resampler: Any = None

    def feed(self, frame: Any) -> list[Any]:
        out: list[Any] = []
        shape = (frame.sample_rate, frame.layout.name, frame.format.name)
        if shape != self._shape:
            out = self.finish()
            self._resampler, self._shape = av.AudioResampler(*self._made), shape
        return out + list(self._resampler.resample(frame))

    def finish(self) -> list[Any]:
        return list(self._resampler.resample(None)) if self._resampler else []
