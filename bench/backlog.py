"""The backlog against new references: how many a core re-examines a second, and how soon verdicts flip.

    ./akkord bench backlog [--stored 10000 30000 100000] [--newcomers 8]
        [--recordings 10000] [--uploads 100000] [--flips 20] [--no-flips | --only-flips]

First the ear: new references of four minutes are asked one by one against so many stored prints of uploads
(identifying/backlog.py says how they are made: all but a few planted copies are synthetic). Prints only:
nothing is decoded, no sound is read. CPU seconds of one core, and the memory of this process: its own, and
the most there was with pages of the mapped index, which are the system's to drop. A thousand references are
told by arithmetic from the sample, two million prints by the curve through the sizes asked for.

Then the site: tables with so many references and uploads, an ear that is told what it finds, and real jobs.
From a match written down to the upload's verdict told anew, with every older job of the burst before it.
Work folder as in identify: AKKORD_BENCH_WORK, some 5 GB for 100,000 prints.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [
    str(ROOT / "src"),
    str(ROOT / "libs/earprint/src"),
    str(ROOT / "libs/tilelog/src"),
    str(ROOT / "tests"),
]

NEW = 1_000
PRINTS = 2_000_000


def memory() -> dict[str, float]:
    """MB of this process: its own now, and the most there ever was with the files it had mapped."""
    lines = Path("/proc/self/status").read_text().splitlines()
    said = {key: value.split() for key, _, value in (line.partition(":") for line in lines)}
    return {"own": int(said["RssAnon"][0]) / 1024, "most": int(said["VmHWM"][0]) / 1024}


def examine(stored: list[int], newcomers: int, seed: int) -> None:
    """Ask new references against ever larger backlogs, and print the rate and its curve."""
    from identifying import backlog
    from identifying.measuring import Asked, Catalogue
    from identifying.results import growth_of

    known, asked = Catalogue.of("test"), Asked("test", seed, 0, 0, 0)
    print(
        f"{'stored':>9} {'synthetic':>10} {'hours':>6} {'MB':>6} {'CPU s each':>10} {'a second':>8}"
        f" {'1,000 new':>10} {'own MB':>7} {'most MB':>9}  found of planted"
    )
    rows = []
    for size in sorted(stored):
        one = backlog.measured(known, asked, size, newcomers)
        planted, found, now = sum(one.planted.values()), sum(one.found.values()), memory()
        rows.append(one)
        print(
            f"{one.stored:9,} {100 * (1 - planted / one.stored):9.2f}% {one.hours:6.0f} {one.megabytes:6.0f}"
            f" {one.seconds:10.2f} {one.rate:8.3f} {one.seconds * NEW / 60:6.0f} min {now['own']:7.0f}"
            f" {now['most']:9.0f}  {found} of {planted}, {one.other} others",
            flush=True,
        )
    if curve := growth_of([one.hours for one in rows], [one.seconds for one in rows]):
        per_print = rows[-1].hours / rows[-1].stored
        slope = (curve.at(PRINTS * per_print) - curve.at(rows[-1].hours)) / (PRINTS - rows[-1].stored)
        each = curve.at(PRINTS * per_print)
        print(
            f"by the curve: {slope * 1e5:.2f} CPU s more for each 100,000 prints; at {PRINTS:,}: {each:.0f} s"
            f" a reference, {NEW:,} references in {each * NEW / 3600:.1f} hours of one core"
        )


def flip(recordings: int, uploads: int, flips: int) -> None:
    """Match to told verdict, by the worker's own jobs, with tables of that size."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "akkord.config.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from akkord.flow import jobs
    from akkord.flow.worker import Worker
    from akkord.ledger import actions as ledger
    from akkord.ledger import sequencing
    from akkord.music.actions import recognising
    from akkord.music.models import Hearing, Match, Upload
    from akkord.music.queries import sounds as asked_of_ear
    from akkord.music.tasks import ask_backlog
    from cases import makers
    from music import world
    from music.conftest import StandInEar

    ledger.begin_log()
    sequencing.sequence.func()
    label, _ = makers.label()
    references = [r for _ in range(max(1, recordings // 1000)) for r in makers.recordings(label, 1000)]
    member = makers.person()
    for _ in range(max(1, uploads // 10_000)):
        makers.tracks(member, makers.sounds(10_000))
    told: Any = StandInEar()
    recognising.ear = asked_of_ear.ear = told  # type: ignore[attr-defined]
    chosen = [world.upload(member, sound) for sound in makers.sounds(flips)]
    world.work_off()
    told.findable = {upload.sound_id for upload in chosen}
    Hearing.objects.update(findable_in=told.uploads_name())  # as on a site that has run for a while
    for upload, reference in zip(chosen, references, strict=False):
        told.references.append((upload.sound_id, reference.pk))
        told.alike[reference.sound_id or 0] = [upload.sound_id]
        jobs.put(ask_backlog, [reference.pk], {}, dedupe=f"ask_backlog:{reference.pk}")
    begun = time.perf_counter()
    done = Worker().drain()
    took = time.perf_counter() - begun
    found = dict(Match.objects.values_list("sound_id", "found_at"))
    after = [
        (upload.decided_at - found[upload.sound_id]).total_seconds()
        for upload in Upload.objects.filter(pk__in=[one.pk for one in chosen])
        if upload.decided_at and upload.state == "blocked"
    ]
    print(
        f"{len(references):,} references, {Upload.objects.count():,} uploads, {len(chosen)} matches at once:"
        f" {done} jobs in {took:.1f} s; {len(after)} of {len(chosen)} verdicts flipped, after"
        f" {statistics.median(after):.2f} s (median), {max(after):.2f} s (longest)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stored", type=int, nargs="*", default=[10_000, 30_000, 100_000])
    parser.add_argument("--newcomers", type=int, default=8, help=f"of {NEW:,}: how many are asked")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--recordings", type=int, default=10_000)
    parser.add_argument("--uploads", type=int, default=100_000)
    parser.add_argument("--flips", type=int, default=20, help="uploads that match at once")
    parser.add_argument("--no-flips", action="store_true")
    parser.add_argument("--only-flips", action="store_true")
    options = parser.parse_args()
    if not options.only_flips:
        examine(options.stored, options.newcomers, options.seed)
    if not options.no_flips:
        with tempfile.TemporaryDirectory(prefix="akkord-bench-") as folder:
            os.environ["AKKORD_DATA"] = folder
            flip(options.recordings, options.uploads, options.flips)


if __name__ == "__main__":
    main()
