"""Mixes with known parts: three references and a stranger, cross-faded, plain or each at a speed of its
own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from earprint.matches import Match
from identifying import corpus
from identifying.disguises import RATE, Sound, loudness, sped

PART, FADE = 40.0, 5.0  # seconds


@dataclass(frozen=True)
class Part:
    """A stretch of a mix: which track (None: a stranger), from where to where, at what speed."""

    track: str | None
    begin: float
    end: float
    speed: float


@dataclass
class Found:
    """Seconds and segments of some mixes."""

    true: float = 0.0
    told: float = 0.0
    right: float = 0.0
    parts: int = 0
    heard: int = 0
    false: int = 0
    edges: int = 0
    close: int = 0


def mixed(split: corpus.Split, number: int, spread: float) -> tuple[Sound, list[Part]]:
    """One mix; `spread`: how far speeds lie from 1 at most."""
    rng = np.random.default_rng([number, round(spread * 1000)])
    known, unknown = corpus.references(split), corpus.strangers(split)
    chosen = [known[i] for i in rng.choice(len(known), 3, replace=False)]
    order: list[corpus.Track | None] = [*chosen]
    order.insert(int(rng.integers(0, 4)), None)
    whole = np.zeros((int((4 * PART - 3 * FADE) * RATE), 2), np.float32)
    parts = []
    for place, track in enumerate(order):
        speed = float(1 + rng.uniform(-spread, spread)) if spread else 1.0
        source = corpus.sound_of((track or unknown[int(rng.integers(len(unknown)))]).path)
        wanted = int(PART * speed * RATE) + RATE
        source = np.resize(source, (max(len(source), wanted + 1), 2))
        first = int(rng.integers(0, len(source) - wanted))
        piece = source[first : first + wanted]
        piece = (sped(piece, speed) if speed != 1 else piece)[: int(PART * RATE)]
        piece = piece * np.float32(0.1 / loudness(piece))
        fade = np.linspace(0, 1, int(FADE * RATE), dtype=np.float32)[:, None]
        piece = piece.copy()
        if place:
            piece[: len(fade)] *= fade
        if place < 3:
            piece[-len(fade) :] *= fade[::-1]
        begin = place * (PART - FADE)
        at = int(begin * RATE)
        whole[at : at + len(piece)] += piece
        parts.append(Part(str(track.path) if track else None, begin, begin + PART, speed))
    return whole, parts


def judged(parts: Sequence[Part], matches: Sequence[Match], names: Sequence[str], total: Found) -> None:
    """Add one mix to the account. Within a cross-fade a second may be told or not; another edition of a piece
    may be told with it."""
    sure, able = _seconds(parts, FADE / 2), _seconds(parts, 0.0)
    told: dict[str, set[int]] = {}
    for match in matches:
        for segment in match.segments:
            told.setdefault(corpus.piece_of(names[match.track]), set()).update(
                range(round(segment.f0 * 10), round(segment.f1 * 10))
            )
    total.true += sum(len(seconds) for seconds in sure.values()) / 10
    total.told += sum(len(seconds) for seconds in told.values()) / 10
    for name, seconds in told.items():
        total.right += len(seconds & able.get(name, set())) / 10
        total.false += name not in able
    for part in parts:
        if part.track is None:
            continue
        seconds = told.get(corpus.piece_of(part.track), set())
        total.parts += 1
        total.heard += len(seconds & sure[corpus.piece_of(part.track)]) >= 50
        total.edges += 2
        if seconds:
            total.close += min(seconds) / 10 >= part.begin - 1 and min(seconds) / 10 <= part.begin + FADE + 1
            total.close += max(seconds) / 10 <= part.end + 1 and max(seconds) / 10 >= part.end - FADE - 1


def recalled(parts: Sequence[Part], matches: Sequence[Match], names: Sequence[str]) -> float:
    """Seconds of the parts, half the cross-fades left out, that are told of the right track."""
    sure: dict[str, set[int]] = {}
    for part in parts:
        if part.track is not None:
            sure[part.track] = _seconds([part], FADE / 2)[corpus.piece_of(part.track)]
    got = 0
    for match in matches:
        told: set[int] = set()
        for segment in match.segments:
            told.update(range(round(segment.f0 * 10), round(segment.f1 * 10)))
        got += len(told & sure.get(names[match.track], set()))
    return got / 10


def _seconds(parts: Sequence[Part], trimmed: float) -> dict[str, set[int]]:
    made: dict[str, set[int]] = {}
    for part in parts:
        if part.track is not None:
            begin = part.begin + (trimmed if part.begin else 0)
            end = part.end - trimmed
            made.setdefault(corpus.piece_of(part.track), set()).update(
                range(round(begin * 10), round(end * 10))
            )
    return made
