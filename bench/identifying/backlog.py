"""New references against a backlog: stored prints of uploads are an index, and each reference is a query.

Uploads are synthetic prints of 200 s. So are the references, of 240 s, cut from the music of the split
asked for, which is not what the uploads are cut from, each from tracks of its own. Of half the references,
copies are planted among the uploads: 200 s of the reference, with as many landmarks lost, added and moved
as real disguises were measured to (8 excerpts of each on the dev split).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from earprint.index import Index
from earprint.prints import BINS, BINS_PER_OCTAVE, FINE_PER_BIN, TICKS_PER_FRAME, TICKS_PER_SECOND, Print
from identifying import scale
from identifying.measuring import Asked, Catalogue, cut, spent
from identifying.results import Backlog

UPLOAD_SECONDS = 200.0
PLANTED_ID = 0  # of the first planted upload; synthetic ones begin at scale.FIRST_ID


@dataclass(frozen=True)
class Wear:
    """What a disguise does to a print.

    `kept`: share of the landmarks that stay; `added`: others, as a share of what there is then; `frames`,
    `bins`: spread of what stays; `speed`: of the copy, pitch follows.
    """

    kept: float
    added: float
    frames: float
    bins: float
    speed: float


WORN = {
    "as MP3 at 32 kbit/s": Wear(0.71, 0.29, 0.70, 0.16, 1.0),
    "as at +5 % speed": Wear(0.52, 0.42, 1.0, 0.25, 1.05),
}


def worn(whole: Print, wear: Wear, rng: np.random.Generator) -> Print:
    """A copy in a disguise, made of the print alone."""
    stays = rng.random(len(whole)) < wear.kept
    count = int(stays.sum())
    seconds = whole.seconds / wear.speed
    t = whole.t[stays] / wear.speed + rng.normal(0, wear.frames * TICKS_PER_FRAME, count)
    f = whole.f[stays] + rng.normal(BINS_PER_OCTAVE * math.log2(wear.speed), wear.bins, count) * FINE_PER_BIN
    extra = int(count * wear.added / (1 - wear.added))
    like = rng.integers(0, len(whole), extra)  # as strong and as sparse as others, and as high
    t = np.concatenate([t, rng.uniform(0, seconds * TICKS_PER_SECOND, extra)])
    f = np.concatenate([f, whole.f[like]])
    strength = np.concatenate([whole.strength[stays], whole.strength[like]])
    sparse = np.concatenate([whole.sparse[stays], whole.sparse[like]])
    t = np.clip(np.rint(t), 0, seconds * TICKS_PER_SECOND - 1).astype(np.int32)
    f = np.clip(np.rint(f), 0, BINS * FINE_PER_BIN - 1).astype(np.uint16)
    order = np.lexsort((f, t))
    return Print(t[order], f[order], strength[order], sparse[order], seconds)


def measured(known: Catalogue, asked: Asked, stored: int, newcomers: int) -> Backlog:
    """The rate at which new references are held against so many stored prints, and what they find."""
    newcomers = min(newcomers, len(known.prints))
    pools = [scale.Pool.of(known.prints[number::newcomers]) for number in range(newcomers)]
    references = [scale.synthetic(pool, asked.seed + 1, number) for number, pool in enumerate(pools)]
    rng = np.random.default_rng(asked.seed)
    kinds = list(WORN)
    planted = {}  # id of an upload: (its reference, its disguise)
    uploads = []
    for number in range(0, newcomers, 2):
        kind = kinds[number // 2 % len(kinds)]
        begin = float(rng.uniform(0, scale.TRACK_SECONDS - UPLOAD_SECONDS * WORN[kind].speed))
        copy = worn(cut(references[number], begin, UPLOAD_SECONDS * WORN[kind].speed), WORN[kind], rng)
        planted[PLANTED_ID + len(uploads)] = (number, kind)
        uploads.append((PLANTED_ID + len(uploads), copy))
    others = stored - len(uploads)
    with scale.catalogue(asked.split, others, asked.seed, UPLOAD_SECONDS) as (_, index):
        index.add(uploads)
        index.search(references[0], thorough=True)
        told: list[set[int]] = []
        took = spent(lambda: told.extend(_told(index, one) for one in references))
        info = index.info()
    found = dict.fromkeys(kinds, 0)
    wrong = 0
    for number, ids in enumerate(told):
        for track in ids:
            mine, kind = planted.get(track, (-1, ""))
            if mine == number:
                found[kind] += 1
            else:
                wrong += 1
    counts = {kind: sum(one == kind for _, one in planted.values()) for kind in kinds}
    return Backlog(
        info.tracks, info.hours, info.size / 1e6, newcomers, scale.TRACK_SECONDS, counts, found, wrong,
        took / newcomers,
    )  # fmt: skip


def _told(index: Index, reference: Print) -> set[int]:
    return {match.track for match in index.search(reference, thorough=True)}
