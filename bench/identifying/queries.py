"""Queries of a split: excerpts of its tracks in every disguise, made once and kept in a work folder.

A query is kept as 16 kHz stereo int16, what any later analysis can be made of; making them is most of a
bench's time, and changing the recogniser does not change them.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.signal import resample_poly

from identifying import corpus
from identifying.disguises import ALL, BY_NAME, RATE, VOICES, Excerpt, Sound, TooLittle, speech

KEPT_RATE = 16_000


@dataclass(frozen=True)
class Query:
    """One disguised excerpt and the truth about it. `begin`: second of the track where it begins."""

    row: str
    track: str
    begin: float
    seconds: float
    rate: float
    pitch: float
    placed: bool
    sound: npt.NDArray[np.int16]


def small(sound: Sound, rate: int = RATE) -> npt.NDArray[np.int16]:
    """Resampled to what is kept, scaled down if it would clip."""
    step = np.gcd(KEPT_RATE, rate)
    made = resample_poly(sound, KEPT_RATE // step, rate // step, axis=0)
    made = made * (0.98 / max(0.98, float(np.abs(made).max())))
    return np.rint(made * 32767).astype(np.int16)


def made(
    work: Path, split: corpus.Split, seconds: float, excerpts: int, seed: int, rows: tuple[str, ...] = ()
) -> Iterator[Query]:
    """The queries of a split; what is not yet in the work folder is made on all cores."""
    folder = work / f"{split}-{seconds:g}s-{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    names = rows or tuple(one.name for one in ALL)
    missing = [
        (str(folder), split, seconds, number, seed, names)
        for number in range(excerpts)
        if not _has(folder / f"{number:03d}.npz", names)
    ]
    if missing:
        _pools(split)
        with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
            for _ in pool.imap_unordered(_make, missing):
                pass
    for number in range(excerpts):
        yield from _read(folder / f"{number:03d}.npz", names)


def _has(path: Path, names: tuple[str, ...]) -> bool:
    if not path.exists():
        return False
    tried = set(json.loads(path.with_suffix(".json").read_text())["tried"])
    return tried >= set(names)


def _read(path: Path, names: tuple[str, ...]) -> Iterator[Query]:
    told = json.loads(path.with_suffix(".json").read_text())
    with np.load(path) as arrays:
        for row in names:
            if row in arrays:
                one = BY_NAME[row]
                yield Query(
                    row, told["track"], told["begin"], told["seconds"], one.rate, one.pitch, one.placed,
                    arrays[row],
                )  # fmt: skip


@lru_cache
def _pools(split: corpus.Split) -> tuple[list[Sound], list[Sound]]:
    """Other music and voices to lay over."""
    others = [corpus.sound_of(t.path)[: RATE * 120] for t in corpus.strangers(split)[:8]]
    return others, [speech(voice, n) for n, voice in enumerate(VOICES[split])]


def _make(asked: tuple[str, corpus.Split, float, int, int, tuple[str, ...]]) -> None:
    folder, split, seconds, number, seed, names = asked
    rng = np.random.default_rng([seed, number, round(seconds * 10)])
    tracks = corpus.references(split)
    order = np.random.default_rng(seed).permutation(len(tracks))
    track = tracks[order[number % len(tracks)]]
    sound = corpus.sound_of(track.path)
    length = len(sound) / RATE
    longest = min(seconds * 1.5, length - 1)
    begin = float(np.round(rng.uniform(0, max(0.1, length - longest - 0.5)), 3))
    others, voices = _pools(split)
    made: dict[str, npt.NDArray[np.int16]] = {}
    for row in names:
        # Each row has chance of its own, so that a new row changes no other.
        own = np.random.default_rng([seed, number, *row.encode()])
        try:
            made[row] = small(BY_NAME[row].make(Excerpt(sound, begin, seconds, own, others, voices)))
        except TooLittle:
            continue
    path = Path(folder) / f"{number:03d}.npz"
    np.savez(path, **made)
    told = {"track": str(track.path), "begin": begin, "seconds": seconds, "tried": list(names)}
    path.with_suffix(".json").write_text(json.dumps(told))


def described(query: Query) -> dict[str, object]:
    """What a report says of a query."""
    return {name: value for name, value in asdict(query).items() if name != "sound"}
