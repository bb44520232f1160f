"""How many decisions a second one core makes: with 3 licences and with 300, and against an empty function."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from akkord.rights.rules import (
    CATALOGUE,
    Facts,
    FileFacts,
    Licence,
    Match,
    Ownership,
    Query,
    Recording,
    Segment,
    decide,
)
from akkord.rights.terms import CommercialModel, Standing, Use, UseType, Verdict
from akkord.rights.territories import WORLDWIDE, Territory, TerritorySet

NOW = datetime(2014, 4, 3, tzinfo=UTC)
SECONDS = 2.0


def world(licences: int, owners: int) -> tuple[FileFacts, Facts]:
    """One upload of one recording; its owners hold it in equal parts and share the licences between them."""
    match = Match(
        id=1,
        recording=1,
        segments=(Segment(0, 200_000, 0, 200_000),),
        reference_ms=200_000,
        engine="1",
        recorded_at=NOW,
    )
    facts = Facts(
        recordings=(Recording(id=1, recorded_at=NOW),),
        ownerships=tuple(_ownership(party, owners) for party in range(owners)),
        licences=tuple(
            _licence(number, number % owners, first=number < owners) for number in range(licences)
        ),
    )
    return FileFacts(file=1, length_ms=200_000, scanned=True, matches=(match,)), facts


def _ownership(party: int, owners: int) -> Ownership:
    return Ownership(
        id=party,
        recording=1,
        party=party,
        share=Fraction(1, owners),
        standing=Standing.EVIDENCED,
        territories=WORLDWIDE,
        recorded_at=NOW,
    )


def _licence(number: int, party: int, *, first: bool) -> Licence:
    return Licence(
        id=number,
        licensor=party,
        repertoire=CATALOGUE,
        uses=frozenset(UseType),
        models=frozenset(CommercialModel),
        territories=WORLDWIDE if first else TerritorySet.of("DE", "FR"),
        recorded_at=NOW,
    )


def nothing(query: Query, file: FileFacts, facts: Facts) -> None:
    """The empty function that the rest is compared with."""


def rate(function: Callable[[Query, FileFacts, Facts], object], file: FileFacts, facts: Facts) -> float:
    """Calls a second, each with a question of its own instant being asked anew."""
    query = Query(Territory("RU"), NOW, Use.PLAY, CommercialModel.SUBSCRIPTION)
    calls, start = 0, process_time()
    while (spent := process_time() - start) < SECONDS:
        for _ in range(100):
            function(query, file, facts)
        calls += 100
    return calls / spent


def main() -> None:
    print(f"{'world':<34}{'decisions/s':>12}{'prepare':>10}{'empty/decide':>14}")
    for licences, owners in [(3, 1), (300, 1), (300, 100)]:
        file, facts = world(licences, owners)
        query = Query(Territory("RU"), NOW, Use.PLAY, CommercialModel.SUBSCRIPTION)
        start = process_time()
        assert decide(query, file, facts).verdict == Verdict.ALLOW
        prepared = process_time() - start
        empty, speed = rate(nothing, file, facts), rate(decide, file, facts)
        name = f"{licences} licences of {owners} owner{'s' if owners > 1 else ''}"
        print(f"{name:<34}{speed:>12,.0f}{prepared * 1e6:>7.0f} us{empty / speed:>14.0f}")


if __name__ == "__main__":
    main()
