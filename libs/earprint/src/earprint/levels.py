"""How loud several sounds are one after another, without hearing them again.

BS.1770 gates the 400 ms blocks of the whole, so the loudness of an album cannot be had from that of its
tracks: what a quiet track loses at the gate depends on the others. What is kept of each sound is therefore
how many of its blocks are how loud, in steps of 0.1 LU from the absolute gate up, and these counts are added.
It is the way of libebur128 (`ebur128_loudness_global_multiple`, EBUR128_MODE_HISTOGRAM). Blocks that reach
over from one sound into the next are left out: three for each seam.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping

LOWEST = -70.0  # LUFS, the absolute gate of ITU-R BS.1770-4 annex 1
RELATIVE_GATE = -10.0  # LU
STEP = 0.1  # LU
MOST_STEPS = 1000  # up to +30 LUFS
_ONE = struct.Struct("<HI")  # step, blocks


def written(counts: Mapping[int, int]) -> bytes:
    """{step: blocks} as bytes, six for each step that has any."""
    return b"".join(_ONE.pack(step, blocks) for step, blocks in sorted(counts.items()) if blocks)


def read(levels: bytes) -> dict[int, int]:
    """What `written` wrote. Raises ValueError of anything else."""
    if len(levels) % _ONE.size:
        raise ValueError("no list of levels")
    counts = dict(_ONE.iter_unpack(levels))
    if len(levels) != _ONE.size * len(counts) or any(step >= MOST_STEPS for step in counts):
        raise ValueError("no list of levels")
    return counts


def together(sounds: Iterable[bytes]) -> float | None:
    """Integrated loudness in LUFS of sounds played one after another, each as `written`; None for silence.

    With the energy E(s) of a block in the middle of step s, and n(s) blocks of it in all sounds:
    L = -0.691 + 10 log10(sum n(s) E(s) / sum n(s)), once over all blocks above -70 LUFS, then over those
    above that L - 10 LU: ITU-R BS.1770-4 annex 1, equations 4 to 7. Steps are in LUFS, so -0.691 cancels out.
    """
    counts: dict[int, int] = {}
    for sound in sounds:
        for step, blocks in read(sound).items():
            counts[step] = counts.get(step, 0) + blocks
    if not counts:
        return None
    gate = _mean(counts) + RELATIVE_GATE
    return _mean({step: blocks for step, blocks in counts.items() if _level(step) > gate})


def _mean(counts: Mapping[int, int]) -> float:
    power = sum(blocks * 10 ** (_level(step) / 10) for step, blocks in counts.items())
    return 10 * math.log10(power / sum(counts.values()))


def _level(step: int) -> float:
    return LOWEST + (step + 0.5) * STEP
