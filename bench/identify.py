"""Recognition measured: recall per disguise beside public systems, strangers, mixes, costs, growth, backlog.

`./akkord bench identify [--quick]`. Music is real recordings of Debian's game packages, which the bench
names and never commits; ffmpeg (with rubberband) and espeak-ng make the disguises. What is slow to make is
kept in the folder $AKKORD_BENCH_WORK. Times are CPU seconds of one core.

The full run takes hours and some 20 GB in that folder:

    ./akkord bench identify --seconds 3 5 10 30 --hours 3 10 100 1000 10000 \\
        --backlog 10000 100000 --json all.json --report all.html

It can be divided: `--parts` measures some things now, `--with earlier.json` takes the others from before.
`--backlog 1000000` makes 45 GB. `--among 1000` asks everything among so many hours more.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "libs/earprint/src"))

from identifying import backlog, circumstances, corpus, measuring, report, results, scale, tables
from identifying.measuring import Asked, Catalogue
from identifying.results import Outcome

from earprint.index import Index

PARTS = ("strangers", "accuracy", "mixes", "costs", "growth", "backlog")


def needs() -> list[str]:
    """What has to be installed before this bench can run, by name."""
    missing = [name for name in ("ffmpeg", "espeak-ng") if not shutil.which(name)]
    for package in corpus.PACKAGES:
        try:
            list(corpus.sounds_of(package))
        except corpus.NotInstalled:
            missing.append(package)
    return missing


@contextmanager
def index_of(known: Catalogue, asked: Asked, among: float) -> Iterator[Index]:
    """The references of the split, among so many hours of synthetic prints."""
    if among:
        with scale.catalogue(asked.split, scale.tracks_of(among), asked.seed) as (_, index):
            known.add_to(index)
            yield index
    else:
        with tempfile.TemporaryDirectory() as folder:
            index = Index(Path(folder))
            known.add_to(index)
            yield index


def measure(options: argparse.Namespace, asked: Asked) -> Outcome:
    """Every part that is asked for, printed as it comes."""
    known = Catalogue.of(asked.split)
    about = circumstances.now(known, asked, options.among)
    outcome = Outcome(about)
    print(f"{about.date}, {about.commit}; {about.machine}; {about.versions}")
    print(f"catalogue: {about.tracks} tracks, {about.hours:.2f} hours of split {asked.split}", end="")
    print(f", among {options.among:.0f} hours of synthetic prints" if options.among else "", flush=True)
    if {"strangers", "accuracy", "mixes", "costs"} & set(options.parts):
        with index_of(known, asked, options.among) as index:
            if "strangers" in options.parts and asked.strangers:
                outcome.strangers = measuring.unknown(index, asked)
                tables.unknown(outcome.strangers)
            for seconds in options.seconds if "accuracy" in options.parts else ():
                table = measuring.accuracy(index, known, asked, seconds, outcome.strangers)
                outcome.tables.append(table)
                tables.accuracy(table, asked.split)
            if "mixes" in options.parts and asked.mixes:
                outcome.mixes = measuring.mixed(index, known, asked)
                tables.mixed(outcome.mixes)
            if "costs" in options.parts:
                info = index.info()
                outcome.costs = measuring.costs(known, info.size, info.hours)
                tables.costs(outcome.costs)
    if options.hours and "growth" in options.parts:
        outcome.likeness = measuring.likeness(asked)
        tables.likeness(outcome.likeness)
        tables.head_of_sizes()
        for size in measuring.growth(known, asked, sorted(options.hours)):
            outcome.sizes.append(size)
            tables.size(size)
        tables.before(outcome.sizes[-1])
        tables.arithmetic(outcome.sizes)
    if options.backlog and "backlog" in options.parts:
        for stored in sorted(options.backlog):
            outcome.backlog.append(backlog.measured(known, asked, stored, options.newcomers))
        tables.backlog(outcome.backlog)
    return outcome


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="few excerpts and strangers: minutes")
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS, help="only these")
    parser.add_argument("--split", choices=("dev", "test"), default="test")
    parser.add_argument("--excerpts", type=int, help="per disguise (40; quick: 8)")
    parser.add_argument("--strangers", type=int, help="(10000; quick: 200)")
    parser.add_argument("--mixes", type=int, help="of each kind (8; quick: 2)")
    parser.add_argument("--seconds", type=float, nargs="*", default=[10.0], help="lengths of queries")
    parser.add_argument("--among", type=float, default=0.0, help="hours of synthetic prints to ask among")
    parser.add_argument("--hours", type=float, nargs="*", default=[], help="grow to these sizes")
    parser.add_argument("--backlog", type=int, nargs="*", default=[], help="stored prints of uploads")
    parser.add_argument("--newcomers", type=int, help="references asked against them (20; quick: 8)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a page with plots")
    parser.add_argument(
        "--with", type=Path, nargs="*", default=[], dest="earlier", metavar="FILE",
        help="figures of earlier runs (--json), for parts this one does not measure",
    )  # fmt: skip
    asked = parser.parse_args()
    for name, whole, quick in (
        ("excerpts", 40, 8), ("strangers", 10_000, 200), ("mixes", 8, 2), ("newcomers", 20, 8)
    ):  # fmt: skip
        if getattr(asked, name) is None:
            setattr(asked, name, quick if asked.quick else whole)
    return asked


def main() -> int:
    """Measure, print, write down."""
    asked = options()
    if missing := needs():
        print("This bench needs: " + " ".join(missing) + "\n  apt-get install " + " ".join(missing))
        return 2
    earlier = [results.read(path) for path in asked.earlier]
    outcome = measure(asked, Asked(asked.split, asked.seed, asked.excerpts, asked.strangers, asked.mixes))
    for other in earlier:
        outcome.complete_from(other)
    tables.verdicts(outcome.verdicts())
    if asked.json:
        outcome.write(asked.json)
    if asked.report:
        asked.report.write_text(report.page(outcome))
    return 0


if __name__ == "__main__":
    sys.exit(main())
