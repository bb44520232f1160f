"""Makes earprint's table of how rare pairs of frequency steps are in music, from the dev split alone.

`python bench/identifying/rarity.py`: counts all triplets that references of the dev split could have made,
and writes libs/earprint/src/earprint/rarity.npy: bits (times 8, uint8) by step 1 and step 2, rounded to bins,
both from -48. Steps nobody has are as rare as the rarest.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent.parent / "libs/earprint/src"))

from earprint.prints import Print

TABLE = Path(__file__).parent.parent.parent / "libs/earprint/src/earprint/rarity.npy"
REACH, SMOOTHED = 6, 0.7
HALF = 48


def learned(prints: list[Print]) -> np.ndarray:
    """The table, uint8 [96, 96], in eighths of a bit."""
    from earprint.landmarks import triplets
    from earprint.references import LONGEST

    counts = np.zeros((2 * HALF, 2 * HALF))
    none = np.zeros((2 * HALF, 2 * HALF), np.uint8)
    for one in prints:
        t, f, strength = one.frames()[one.sparse], one.bins()[one.sparse], one.strength[one.sparse]
        rows = triplets(t, f, strength.astype(np.float32), REACH, 15, LONGEST, rarity=none)
        steps = np.floor(rows[:, 3:5] + HALF + 0.5).astype(int)
        np.add.at(counts, (steps[:, 0], steps[:, 1]), 1)
    smooth = gaussian_filter(counts, SMOOTHED) + 0.5
    bits = -np.log2(smooth / smooth.sum())
    return np.clip(np.rint(bits * 8), 0, 255).astype(np.uint8)


def main() -> None:
    """Learn and write."""
    from identifying import corpus, prints

    if not TABLE.exists():
        np.save(TABLE, np.zeros((2 * HALF, 2 * HALF), np.uint8))
    table = learned([p for _, p in prints.of(corpus.references("dev"))])
    np.save(TABLE, table)
    print(f"wrote {TABLE.name}: {table.min() / 8:.1f} to {table.max() / 8:.1f} bits")


if __name__ == "__main__":
    main()
