"""Music to measure with: real recordings of Debian's game packages, split by track, nothing of it committed.

Every track belongs to one split for good: "dev" (tuned on), "test" (only measured on), and strangers to each,
from packages of which no track is a reference.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from identifying.disguises import RATE, Sound

WORK = Path(os.environ.get("AKKORD_BENCH_WORK", "/tmp/akkord-bench"))  # what is slow to make is kept here

Split = Literal["dev", "test"]
SHORTEST, LONGEST = 30.0, 900.0  # seconds of a track that takes part

REFERENCES: dict[Split, tuple[str, ...]] = {
    "dev": ("wesnoth-1.16-music", "freedroidrpg-data", "extremetuxracer-data"),
    "test": ("supertuxkart-data", "hedgewars-data", "lincity-ng-data"),
}
STRANGERS: dict[Split, tuple[str, ...]] = {
    "dev": ("warzone2100-music",),
    "test": ("megaglest-data", "warzone2100-music"),
}
PACKAGES = sorted({name for names in (*REFERENCES.values(), *STRANGERS.values()) for name in names})
ENDINGS = (".ogg", ".mp3", ".opus", ".flac", ".m4a")


class NotInstalled(LookupError):
    """A package of music is not on this machine."""


@dataclass(frozen=True)
class Track:
    """One sound file. `seconds` as its own head says."""

    path: Path
    seconds: float

    @property
    def name(self) -> str:
        return self.path.stem


def piece_of(name: str) -> str:
    """What a file plays: the racing games' music is there a second time, played faster for the last lap."""
    path = Path(name)
    return str(path.with_name(re.sub(r"_(fast|f)$", "", path.stem)))


def references(split: Split) -> list[Track]:
    """The catalogue of a split. Equal files, and silence between songs, are left out."""
    return _tracks(REFERENCES[split])


def strangers(split: Split) -> list[Track]:
    """Music of which nothing is in the split's catalogue; what both splits name is divided by track."""
    return [t for n in STRANGERS[split] for t in _tracks((n,)) if _mine(n, t, split)]


def _mine(package: str, track: Track, split: Split) -> bool:
    shared = all(package in names for names in STRANGERS.values())
    half = hashlib.sha256(track.name.encode()).digest()[0] & 1
    return not shared or (half == 0) == (split == "dev")


@lru_cache
def _tracks(packages: tuple[str, ...]) -> list[Track]:
    found = [path for package in packages for path in sounds_of(package)]
    kept: dict[str, Track] = {}
    for path, seconds in zip(found, _lengths(found), strict=True):
        if SHORTEST <= seconds <= LONGEST:
            kept.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), Track(path, seconds))
    return sorted(kept.values(), key=lambda track: str(track.path))


def sounds_of(package: str) -> Iterable[Path]:
    listed = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True, check=False)
    if listed.returncode:
        raise NotInstalled(package)
    paths = (Path(line) for line in listed.stdout.splitlines())
    music = [p for p in paths if p.suffix.lower() in ENDINGS and p.is_file()]
    return sorted(p for p in music if "sfx" not in p.parts and "sounds" not in p.parts)


def _lengths(paths: list[Path]) -> list[float]:
    """Seconds of each; asking ffprobe a thousand times takes minutes, so what it said is kept."""
    book = WORK / "lengths.json"
    known: dict[str, float] = json.loads(book.read_text()) if book.exists() else {}
    names = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in paths]
    told = {name: known.get(name) for name in names}
    if None in told.values():
        told = {n: _seconds(p) if told[n] is None else told[n] for n, p in zip(names, paths, strict=True)}
        WORK.mkdir(parents=True, exist_ok=True)
        book.with_suffix(f".{os.getpid()}").write_text(json.dumps({**known, **told}))
        book.with_suffix(f".{os.getpid()}").replace(book)
    return [told[name] or 0.0 for name in names]


def _seconds(path: Path) -> float:
    asked = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(path)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return float(said) if said not in ("", "N/A") else 0.0


@lru_cache(maxsize=4)
def sound_of(path: Path) -> Sound:
    """A whole file as 44.1 kHz stereo float32."""
    back = ["ffmpeg", "-v", "error", "-threads", "1", "-i", str(path)]
    out = subprocess.run(
        [*back, "-vn", "-f", "f32le", "-ar", str(RATE), "-ac", "2", "pipe:1"], check=True, capture_output=True
    ).stdout
    return np.frombuffer(out, "<f4").reshape(-1, 2)
