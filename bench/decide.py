"""How many decisions a second one core makes, plainly and from prepared facts, and whether they are the same.

    ./akkord bench decide [--worlds 100000]

Three licences and 300, one owner and a hundred, few and many facts about other files. Prepared, a file's
answers are worked out once for each stretch of time and part of the world; the questions go through
all countries and two years of instants. `--worlds N` compares on N generated worlds: the law, the prepared
law and the decision model read aloud (tests/rights/rules/plain_law.py).
"""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path
from random import Random
from time import process_time

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests/rights/rules")]

from law_random import questions, random_world
from law_world import law_of
from plain_law import answer

from akkord.rights import rules, territories
from akkord.rights.rules import (
    CATALOGUE,
    Facts,
    FileFacts,
    Licence,
    Match,
    Ownership,
    Period,
    Prepared,
    Query,
    Recording,
    Repertoire,
    Segment,
    decide,
)
from akkord.rights.terms import CommercialModel, Standing, Use, UseType
from akkord.rights.territories import WORLDWIDE, TerritorySet, countries

NOW = datetime(2014, 4, 3, tzinfo=UTC)
SECONDS = 2.0
QUESTIONS = 20_000


def world(licences: int, owners: int, unrelated: int) -> tuple[FileFacts, Facts]:
    """One upload of one recording, its owners in equal parts, licences between them, and what others have."""
    match = Match(
        id=1,
        recording=1,
        segments=(Segment(0, 200_000, 0, 200_000),),
        reference_ms=200_000,
        engine="1",
        recorded_at=NOW,
    )
    others = range(2, 2 + unrelated)
    facts = Facts(
        recordings=tuple(Recording(id=number, recorded_at=NOW) for number in (1, *others)),
        ownerships=(
            *(_ownership(party, 1, Fraction(1, owners)) for party in range(owners)),
            *(_ownership(10_000 + number, number, Fraction(1)) for number in others),
        ),
        licences=(
            *(_licence(number, number % owners, number // owners) for number in range(licences)),
            *(_licence(10_000 + number, 10_000 + number, number) for number in others),
        ),
    )
    return FileFacts(file=1, length_ms=200_000, scanned=True, matches=(match,)), facts


def _ownership(party: int, recording: int, share: Fraction) -> Ownership:
    return Ownership(
        id=party + recording,
        recording=recording,
        party=party,
        share=share,
        standing=Standing.EVIDENCED,
        territories=WORLDWIDE,
        recorded_at=NOW,
    )


def _licence(number: int, party: int, nth: int) -> Licence:
    """An owner's first licence is for everywhere and always, the others for some countries and a month."""
    start = NOW + timedelta(days=7 * (nth % 100))
    return Licence(
        id=number,
        licensor=party,
        repertoire=CATALOGUE if nth % 2 == 0 else Repertoire(recordings=frozenset({1})),
        uses=frozenset(UseType),
        models=frozenset(CommercialModel),
        territories=TerritorySet.of("DE", "FR", sorted(countries())[nth % 200]) if nth else WORLDWIDE,
        valid=Period(start, start + timedelta(days=30)) if nth else Period(),
        recorded_at=NOW,
    )


def asked() -> list[Query]:
    """Questions from all countries over two years, in no order."""
    dice, places = Random(1), [*sorted(countries()), "ZZ"]
    return [
        Query(
            dice.choice(places),  # type: ignore[arg-type]
            NOW + timedelta(minutes=dice.randrange(2 * 365 * 24 * 60)),
            Use.PLAY,
            CommercialModel.SUBSCRIPTION,
        )
        for _ in range(QUESTIONS)
    ]


def rate(ask: Callable[[Query], object], queries: list[Query]) -> float:
    """Answers a second of CPU time."""
    turn, calls, start = cycle(queries), 0, process_time()
    while (spent := process_time() - start) < SECONDS:
        for query in islice(turn, 200):
            ask(query)
        calls += 200
    return calls / spent


def measure() -> None:
    print(f"{'world':<44}{'prepare':>10}{'first':>10}{'prepared/s':>12}{'plain/s':>10}{'ratio':>7}")
    queries = asked()
    for licences, owners, unrelated in [
        (3, 1, 0), (3, 1, 10_000), (300, 1, 0), (300, 1, 10_000), (300, 100, 0)
    ]:  # fmt: skip
        file, facts = world(licences, owners, unrelated)
        decide(queries[0], file, facts)  # the indexes of the facts, made once for all files
        start = process_time()
        prepared = Prepared(file, facts)
        made = process_time()
        for query in queries:
            prepared.decide(query)
        asked_all = process_time()
        fast = rate(prepared.decide, queries)
        plain = rate(lambda query, file=file, facts=facts: decide(query, file, facts), queries)  # type: ignore[misc]
        name = f"{licences} licences, {owners} owner{'s' * (owners > 1)}, {unrelated} other files"
        print(
            f"{name:<44}{(made - start) * 1e3:>7.1f} ms{(asked_all - made) * 1e3:>7.0f} ms"
            f"{fast:>12,.0f}{plain:>10,.0f}{fast / plain:>7.0f}"
        )
    print(f"first: all {QUESTIONS:,} questions asked once of a newly prepared file")


def compare(worlds: int) -> None:
    """The law, the prepared law and the text read plainly, on generated worlds; a difference ends it."""
    law, dice, seen = law_of(rules, territories), Random(worlds), 0
    for number in range(worlds):
        made = random_world(law, dice)
        file, facts = made.the_file(), made.the_facts()
        prepared = Prepared(file, facts)
        for query in islice(questions(law, dice), 4):
            plain = decide(query, file, facts)
            if prepared.decide(query) != plain or answer(query, file, facts)[0] != plain.verdict:
                sys.exit(f"world {number} is answered in two ways: {query}\n{file}\n{facts}")
            seen += 1
    print(f"{worlds:,} generated worlds, {seen:,} questions: the three readings agree")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--worlds", type=int, default=0, help="compare on so many generated worlds")
    options = parser.parse_args()
    measure()
    if options.worlds:
        compare(options.worlds)


if __name__ == "__main__":
    main()
