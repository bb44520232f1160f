"""Prints: the same for any cutting into blocks, back from their bytes unchanged, hostile bytes refused."""

from __future__ import annotations

import subprocess
import sys
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import resample_poly

from band import song
from earprint.prints import BINS, FINE_PER_BIN, RATE, DamagedPrint, Print, analyse, analyse_blocks

SOUND = resample_poly(song(90, 20), 160, 441, axis=0).astype(np.float32)
WHOLE = analyse(SOUND)


@settings(max_examples=10, deadline=None)
@given(cuts=st.lists(st.integers(0, len(SOUND)), max_size=30))
def test_a_print_does_not_depend_on_the_blocks(cuts: list[int]) -> None:
    assert analyse_blocks(np.split(SOUND, sorted(cuts))).to_bytes() == WHOLE.to_bytes()


def test_a_print_comes_back_from_its_bytes() -> None:
    again = Print.from_bytes(WHOLE.to_bytes())
    for name in ("t", "f", "strength", "sparse"):
        assert np.array_equal(getattr(again, name), getattr(WHOLE, name))
    assert again.seconds == WHOLE.seconds == len(SOUND) / RATE


@pytest.mark.parametrize("peaks", [65_535, 65_536, 65_537, 200_000])
def test_a_print_of_many_hours_comes_back_from_its_bytes(peaks: int) -> None:
    """They are written in parts of 65,536."""
    any_of = np.random.default_rng(peaks)
    ticks = np.sort(any_of.integers(0, 2**31, peaks)).astype(np.int32)
    f, strength = any_of.integers(0, BINS * FINE_PER_BIN, peaks), any_of.integers(0, 256, peaks)
    made = Print(ticks, f.astype(np.uint16), strength.astype(np.uint8), f % 3 == 0, 9.5)
    again = Print.from_bytes(made.to_bytes())
    for name in ("t", "f", "strength", "sparse"):
        assert np.array_equal(getattr(again, name), getattr(made, name)), name


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=200), keep=st.integers(0, 60))
def test_other_bytes_are_no_print(data: bytes, keep: int) -> None:
    try:
        made = Print.from_bytes(WHOLE.to_bytes()[:keep] + data)
    except DamagedPrint:
        return
    assert len(made) == 0


def test_a_print_that_unpacks_to_gigabytes_is_refused() -> None:
    head = WHOLE.to_bytes()[:16]
    with pytest.raises(DamagedPrint):
        Print.from_bytes(head + zlib.compress(bytes(200_000_000), 9))


def test_short_and_empty_sounds_have_prints() -> None:
    for length in (0, 1, 500, 1024, 1100, 5000):
        assert analyse(SOUND[:length]).seconds == length / RATE


def test_importing_the_library_loads_no_kernels() -> None:
    script = (
        "import sys, earprint.index, earprint.box, earprint.prints;"
        "bad = {'numba', 'av', 'scipy'} & set(sys.modules); sys.exit(str(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env={"PYTHONPATH": ":".join(sys.path)})
