"""A file of ten hours and one of a second, from the last byte to the last byte: through a living site.

./akkord bench lengths [--hours N]
Each is sent by tus, heard, decided and played; its length, loudness, waveform and last bytes are held against
how it was made (`tests/road/lengths.py`). Baseline of each step: the file of a second (FLAC). That of hours
is MP3 of 64 kbit/s.
"""

import argparse
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import _living
import av
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "libs" / "earprint" / "tests"))

from upload_to_verdict import cpu_of

from road.lengths import LOUD, QUIET, RATE, Walk, tone
from sound_files import encode


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hours", type=float, default=10.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="akkord-lengths-") as folder, _living.site() as living:
        assert living.worker is not None
        walks, here = list[Walk](), Path(folder)
        for file, lasts, coded_db in (second(here), hours(here, args.hours)):
            walk = Walk(living, _living.EMAIL, lasts, patience=1800.0, coded_db=coded_db)
            before = cpu_of(living.worker.pid)
            walk.whole(file)
            walk.took["CPU of the worker"] = cpu_of(living.worker.pid) - before
            walks.append(walk)
            print(f"  {file.name}: {lasts:.1f} s, {file.stat().st_size / 1e6:.1f} MB", flush=True)
        short, long = walks
        print(f"\nSeconds\n  {'':28}{'a second':>12}{f'{args.hours:g} hours':>12}{'ratio':>9}")
        for step, took in long.took.items():
            print(f"  {step:28}{short.took[step]:12.2f}{took:12.2f}{took / short.took[step]:9.1f}")


def second(folder: Path) -> tuple[Path, float, float]:
    """The file, how many seconds it lasts, and what its coding took of its level, in dB."""
    file = folder / "second.flac"
    file.write_bytes(encode(np.concatenate([tone(0.5, QUIET), tone(0.5, LOUD)]), "flac", rate=RATE))
    return file, 1.0, 0.0


def hours(folder: Path, wanted: float) -> tuple[Path, float, float]:
    """The same of hours: a quiet minute again and again, then a loud one, as MP3 frames. A minute has a frame
    or two more than is asked for."""
    file, lasts, times = folder / "hours.mp3", 0.0, round(wanted * 30)
    with file.open("wb") as out:
        for height in (QUIET, LOUD):
            coded = encode(tone(60.0, height), "mp3", rate=RATE, bitrate=64_000)
            frames = coded[coded.index(b"\xff\xfb", 200) :]  # behind the frame that tells the length
            heard = decoded(frames)
            lasts += times * len(heard) / RATE
            for _ in range(times):
                out.write(frames)
    middle = heard[RATE:-RATE].astype(np.float64)
    return file, lasts, float(10 * np.log10((middle**2).mean() / (LOUD**2 / 2)))


def decoded(frames: bytes) -> np.ndarray:
    with av.open(BytesIO(frames)) as source:
        return np.concatenate([frame.to_ndarray().T for frame in source.decode(audio=0)])


if __name__ == "__main__":
    main()
