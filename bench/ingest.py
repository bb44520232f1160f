"""What taking in sound costs: CPU seconds an hour of it, by part and by format, and memory by length.

./akkord bench ingest [--minutes N] [--hours N]     CPU is that of the box, its children and this process, all
threads. Baseline of each format, in the same run: the same file decoded by PyAV and no more. Without search.
"""

import argparse
import os
import resource
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "libs" / "earprint" / "tests"))

from akkord.sample.music import RATE, Style, compose, render
from earprint.analysis import Analyser
from earprint.box import Box
from earprint.box.decode import Resampled, open_sound, samples_of
from earprint.box.examine import Meter
from earprint.box.outline import Outline
from earprint.box.timbre import Timbre
from earprint.prints import RATE as HEARD
from sound_files import encode

GOAL = 12.0
FORMATS = {  # name: kind, bits a second
    "MP3 192": ("mp3", 192_000), "FLAC 16 bit": ("flac", 0), "Opus 128": ("opus", 128_000),
    "AAC 160 (MP4)": ("m4a", 160_000), "Vorbis 160": ("ogg", 160_000), "WAV 16 bit": ("wav", 0),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=6.0, help="of music, in every format")
    parser.add_argument("--hours", type=float, default=10.0, help="of the longest file; 0 leaves memory out")
    args = parser.parse_args()
    music = song(args.minutes * 60)
    with tempfile.TemporaryDirectory(prefix="akkord-ingest-") as folder, Box() as box:
        box.prove()
        file = Path(folder) / "sound"
        print(f"\nCPU seconds an hour of sound; goal {GOAL:.0f}")
        print(f"  {'':16}{'decoding':>10}{'ingest':>9}{'ratio':>8}")
        for name, (kind, bits) in FORMATS.items():
            file.write_bytes(encode(music, kind, rate=RATE, bitrate=bits))
            hours = len(music) / RATE / 3600
            base = cheapest(lambda: decoded(file)) / hours
            whole = cheapest(lambda: taken_in(box, file), box) / hours
            print(f"  {name:16}{base:10.2f}{whole:9.2f}{whole / base:8.2f}", flush=True)
            if kind == "mp3":
                shares = parts(file, hours)
        print("\nThe same of the MP3, one part after the other, in this process")
        for name, seconds in shares.items():
            print(f"  {name:32}{seconds:8.2f}")
        if args.hours:
            memory(box, file, args.hours, music)


def song(seconds: float) -> np.ndarray:
    styles = list(Style)
    pieces = [render(compose(n, style, 30.0))[: 30 * RATE] for n, style in enumerate(styles)]
    whole = np.concatenate(pieces)
    return np.resize(whole, (int(seconds * RATE), 2))


def cheapest(work: Callable[[], object], box: Box | None = None, times: int = 2) -> float:
    """CPU seconds of the cheapest run."""
    took = []
    for _ in range(times):
        before = cpu(box)
        work()
        took.append(cpu(box) - before)
    return min(took)


def cpu(box: Box | None) -> float:
    """CPU seconds of this process and of the box with all its children."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    own = used.ru_utime + used.ru_stime
    if box is None:
        return own
    fields = Path(f"/proc/{box.pid}/stat").read_text().rpartition(")")[2].split()
    return own + sum(map(int, fields[11:15])) / os.sysconf(
        "SC_CLK_TCK"
    )  # its own, and of children that ended


def decoded(file: Path) -> int:
    with av.open(str(file)) as source:
        source.streams.audio[0].codec_context.thread_type = "NONE"
        return sum(frame.samples for frame in source.decode(audio=0))


def taken_in(box: Box, file: Path) -> int:
    """As `akkord.sound.box.examine_sound` does it: one pass in the box, and the print as it is stored."""
    return len(box.examine(file).print.to_bytes())


def parts(file: Path, hours: float) -> dict[str, float]:
    """What each part of the pass adds: it is run without and with it."""
    made: dict[str, float] = {}
    before = 0.0
    for name in ("decoding in pieces of 0.4 s", "loudness", "16 kHz", "print", "waveform", "timbre"):
        made[name] = 0.0
        took = cheapest(lambda: passed(file, set(made)), times=3) / hours
        made[name], before = took - before, took
    return made


def passed(file: Path, wanted: set[str]) -> None:
    meter, outline, timbre = Meter(), Outline(), Timbre()
    analyser = Analyser(timbre.hear if "timbre" in wanted else None)
    resampled = Resampled("flt", HEARD)
    with file.open("rb", buffering=0) as handle:
        for frame in open_sound(handle, file.stat().st_size, "").frames():
            if "loudness" in wanted:
                meter.feed(samples_of(frame), frame.sample_rate)
            for small in resampled.feed(frame) if "16 kHz" in wanted else ():
                pcm = small.to_ndarray().reshape(-1, 2)
                if "print" in wanted:
                    analyser.feed(pcm)
                if "waveform" in wanted:
                    outline.feed(pcm)
    analyser.finish().to_bytes(), outline.waveform(), timbre.figures()


def memory(box: Box, file: Path, hours: float, music: np.ndarray) -> None:
    """Highest resident memory of the child that does it; what its warm parent had is in it."""
    minute = encode(music[: 60 * RATE], "mp3", rate=RATE, bitrate=64_000)
    frames = minute[minute.index(b"\xff\xfb", 200) :]  # behind the tag and the frame that tells the length
    print("\nMemory of the box's child, and CPU, MP3 of 64 kbit/s")
    print(f"  {'':10}{'MB':>8}{'print, kB':>12}{'CPU s an hour':>16}")
    for name, minutes in (("3 minutes", 3), ("1 hour", 60), (f"{hours:g} hours", round(hours * 60))):
        with file.open("wb") as out:
            for _ in range(minutes):
                out.write(frames)
        before = cpu(box)
        with highest(box) as peak:
            size = taken_in(box, file)
        used = (cpu(box) - before) / minutes * 60
        print(f"  {name:10}{peak[0] / 1024:8.0f}{size / 1024:12.0f}{used:16.2f}", flush=True)


@contextmanager
def highest(box: Box) -> Iterator[list[int]]:
    """Kilobytes of the largest child while it lasts (VmHWM, proc(5))."""
    found, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(0.01):
            for child in Path(f"/proc/{box.pid}/task/{box.pid}/children").read_text().split():
                found[0] = max(found[0], _high_water(child))

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield found
    finally:
        over.set()
        watching.join()


def _high_water(pid: str) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:  # it has just ended
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)


if __name__ == "__main__":
    main()
