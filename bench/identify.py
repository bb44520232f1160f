"""Recognition: recall per disguise, strangers accepted, and what it costs beside decoding alone.

`python bench/identify.py [--songs N] [--music FOLDER]`: the project's own synthetic songs, or sound files of
a folder (every second one is a reference, the others are strangers). Times are CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "libs/earprint/src"))
sys.path.insert(0, str(Path(__file__).parent.parent / "libs/earprint/tests"))

import av
from scipy.signal import resample_poly

from band import RATE, song
from disguises import faster, noisy, over, quicker, telephone, transposed
from earprint.box import Box
from earprint.index import Index
from earprint.prints import Print, analyse
from sound_files import encode

Sound = np.ndarray
CROP = 30

DISGUISES: dict[str, Callable[[Sound], Sound]] = {
    "clean": lambda x: x,
    "noise 10 dB": lambda x: noisy(x, 10),
    "noise 5 dB": lambda x: noisy(x, 5),
    "speed +2 %": lambda x: faster(x, 1.02),
    "speed -2 %": lambda x: faster(x, 0.98),
    "speed +10 %": lambda x: faster(x, 1.10),
    "speed -20 %": lambda x: faster(x, 0.80),
    "speed +25 %": lambda x: faster(x, 1.25),
    "tempo +10 %": lambda x: quicker(x, 1.10),
    "tempo -10 %": lambda x: quicker(x, 0.90),
    "pitch +1 st": lambda x: transposed(x, 1),
    "pitch -2 st": lambda x: transposed(x, -2),
    "pitch +1 st, tempo +4 %": lambda x: quicker(transposed(x, 1), 1.04),
    "telephone": telephone,
    "another song 3 dB below": lambda x: over(x, song(9999, CROP), 3),
}
CODECS = (("mp3", 64_000), ("m4a", 64_000), ("opus", 24_000), ("opus", 64_000))


def heard(sound: Sound) -> Print:
    """The print of 44.1 kHz stereo."""
    return analyse(resample_poly(sound, 160, 441, axis=0).astype(np.float32))


def loaded(path: Path) -> Sound:
    """A sound file as 44.1 kHz stereo, at most four minutes; the bench trusts its own files."""
    resampler = av.AudioResampler("flt", "stereo", RATE)
    with av.open(str(path)) as opened:
        parts = [part.to_ndarray() for frame in opened.decode(audio=0) for part in resampler.resample(frame)]
    return np.concatenate(parts, axis=1).reshape(-1, 2)[: RATE * 240]


def world(songs: int, folder: Path | None) -> tuple[list[Sound], list[Sound]]:
    """References and strangers; of synthetic songs, every other stranger plays with a reference's band."""
    if folder:
        files = sorted(path for path in folder.iterdir() if path.is_file())[: 2 * songs]
        sounds = [loaded(path) for path in files]
        return sounds[::2], sounds[1::2]
    references = [song(n, 60, band=n // 2) for n in range(songs)]
    return references, [song(1000 + n, 60, band=n // 4 if n % 2 else None) for n in range(songs)]


def recall(index: Index, box: Box, references: list[Sound], folder: Path) -> None:
    """One line per disguise: crops found, wrong tracks named."""
    print(f"\n{'disguise':26} {'found':>7} {'wrong':>6}   ({CROP}-s crops)")
    crops = [(n, x[(start := len(x) // 4) : start + RATE * CROP]) for n, x in enumerate(references)]
    for kind, bitrate in CODECS:
        prints = []
        for number, crop in crops:
            (folder / "query").write_bytes(encode(crop, kind, bitrate=bitrate))
            prints.append((number, box.examine(folder / "query").print))
        report(f"{kind} {bitrate // 1000} kbit/s", index, prints)
    for name, change in DISGUISES.items():
        report(name, index, [(number, heard(change(crop))) for number, crop in crops])


def report(name: str, index: Index, prints: list[tuple[int, Print]]) -> None:
    """Search and print one line."""
    found = wrong = 0
    for number, sound in prints:
        tracks = [match.track for match in index.search(sound)]
        found += number in tracks
        wrong += any(track != number for track in tracks)
    print(f"{name:26} {found:3}/{len(prints):<3} {wrong:6}")


def strangers(index: Index, sounds: list[Sound]) -> None:
    """How many strangers are taken for a reference."""
    taken = sum(bool(index.search(heard(sound))) for sound in sounds)
    print(f"{'strangers accepted':26} {taken:3}/{len(sounds)}")


def cpu() -> float:
    """CPU seconds of this process and of its finished children."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usage)


def children_cpu(box: Box) -> float:
    """CPU seconds of the children of the box's warm process (fields 16 and 17 of /proc/PID/stat)."""
    assert box._process is not None
    fields = Path(f"/proc/{box._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / 100


def costs(index: Index, box: Box, sound: Sound, folder: Path) -> None:
    """CPU of decoding alone, of the whole examination and of the search, for one long MP3."""
    sound = np.resize(sound, (RATE * 240, 2))
    path = folder / "long.mp3"
    path.write_bytes(encode(sound, "mp3", bitrate=128_000))
    box.examine(path)
    hours, rounds = 240 / 3600, 3
    began = cpu()
    for _ in range(rounds):
        with av.open(str(path)) as opened:
            for _frame in opened.decode(audio=0):
                pass
    decoding = (cpu() - began) / rounds / hours
    before, clock = children_cpu(box), time.perf_counter()
    found = [box.examine(path) for _ in range(rounds)]
    wall = (time.perf_counter() - clock) / rounds
    examining = (children_cpu(box) - before) / rounds / hours
    index.search(found[0].print)
    began = cpu()
    for _ in range(rounds):
        index.search(found[0].print)
    searching = (cpu() - began) / rounds
    query = heard(sound[: RATE * 10])
    began = cpu()
    for _ in range(20):
        index.search(query)
    short = (cpu() - began) / 20
    info = index.info()
    print("\ncost                             figure   to decoding alone")
    print(f"decode MP3, CPU-s per hour      {decoding:7.1f}   1.0")
    print(f"examine in the box, CPU-s/hour  {examining:7.1f}   {examining / decoding:.1f}")
    print(f"search 4 minutes, CPU-s/hour    {searching / hours:7.1f}   {searching / hours / decoding:.1f}")
    print(f"examine 4 minutes, wall s       {wall:7.2f}")
    print(f"search 4 minutes, CPU s         {searching:7.2f}   (among {info.tracks} tracks)")
    print(f"search 10 s, CPU ms             {short * 1000:7.1f}")
    print(f"index, bytes per hour           {info.size / info.hours:7.0f}   ({info.hours:.2f} h)")


def main() -> None:
    """Build an index, disguise, search, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--songs", type=int, default=12)
    parser.add_argument("--music", type=Path, help="folder of sound files instead of synthetic songs")
    asked = parser.parse_args()
    references, unknown = world(asked.songs, asked.music)
    with tempfile.TemporaryDirectory() as name, Box() as box:
        folder = Path(name)
        index = Index(folder / "index")
        index.add([(number, heard(sound)) for number, sound in enumerate(references)])
        recall(index, box, references, folder)
        strangers(index, unknown)
        costs(index, box, references[0], folder)


if __name__ == "__main__":
    main()
