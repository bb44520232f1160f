"""Every disguise of the sample world is seen through: each copy is its recording and no other."""

from functools import cache

import numpy as np
import pytest
from scipy.signal import resample_poly

from akkord.sample.catalogue import RE_UPLOADS, MemberUpload, in_order_of_arrival
from akkord.sample.sound_file import DISGUISES, recording_named, samples_of
from earprint.index import MemoryIndex
from earprint.prints import RATE as PRINT_RATE
from earprint.prints import Print, analyse

ORIGINALS = sorted({copy.copy_of for copy in RE_UPLOADS if copy.copy_of})


def printed(samples: np.ndarray) -> Print:
    return analyse(resample_poly(samples, PRINT_RATE // 100, 441, axis=0).astype(np.float32))


@cache
def index() -> MemoryIndex:
    made = MemoryIndex()
    made.add([(n, printed(samples_of(recording_named(key)))) for n, key in enumerate(ORIGINALS)])
    return made


@pytest.mark.parametrize("copy", RE_UPLOADS, ids=lambda copy: f"{copy.key} {copy.disguise}")
def test_a_copy_is_recognised_as_its_recording_and_as_no_other(copy: MemberUpload) -> None:
    found = index().search(printed(samples_of(copy)))
    assert [ORIGINALS[match.track] for match in found] == [copy.copy_of]
    (match,) = found
    assert match.covered_seconds > (12 if copy.disguise == "medley" else 15)
    if copy.disguise == "pitch+1":
        assert match.pitch_semitones == pytest.approx(1, abs=0.15)
    if copy.disguise == "medley":
        assert match.segments[0].f0 > 8


def test_every_disguise_is_worn_and_the_common_ones_early() -> None:
    assert {copy.disguise for copy in RE_UPLOADS} == set(DISGUISES)
    early = {getattr(sound, "disguise", None) for sound in in_order_of_arrival()[:14]}
    assert {"reencode", "speed+2", "pitch+1", "voice", "medley"} <= early


def test_a_copy_comes_after_what_it_copies() -> None:
    order = [sound.key for sound in in_order_of_arrival()]
    assert len(order) == len(set(order))
    assert all(order.index(copy.copy_of or "") < order.index(copy.key) for copy in RE_UPLOADS)
