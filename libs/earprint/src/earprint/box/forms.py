"""The forms a sound can be written in for listeners: a container, a coding, a bitrate."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """`kind` "webm" or "ogg" (both Opus), "mp3" or "flac" (lossless); `kbit` thousand bits a second, or 0."""

    kind: str
    kbit: int

    @property
    def mime(self) -> str:
        return {"webm": "audio/webm", "ogg": "audio/ogg", "mp3": "audio/mpeg", "flac": "audio/flac"}[
            self.kind
        ]


KINDS = ("webm", "ogg", "mp3", "flac")
WEBM = Form("webm", 112)
