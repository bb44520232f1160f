"""How long a dry run takes: a licence tried on counted plays of many files, held against one decide a play.

    ./akkord bench dry_run [--plays 100000] [--files 1000]

A label's recordings, each in one member's upload, licensed here and there for months; plays of ninety days in
sixty countries. Prints seconds for the whole road (database, facts, law), the groups the law was asked
about, and the seconds that one `decide` for each play would take by itself.
"""

import argparse
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "libs/earprint/src"), str(ROOT / "libs/tilelog/src"),
                str(ROOT / "tests")]  # fmt: skip
FOLDER = tempfile.TemporaryDirectory(prefix="akkord-bench-")
os.environ["AKKORD_DATA"] = FOLDER.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "akkord.config.settings")

import django

django.setup()

from django.core.management import call_command

from akkord.deals import simulating
from akkord.flow import clock
from akkord.ledger import actions as ledger
from akkord.music.models import Play, Track
from akkord.music.queries.gate import MODEL, grounds_of
from akkord.rights import actions as rights
from akkord.rights.rules import CATALOGUE, Licence, Query, Repertoire, decide
from akkord.rights.terms import CommercialModel, LicenceId, PartyId, RecordingId, Use, UseType
from akkord.rights.territories import Territory, TerritorySet, countries
from cases import makers

COUNTRIES = sorted(countries())[:60]
SAMPLE = 2_000  # plays decided one by one, to tell what all would take


def prepare(files: int, plays: int) -> tuple[object, object]:
    call_command("migrate", verbosity=0)
    ledger.begin_log()
    dice, now = Random(1), clock.now()
    label, rep = makers.label()
    recordings, sounds = makers.recordings(label, files), makers.sounds(files)
    tracks = makers.tracks(makers.person(), sounds)
    makers.matched(sounds, recordings)
    for month in range(3):
        rights.grant_licence(
            rep,
            label,
            uses=frozenset(UseType),
            models=frozenset(CommercialModel),
            territories=TerritorySet.of(*dice.sample(COUNTRIES, 5)),
            repertoire=Repertoire(recordings=frozenset(RecordingId(r.pk) for r in recordings[month::3])),
            starts=now - timedelta(days=30 * (month + 1)),
            ends=now - timedelta(days=30 * month),
        )
    made = []
    for _ in range(plays):
        at = now - timedelta(seconds=dice.randrange(90 * 86_400))
        made.append(
            Play(track=dice.choice(tracks), territory=dice.choice(COUNTRIES), use="play", verdict="ALLOW",
                 facts_version=0, started_at=at, counted_at=at)
        )  # fmt: skip
    Play.objects.bulk_create(made, batch_size=5_000)
    return label, rep


def one_by_one(plays: int) -> float:
    """Seconds of the law alone, deciding each play once without and once with the change."""
    sample = list(Play.objects.select_related("track__sound")[:SAMPLE])
    tracks = {play.track_id: play.track for play in sample}
    grounds = dict(zip(tracks, grounds_of(list[Track](tracks.values())), strict=True))
    begun = process_time()
    for play in sample:
        decide(Query(Territory(play.territory), play.started_at, Use.PLAY, MODEL), *grounds[play.track_id])
    return (process_time() - begun) / len(sample) * 2 * plays


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--plays", type=int, default=100_000)
    asked.add_argument("--files", type=int, default=1_000)
    said = asked.parse_args()
    label, rep = prepare(said.files, said.plays)
    proposed = Licence(
        id=LicenceId(0),
        licensor=PartyId(label.pk),  # type: ignore[attr-defined]
        repertoire=CATALOGUE,
        uses=frozenset(UseType),
        models=frozenset(CommercialModel),
        territories=TerritorySet.of(*COUNTRIES[::2]),
        recorded_at=clock.now(),
    )
    held = getrusage(RUSAGE_SELF).ru_maxrss
    simulating.AT_ONCE = said.files
    wall, cpu = perf_counter(), process_time()
    found = simulating.simulate(rep, label, state=[proposed])  # type: ignore[arg-type]
    wall, cpu = perf_counter() - wall, process_time() - cpu
    counted = sum(row["plays"] for row in found.answer["plays"])
    grown = (getrusage(RUSAGE_SELF).ru_maxrss - held) / 1024
    print(f"{counted:,} plays over {found.tracks:,} files: {wall:.2f} s ({cpu:.2f} s of one core)")
    print(f"the process's peak grew by {grown:.0f} MB over what preparing took")
    print(f"the law alone, play by play: {one_by_one(counted):.2f} s of one core")


main()
