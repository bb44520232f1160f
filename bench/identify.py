"""Recognition measured: recall per disguise beside public systems, strangers, mixes, costs, growth.

`./akkord bench identify [--quick]`. Music is real recordings of Debian's game packages, which the bench
names and never commits; ffmpeg (with rubberband) and espeak-ng make the disguises. What is slow to make is
kept in the folder $AKKORD_BENCH_WORK. Times are CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "libs/earprint/src"))

from identifying import corpus, mixes, prints, queries, scale, scoring, strangers
from identifying.disguises import ALL, COMPARED

from earprint.box import Box
from earprint.index import Index
from earprint.prints import Print

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


def needs() -> list[str]:
    """What has to be installed before this bench can run, by name."""
    missing = [name for name in ("ffmpeg", "espeak-ng") if not shutil.which(name)]
    for package in corpus.PACKAGES:
        try:
            list(corpus.sounds_of(package))
        except corpus.NotInstalled:
            missing.append(package)
    return missing


def accuracy(
    index: Index, names: list[str], references: list[Print], asked: argparse.Namespace, seconds: float
) -> None:
    """The table: one line per disguise."""
    made = list(queries.made(prints.WORK, asked.split, seconds, asked.excerpts, asked.seed))
    heard = prints.all_of([query.sound for query in made])
    answers = []
    for query, sound in zip(made, heard, strict=True):
        begun = time.process_time()
        answers.append((query, index.search(sound), time.process_time() - begun))
    rows = scoring.told(answers, names, references)
    print(f"\n{seconds:g}-s queries, split {asked.split}, {asked.excerpts} excerpts")
    print(
        f"{'disguise':36} {'found':>9}  {'95 % interval':>13} {'placed':>7} {'other':>6}"
        f" {'public':>7} {'ms':>5}"
    )
    shares = {}
    for one in ALL:
        if one.name not in rows:
            continue
        row = rows[one.name]
        low, high = scoring.interval(row.found, row.tried)
        shares[one.name] = row.found / row.tried
        placed = f"{row.placed / row.tried * 100:6.1f}" if row.placeable else "     -"
        print(
            f"{one.name:36} {row.found / row.tried * 100:7.1f} %  {low * 100:5.1f} - {high * 100:5.1f}"
            f" {placed:>7} {row.other:6} {PUBLIC.get(one.name, '-'):>7} {np.mean(row.seconds) * 1000:5.0f}"
        )
    compared = [shares[d.name] for d in COMPARED if d.name in shares]
    harder = [shares[d.name] for d in ALL if d not in COMPARED and d.name in shares]
    pooled = sum(row.found for row in rows.values()), sum(row.tried for row in rows.values())
    low, high = scoring.interval(*pooled)
    print(f"{'mean of the ' + str(len(compared)) + ' compared':36} {np.mean(compared) * 100:7.1f} %")
    print(f"{'mean of the harder ones':36} {np.mean(harder) * 100:7.1f} %")
    print(f"{'all together':36} {pooled[0] / pooled[1] * 100:7.1f} %  {low * 100:5.1f} - {high * 100:5.1f}")


def unknown(index: Index, asked: argparse.Namespace) -> None:
    """How many strangers are taken for a reference."""
    taken, spent = [], 0.0
    for sound in strangers.made(asked.split, asked.strangers, 10.0, asked.seed):
        printed = prints.heard(sound)
        begun = time.process_time()
        matches = index.search(printed)
        spent += time.process_time() - begun
        taken += [match.score for match in matches[:1]]
    low, high = scoring.interval(len(taken), asked.strangers)
    print(
        f"\nstrangers accepted: {len(taken)} of {asked.strangers} ({low * 100:.3f} - {high * 100:.3f} %),"
        f" scores {sorted(taken)[::-1][:5]}; {spent / asked.strangers * 1000:.1f} ms each"
    )


def mixed(index: Index, names: list[str], asked: argparse.Namespace) -> None:
    """Three references and a stranger with cross-fades."""
    print(
        f"\n{'mixes':24} {'recall':>7} {'precise':>8} {'segments':>9} {'false':>6} {'edges':>7} {'CPU s':>6}"
    )
    for name, spread in (("plain", 0.0), ("each at +-6 % speed", 0.06)):
        total, got, spent = mixes.Found(), 0.0, 0.0
        for number in range(asked.mixes):
            sound, parts = mixes.mixed(asked.split, number, spread)
            printed = prints.heard(queries.small(sound))
            begun = time.process_time()
            matches = index.search(printed)
            spent += time.process_time() - begun
            mixes.judged(parts, matches, names, total)
            got += mixes.recalled(parts, matches, names)
        print(
            f"{name:24} {got / total.true * 100:6.1f}% {total.right / max(total.told, 0.1) * 100:7.1f}%"
            f" {total.heard:4}/{total.parts:<4} {total.false:6} {total.close:3}/{total.edges:<3}"
            f" {spent / asked.mixes:6.2f}"
        )


def costs(index: Index, tracks: list[corpus.Track]) -> None:
    """CPU per hour of sound, apart and in all; the ratio is to decoding alone."""
    import av

    some = [track.path for track in tracks[:8]]
    hours = sum(track.seconds for track in tracks[:8]) / 3600
    decoding = _spent(lambda: [_decoded(av, path) for path in some]) / hours
    sounds = [queries.small(corpus.sound_of(path)) for path in some]
    prints.heard(sounds[0])
    analysing = _spent(lambda: [prints.heard(sound) for sound in sounds]) / hours
    with Box() as box:
        box.listen(some[0])
        before = box.children_seconds()
        for path in some:
            box.listen(path)
        ingesting = (box.children_seconds() - before) / hours
    info = index.info()
    print(f"\n{'cost':40} {'figure':>9} {'to decoding':>12}")
    for name, value in (
        ("decode alone, CPU s per hour", decoding),
        ("analyse alone, CPU s per hour", analysing),
        ("decode and analyse in the box, CPU s/h", ingesting),
    ):
        print(f"{name:40} {value:9.2f} {value / decoding:12.1f}")
    size = info.size / info.hours / 1e6
    print(f"{'index, MB per hour (' + format(info.hours, '.1f') + ' h)':40} {size:9.3f}")


def _spent(do: object) -> float:
    begun = time.process_time()
    do()  # type: ignore[operator]
    return time.process_time() - begun


def _decoded(av: object, path: Path) -> None:
    with av.open(str(path)) as opened:  # type: ignore[attr-defined]
        opened.streams.audio[0].codec_context.thread_type = "NONE"
        for _ in opened.decode(audio=0):
            pass


def growth(references: list[Print], asked: argparse.Namespace) -> None:
    """What searching costs as the catalogue grows with synthetic prints."""
    made = list(queries.made(prints.WORK, asked.split, 10.0, min(8, asked.excerpts), asked.seed))
    plain = ("clean", "MP3 64k", "speed +5 %", "pitch +2 st")
    some = prints.all_of([q.sound for q in made if q.row in plain])
    unheard = [prints.heard(s) for s in strangers.made(asked.split, 20, 10.0, asked.seed)]
    pool = scale.pool_for(asked.split)
    cut = [scale.synthetic(scale.Pool.of(pool), asked.seed, number) for number in range(60)]
    print(f"\nreal music:       {scale.likeness(pool)}\nsynthetic prints: {scale.likeness(cut)}")
    print(
        f"{'hours':>8} {'synthetic':>9} {'copy ms':>8} {'stranger ms':>12} {'4 min ms':>9} {'open ms':>8} {'MB/h':>6}"
    )
    real = sum(one.seconds for one in references) / 3600
    for hours in asked.hours:
        with scale.catalogue(asked.split, scale.tracks_of(hours - real), asked.seed) as (folder, index):
            index.add(list(enumerate(references)))
            for sound in (*some, *unheard):
                index.search(sound)
            copies = _spent(lambda: [index.search(sound) for sound in some]) / len(some)
            others = _spent(lambda: [index.search(sound) for sound in unheard]) / len(unheard)
            whole = _spent(lambda: index.search(cut[0]))
            info = index.info()
            print(
                f"{info.hours:8.0f} {1 - real / info.hours:9.1%} {copies * 1000:8.1f} {others * 1000:12.1f}"
                f" {whole * 1000:9.0f} {scale.opening(folder) * 1000:8.1f} {info.size / info.hours / 1e6:6.3f}",
                flush=True,
            )


def main() -> int:
    """Build an index, disguise, search, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few excerpts and strangers: minutes")
    parser.add_argument("--split", choices=("dev", "test"), default="test")
    parser.add_argument("--excerpts", type=int, help="per disguise (40; quick: 8)")
    parser.add_argument("--strangers", type=int, help="(10000; quick: 200)")
    parser.add_argument("--mixes", type=int, help="of each kind (8; quick: 2)")
    parser.add_argument("--seconds", type=float, nargs="*", default=[10.0], help="lengths of queries")
    parser.add_argument("--hours", type=float, nargs="*", default=[], help="grow to these sizes")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.excerpts = asked.excerpts or (8 if asked.quick else 40)
    asked.strangers = asked.strangers if asked.strangers is not None else (200 if asked.quick else 10_000)
    asked.mixes = asked.mixes if asked.mixes is not None else (2 if asked.quick else 8)
    if missing := needs():
        print("This bench needs: " + " ".join(missing) + "\n  apt-get install " + " ".join(missing))
        return 2
    made = prints.of(corpus.references(asked.split))
    names, references = [str(track.path) for track, _ in made], [printed for _, printed in made]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = Index(folder)
        index.add(list(enumerate(references)))
        print(f"catalogue: {len(names)} tracks, {index.info().hours:.2f} hours of split {asked.split}")
        for seconds in asked.seconds:
            accuracy(index, names, references, asked, seconds)
        unknown(index, asked)
        mixed(index, names, asked)
        costs(index, [track for track, _ in made])
        if asked.hours:
            growth(references, asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
