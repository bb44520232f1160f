"""What the box answers: plain values, with nothing of the hostile file in them but bounded bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from earprint.prints import Print


@dataclass(frozen=True)
class Cover:
    """A cover picture: `mime` image/jpeg or image/png by its own magic, at most 5 MB, 4096 pixels a side."""

    mime: str
    data: bytes


@dataclass(frozen=True)
class Examined:
    """What a sound file is, all of it counted from what decoded, nothing believed from headers.

    `samples` per channel at `rate` hertz; `bitrate` bits per second of the whole file; `tags` among title,
    artist, album, date, genre, isrc, track; `loudness_lufs` integrated, gated (ITU-R BS.1770), None for
    silence; `peak` highest sample, 1.0 = full scale; `waveform` up to 800 bytes 0..255, relative to the
    loudest moment; `levels` how many blocks are how loud (`earprint.levels`); `lyrics` the words of the song
    if a tag holds them; `figures` how it sounds (`timbre`).
    """

    samples: int
    rate: int
    channels: int
    seconds: float
    container: str
    codec: str
    bitrate: int
    tags: dict[str, str]
    cover: Cover | None
    loudness_lufs: float | None
    peak: float
    waveform: bytes
    levels: bytes
    lyrics: str
    figures: list[float]
    print: Print


@dataclass(frozen=True)
class Rendered:
    """What was written to the sink."""

    mime: str
    seconds: float
    size: int


@dataclass(frozen=True)
class Proof:
    """What the box tried to do from inside: (what, whether refused); `ok` if its mode's promise holds."""

    mode: str
    attempts: list[tuple[str, bool]]
    ok: bool
    reason: str
