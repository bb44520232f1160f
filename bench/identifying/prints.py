"""Prints of a corpus, made on all cores and kept in the work folder as long as the analysis stays the
same."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from earprint.prints import Print, analyse
from identifying import corpus
from identifying.queries import KEPT_RATE, small

WORK = corpus.WORK


def _version() -> str:
    """Names the analysis by its source."""
    import earprint

    folder = Path(earprint.__file__).parent
    text = b"".join((folder / name).read_bytes() for name in ("analysis.py", "spectrum.py", "prints.py"))
    return hashlib.sha256(text).hexdigest()[:12]


def heard(sound: np.ndarray) -> Print:
    """The print of 16 kHz int16 stereo."""
    assert KEPT_RATE == 16_000
    return analyse(sound.astype(np.float32) / np.float32(32768))


def of(tracks: Sequence[corpus.Track]) -> list[tuple[corpus.Track, Print]]:
    """Prints of whole tracks."""
    folder = WORK / "prints" / _version()
    folder.mkdir(parents=True, exist_ok=True)
    asked = [
        (track.path, folder / hashlib.sha256(str(track.path).encode()).hexdigest()[:24]) for track in tracks
    ]
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        pool.map(_make, [one for one in asked if not one[1].exists()], chunksize=1)
    return [(t, Print.from_bytes(path.read_bytes())) for t, (_, path) in zip(tracks, asked, strict=True)]


def _make(asked: tuple[Path, Path]) -> None:
    source, target = asked
    made = heard(small(corpus.sound_of(source))).to_bytes()
    temporary = target.with_suffix(".tmp")
    temporary.write_bytes(made)
    temporary.replace(target)


def all_of(sounds: Iterable[np.ndarray]) -> list[Print]:
    """Prints of queries."""
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        return pool.map(heard, sounds, chunksize=4)
