"""Sound of any length is measured right: from a second to hours, in memory that does not grow with it.

Ten hours are taken in by bench/ingest.py, with their memory: there they cost two minutes, here one hour of a
cheap form costs some seconds, and every store that could grow with the length has long been full by then.
"""

from __future__ import annotations

import struct
import threading
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from band import song, wav_bytes
from earprint.box import Box, Examined, Refused
from earprint.box.loudness import Gate
from earprint.box.outline import MOST_MOMENTS, Outline
from earprint.prints import RATE, TICKS_PER_SECOND
from sound_files import encode

SLOW = 8000  # hertz: cheap to decode
MINUTE = np.repeat((song(5, 60)[:: 44100 // SLOW].mean(axis=1)[: 60 * SLOW] * 0.2)[:, None], 1, axis=1)


def _wav(file: Path, minutes: list[npt.NDArray[np.float32]]) -> None:
    """Eight bits, one channel."""
    size = sum(map(len, minutes))
    with file.open("wb") as out:
        head = struct.pack("<4sIHHIIHH4sI", b"fmt ", 16, 1, 1, SLOW, SLOW, 1, 8, b"data", size)
        out.write(b"RIFF" + struct.pack("<I", 36 + size) + b"WAVE" + head)
        for minute in minutes:
            out.write(np.rint(minute[:, 0] * 127 + 128).astype(np.uint8).tobytes())


def _examined(box: Box, file: Path) -> tuple[Examined, int]:
    """And the kilobytes of the child that did it (VmHWM, proc(5))."""
    found, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(0.005):
            for child in Path(f"/proc/{box.pid}/task/{box.pid}/children").read_text().split():
                try:
                    lines = Path(f"/proc/{child}/status").read_text().splitlines()
                except OSError:
                    continue
                found[0] = max(
                    [found[0], *(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))]
                )

    watching = threading.Thread(target=look)
    watching.start()
    try:
        return box.examine(file), found[0]
    finally:
        over.set()
        watching.join()


def test_an_hour_is_right_and_costs_the_memory_of_a_minute(box: Box, tmp_path: Path) -> None:
    """The last minute is four times as loud as the others, of which the second gate leaves nothing out."""
    _wav(tmp_path / "short", [MINUTE])
    _wav(tmp_path / "long", [*[MINUTE] * 59, MINUTE * 4])
    (short, little), (long, much) = _examined(box, tmp_path / "short"), _examined(box, tmp_path / "long")
    assert (long.samples, long.seconds) == (3600 * SLOW, 3600.0)
    assert short.loudness_lufs is not None
    louder = 10 * np.log10((59 + 16) / 60)
    assert long.loudness_lufs == pytest.approx(short.loudness_lufs + louder, abs=0.1)
    assert len(long.waveform) == 800
    quiet, loud = max(long.waveform[:784]), max(long.waveform[788:])
    assert (loud, round(loud / quiet)) == (255, 4)
    last = int(long.print.t[-1]) / TICKS_PER_SECOND
    assert 3595 < last <= 3600
    assert len(long.print) == pytest.approx(60 * len(short.print), rel=0.05)
    assert much - little < 12_000, (little, much)


def test_a_second_is_right(box: Box, tmp_path: Path) -> None:
    (tmp_path / "second").write_bytes(wav_bytes(song(5, 3)[:44100]))
    found = box.examine(tmp_path / "second")
    assert (found.samples, found.seconds, len(found.waveform)) == (44100, 1.0, 100)
    assert found.loudness_lufs is not None
    assert len(found.print) > 0
    assert found.print.seconds == pytest.approx(1.0, abs=0.01)
    box.render(tmp_path / "second", tmp_path / "out.webm")
    assert box.examine(tmp_path / "second").waveform == found.waveform


@pytest.mark.parametrize("kind", ["wav", "mp3", "opus", "flac"])
def test_a_fifth_of_a_second_is_refused_with_its_reason(box: Box, tmp_path: Path, kind: str) -> None:
    """Nothing so short can be identified, so it is never heard."""
    (tmp_path / "blip").write_bytes(encode(song(5, 3)[: 44100 // 5], kind))
    with pytest.raises(Refused) as refused:
        box.examine(tmp_path / "blip")
    assert refused.value.reason == "too_short"


def test_loudness_by_levels_is_that_of_all_blocks() -> None:
    """Held against the standard's two gates over every block there is."""
    dice = np.random.default_rng(3)
    for spread in (0.0, 0.2, 2.0, 9.0, 30.0):
        steps = 10 ** ((-25 + spread * dice.standard_normal(5000)) / 10)
        gate = Gate()
        for part in np.array_split(steps, 37):
            gate.feed(part)
        assert gate.integrated() == pytest.approx(_by_the_standard(steps), abs=0.011)
    assert Gate().integrated() is None


def _by_the_standard(steps: npt.NDArray[np.float64]) -> float:
    blocks = np.convolve(steps, np.full(4, 0.25), mode="valid")
    levels = -0.691 + 10 * np.log10(blocks)
    gate = -0.691 + 10 * np.log10(blocks[levels > -70].mean()) - 10
    return float(-0.691 + 10 * np.log10(blocks[levels > max(gate, -70)].mean()))


def test_a_waveform_too_long_for_its_moments_keeps_every_peak() -> None:
    outline, second = Outline(), np.zeros((RATE, 2), np.float32)
    long = 3 * MOST_MOMENTS // 100
    for n in range(long):
        second[RATE // 2, 0] = -1.0 if n == long // 2 else 0.25
        outline.feed(second)
    waveform = outline.waveform()
    assert len(waveform) == 800
    assert (waveform.index(255), min(waveform)) == (400, 64)
