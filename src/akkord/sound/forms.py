"""In which form a listener gets a sound: as it was sent in, or as a rendition that is made when first needed.

Pure: what a program asks for, and what the box found in the file, choose one of few forms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["webm", "ogg", "mp3", "flac"]  # WebM, too, is Opus: what pages can be fed

RAW = "raw"
_KINDS: Mapping[str, Kind] = {
    "opus": "ogg", "ogg": "ogg", "oga": "ogg", "mp3": "mp3", "flac": "flac", "webm": "webm",
}  # fmt: skip
STEPS: Mapping[Kind, tuple[int, ...]] = {
    "webm": (64, 96, 160),
    "ogg": (32, 48, 64, 96, 160),
    "mp3": (64, 96, 128, 192, 320),
    "flac": (0,),
}
USUAL: Mapping[Kind, int] = {"webm": 160, "ogg": 160, "mp3": 192, "flac": 0}  # where nothing limits it
FLAC_SECONDS = 3600.0  # of what is longer no lossless rendition is made
MOST_MADE = 900_000_000  # bytes of a rendition: the box hands over no more than 2^30 at once
_LOSSLESS = frozenset({"flac", "alac"})
_MIMES = {
    "mp3": ("audio/mpeg", "mp3"), "flac": ("audio/flac", "flac"), "ogg": ("audio/ogg", "ogg"),
    "webm": ("audio/webm", "webm"), "wav": ("audio/wav", "wav"),
    "aac": ("audio/aac", "aac"), "mov": ("audio/mp4", "m4a"),
}  # fmt: skip


def names_of(container: str, coding: str) -> tuple[str, str]:
    """A file's MIME type and ending."""
    if container == "ogg" and coding == "opus":
        return "audio/ogg", "opus"
    return _MIMES.get(container, ("application/octet-stream", "bin"))


@dataclass(frozen=True)
class Original:
    """A file as the box found it: its container and coding by libav's names, kbit a second, hertz."""

    container: str
    codec: str
    kbit: int
    seconds: float
    rate: int = 0
    channels: int = 0

    @property
    def mime(self) -> str:
        return names_of(self.container, self.codec)[0]

    @property
    def suffix(self) -> str:
        return names_of(self.container, self.codec)[1]

    @property
    def lossless(self) -> bool:
        return self.codec in _LOSSLESS or self.codec.startswith("pcm")

    @property
    def kind(self) -> Kind | None:
        """The form that the file has already."""
        if self.container == "mp3":
            return "mp3"
        if self.codec == "opus" and self.container == "ogg":
            return "ogg"
        return "flac" if self.container == "flac" else None


@dataclass(frozen=True)
class Wanted:
    """What a program asks for: a form by name or "" for any, at most so many thousand bits a second (0: as
    many as there are), from so many whole seconds on."""

    form: str = ""
    most_kbit: int = 0
    since: int = 0


@dataclass(frozen=True)
class Rendition:
    """One form of one sound; `kbit` 0 is lossless."""

    kind: Kind
    kbit: int
    since: int = 0

    @property
    def mime(self) -> str:
        return _MIMES[self.kind][0]

    @property
    def suffix(self) -> str:
        return "opus" if self.kind == "ogg" else self.kind

    @property
    def codec(self) -> str:
        return "opus" if self.kind in ("webm", "ogg") else self.kind

    def name(self, sha256: str) -> str:
        """What the made file is called; sha256: the name of the original."""
        return f"{sha256}-{self.kind}-{self.kbit}-{self.since}"


def chosen(original: Original, wanted: Wanted) -> Rendition | None:
    """The rendition that serves what is wanted; None: the file as it was sent in does.

    An unknown form is any form. Nothing is ever made of more bits than there were.
    """
    if wanted.form == RAW:
        return None
    asked, most = _KINDS.get(wanted.form), wanted.most_kbit
    fits = asked in (None, original.kind) and (not most or original.kbit <= most)
    if fits and not wanted.since:
        return None
    kind: Kind = asked or (original.kind if fits and original.kind else "ogg")
    if kind == "flac" and (original.seconds > FLAC_SECONDS or (most and (not original.lossless or not fits))):
        kind = "ogg"
    since = min(wanted.since, max(0, int(original.seconds) - 1))
    return Rendition(kind, step(kind, most, original), since)


def makes(original: Original, rendition: Rendition) -> bool:
    """Whether `chosen` could choose it: of no more bits than there were, lossless only of what is short."""
    if rendition.kbit not in STEPS[rendition.kind]:
        return False
    if rendition.kind == "flac":
        return original.seconds <= FLAC_SECONDS
    return rendition.kbit <= step(rendition.kind, rendition.kbit, original)


def step(kind: Kind, most: int, original: Original) -> int:
    """Thousand bits a second: the best of the few that are made, within a limit (0: none). Of what lasts for
    many hours no form is made that would be too large to be handed over."""
    there = [] if original.lossless or not original.kbit else [original.kbit]
    limit = min([*([most] if most else []), *there], default=USUAL[kind])
    if original.seconds:
        limit = min(limit, int(MOST_MADE * 8 / 1000 / original.seconds))
    return max([step for step in STEPS[kind] if step <= limit], default=STEPS[kind][0])
