"""The measurements themselves: each asks an index and answers plain values. Times are CPU of one core."""

from __future__ import annotations

import math
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from earprint import chance
from earprint.box import Box
from earprint.index import Index
from earprint.prints import TICKS_PER_SECOND, Print
from identifying import corpus, mixes, prints, queries, scale, scoring, strangers, targets
from identifying.disguises import ALL, COMPARED
from identifying.results import Cost, Likeness, Mix, Row, Size, Strangers, Table

# Best public system on ten-second queries at the score that admits no stranger (measured on other excerpts of
# one of the packages): see docs/subsystems/identification.md.
PUBLIC = {
    "clean": 100, "MP3 128k": 100, "MP3 32k mono": 100, "Opus 24k": 100, "telephone + mu-law": 100,
    "white noise 5 dB": 100, "white noise 0 dB": 100, "babble 0 dB": 70, "other music 0 dB": 62,
    "voice +6 dB": 31, "reverberation 2 s": 100, "cut-up 2.5 s": 100, "2-s loop": 94,
    "one channel inverted": 100, "speed +2 %": 100, "speed -5 %": 75, "speed +10 %": 56, "speed +20 %": 12,
    "speed -20 %": 12, "nightcore +25 %": 12, "tempo +10 %": 100, "tempo -10 %": 100, "tempo +30 %": 94,
    "tempo -30 %": 94, "pitch +1 st": 44, "pitch -1 st": 44, "pitch +2 st": 25, "pitch -2 st": 25,
    "pitch +4 st": 31, "pitch -4 st": 31, "evasion 1": 44,
}  # fmt: skip
PUBLIC_SECONDS = 10.0
PUBLIC_MEAN = 47.7  # of one system over the 47

PLAIN = ("clean", "MP3 64k", "speed +5 %", "pitch +2 st")  # disguises whose cost is told by size
UPLOAD_SECONDS = 240.0


@dataclass(frozen=True)
class Asked:
    """How much of everything."""

    split: corpus.Split
    seed: int
    excerpts: int
    strangers: int
    mixes: int


@dataclass(frozen=True)
class Catalogue:
    """The references of a split by number: names and prints."""

    tracks: list[corpus.Track]
    prints: list[Print]

    @classmethod
    def of(cls, split: corpus.Split) -> Catalogue:
        made = prints.of(corpus.references(split))
        return cls([track for track, _ in made], [printed for _, printed in made])

    @property
    def names(self) -> list[str]:
        return [str(track.path) for track in self.tracks]

    @property
    def hours(self) -> float:
        return sum(one.seconds for one in self.prints) / 3600

    def add_to(self, index: Index) -> None:
        index.add(list(enumerate(self.prints)))


@contextmanager
def all_told() -> Iterator[None]:
    """Searches also tell what is not certain: a bench wants to see how near strangers came."""
    kept = chance.TOLD
    chance.TOLD = 2.0
    try:
        yield
    finally:
        chance.TOLD = kept


def spent(do: Callable[[], object]) -> float:
    begun = time.process_time()
    do()
    return time.process_time() - begun


def accuracy(
    index: Index, known: Catalogue, asked: Asked, seconds: float, unknown: Strangers | None
) -> Table:
    """How many disguised excerpts are found, by disguise."""
    made = list(queries.made(prints.WORK, asked.split, seconds, asked.excerpts, asked.seed))
    heard = prints.all_of([query.sound for query in made])
    index.search(heard[0])
    answers = []
    with all_told():
        for query, sound in zip(made, heard, strict=True):
            begun = time.process_time()
            matches = index.search(sound)
            answers.append((query, matches, time.process_time() - begun))
    sure_at = unknown.least_p if unknown else 0.0
    counted = scoring.told(answers, known.names, known.prints, chance.CERTAIN, sure_at)
    rows = []
    for one in ALL:
        if one.name not in counted:
            continue
        row, harder = counted[one.name], one not in COMPARED
        low, high = scoring.interval(row.found, row.tried)
        public = PUBLIC.get(one.name) if seconds == PUBLIC_SECONDS else None
        rows.append(
            Row(
                one.name, harder, row.tried, row.found, low, high, row.placeable, row.placed, row.other,
                row.sure, float(np.mean(row.seconds)) * 1000, public,
                targets.of_row(one.name, harder, seconds),
            )
        )  # fmt: skip
    low, high = scoring.interval(sum(row.found for row in rows), sum(row.tried for row in rows))
    scores = [score for one in COMPARED if one.name in counted for score in counted[one.name].scores]
    return Table(seconds, asked.excerpts, rows, low, high, sure_at, scores)


def unknown(index: Index, asked: Asked) -> Strangers:
    """What strangers of ten seconds score, and how many are taken for a reference."""
    scores, chances, took = [], [], 0.0
    with all_told():
        for sound in strangers.made(asked.split, asked.strangers, 10.0, asked.seed):
            printed = prints.heard(sound)
            begun = time.process_time()
            matches = index.search(printed)
            took += time.process_time() - begun
            scores.append(matches[0].score if matches else 0.0)
            chances.append(matches[0].p_false if matches else 1.0)
    accepted = sum(p <= chance.CERTAIN for p in chances)
    low, high = scoring.interval(accepted, asked.strangers)
    hours = index.info().hours
    grid = [step / 4 for step in range(49)]
    return Strangers(
        asked.strangers, accepted, low, high, sorted(scores, reverse=True), min(chances, default=1.0), hours,
        took / max(1, asked.strangers) * 1000, chance.CERTAIN,
        [(score, chance.p_false(score, hours, 1)) for score in grid], tail_of(scores),
    )  # fmt: skip


def tail_of(scores: Sequence[float], share: float = 0.1) -> tuple[float, float] | None:
    """(fall, logarithm at nought) of the exponential tail of the highest scores, by the mean excess.

    The expected share of strangers above s is exp(nought - fall * s): what chance.p_false is about, fitted to
    these strangers alone. None if too few score anything.
    """
    top = sorted((score for score in scores if score > 0), reverse=True)[: int(len(scores) * share) + 1]
    if len(top) < 10:
        return None
    bar = top[-1]
    fall = 1 / max(1e-9, float(np.mean(np.array(top[:-1]) - bar)))
    return fall, math.log((len(top) - 1) / len(scores)) + fall * bar


def mixed(index: Index, known: Catalogue, asked: Asked) -> list[Mix]:
    """Three references and a stranger with cross-fades."""
    made = []
    for name, spread in (("plain", 0.0), ("each at +-6 % speed", 0.06)):
        total, recalled, took = mixes.Found(), 0.0, 0.0
        for number in range(asked.mixes):
            sound, parts = mixes.mixed(asked.split, number, spread)
            printed = prints.heard(queries.small(sound))
            begun = time.process_time()
            matches = index.search(printed)
            took += time.process_time() - begun
            mixes.judged(parts, matches, known.names, total)
            recalled += mixes.recalled(parts, matches, known.names)
        made.append(
            Mix(
                name, asked.mixes, total.true, recalled, total.told, total.right, total.parts, total.heard,
                total.edges, total.close, total.false, took / max(1, asked.mixes),
            )
        )  # fmt: skip
    return made


def costs(known: Catalogue, size: float, hours: float) -> list[Cost]:
    """CPU per hour of sound, apart and in all, and bytes; the ratio is to decoding alone."""
    some = [track.path for track in known.tracks[:8]]
    heard = sum(track.seconds for track in known.tracks[:8]) / 3600
    decoding = spent(lambda: [_decode(path) for path in some]) / heard
    sounds = [queries.small(corpus.sound_of(path)) for path in some]
    prints.heard(sounds[0])
    analysing = spent(lambda: [prints.heard(sound) for sound in sounds]) / heard
    with Box() as box:
        box.listen(some[0])
        before = box.children_seconds()
        for path in some:
            box.listen(path)
        ingesting = (box.children_seconds() - before) / heard
    return [
        Cost("decode alone, CPU s per hour", decoding, 1.0, None),
        Cost("analyse alone, CPU s per hour", analysing, analysing / decoding, targets.ANALYSIS),
        Cost("decode and analyse in the box, CPU s/h", ingesting, ingesting / decoding, targets.INGEST),
        Cost(f"index, MB per hour ({hours:.1f} h)", size / hours / 1e6, None, targets.BYTES),
    ]


def _decode(path: Path) -> None:
    import av

    with av.open(str(path)) as opened:
        opened.streams.audio[0].codec_context.thread_type = "NONE"
        for _ in opened.decode(audio=0):
            pass


def likeness(asked: Asked) -> dict[str, Likeness]:
    """Real music that catalogues are cut from, and what is cut from it."""
    real = scale.pool_for(asked.split)
    pool = scale.Pool.of(real)
    cut_from = [scale.synthetic(pool, asked.seed, number) for number in range(len(real))]
    return {"real music": scale.likeness(real), "synthetic prints": scale.likeness(cut_from)}


def growth(known: Catalogue, asked: Asked, hours: Sequence[float]) -> Iterator[Size]:
    """What searching costs, and what it still finds, as the catalogue grows with synthetic prints."""
    made = list(queries.made(prints.WORK, asked.split, 10.0, min(8, asked.excerpts), asked.seed))
    plain = [query for query in made if query.row in PLAIN]
    copies = prints.all_of([query.sound for query in plain])
    others = [prints.heard(sound) for sound in strangers.made(asked.split, 20, 10.0, asked.seed)]
    copy = _whole([one for one in known.prints if one.seconds >= UPLOAD_SECONDS] or known.prints)
    other = _whole([printed for _, printed in prints.of(corpus.strangers(asked.split))])
    listening, analysing = _heard([query.sound for query in plain])
    for size in hours:
        with scale.catalogue(asked.split, scale.tracks_of(size - known.hours), asked.seed) as (folder, index):
            known.add_to(index)
            found = 0
            for query, sound in zip(plain, copies, strict=True):  # also warms what is asked again below
                best = index.search(sound)[:1]
                found += any(
                    known.names[one.track] == query.track for one in best if one.track < len(known.names)
                )
            for sound in (*others, copy, other):
                index.search(sound)
            info = index.info()
            yield Size(
                info.hours, 1 - known.hours / info.hours, info.tracks, info.volumes,
                spent(lambda: [index.search(one) for one in copies]) / len(copies) * 1000,
                spent(lambda: [index.search(one) for one in others]) / len(others) * 1000,
                spent(lambda: index.search(copy)) * 1000,
                spent(lambda: index.search(other)) * 1000,
                scale.opening(folder) * 1000,
                info.size / info.hours / 1e6, found, len(plain), listening, analysing,
            )  # fmt: skip


def _heard(sounds: Sequence[npt.NDArray[np.int16]]) -> tuple[float, float]:
    """CPU ms of what comes before a search: a ten-second MP3 in the box; the analysis of four minutes."""
    prints.heard(sounds[0])
    seconds = sum(len(sound) for sound in sounds) / queries.KEPT_RATE
    analysing = spent(lambda: [prints.heard(sound) for sound in sounds]) / seconds
    with tempfile.TemporaryDirectory() as folder, Box() as box:
        paths = [Path(folder) / f"{number}.mp3" for number in range(len(sounds))]
        for path, sound in zip(paths, sounds, strict=True):
            _encode(sound, path)
        box.listen(paths[0])
        before = box.children_seconds()
        for path in paths:
            box.listen(path)
        listening = (box.children_seconds() - before) / len(paths)
    return listening * 1000, analysing * UPLOAD_SECONDS * 1000


def _encode(sound: npt.NDArray[np.int16], path: Path) -> None:
    """As people have their music: 44.1 kHz, 128 kbit/s."""
    raw = ["-f", "s16le", "-ar", str(queries.KEPT_RATE), "-ac", "2", "-i", "pipe:0"]
    command = ["ffmpeg", "-v", "error", *raw, "-ar", "44100", "-b:a", "128k", str(path)]
    subprocess.run(command, input=sound.tobytes(), check=True)


def _whole(some: Sequence[Print]) -> Print:
    """Four minutes of the first that has as many, or of the longest."""
    enough = [one for one in some if one.seconds >= UPLOAD_SECONDS]
    whole = enough[0] if enough else max(some, key=lambda one: one.seconds)
    return cut(whole, 0.0, min(UPLOAD_SECONDS, whole.seconds))


def cut(whole: Print, begin: float, seconds: float) -> Print:
    """A stretch of a print."""
    edges = np.array([begin, begin + seconds]) * TICKS_PER_SECOND
    part = slice(*np.searchsorted(whole.t, edges))
    t = (whole.t[part] - round(begin * TICKS_PER_SECOND)).astype(np.int32)
    return Print(t, whole.f[part].copy(), whole.strength[part].copy(), whole.sparse[part].copy(), seconds)
