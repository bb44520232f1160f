"""How precise claimants and notifiers are: of what was contested and decided, how much was upheld.

Public by name for organisations; people who file notices are counted together and named nowhere.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from akkord.catalogue import queries as catalogue

from .law import abuse
from .models import Proceeding, ProceedingStep, Sanction
from .proceeding_queries import LOST, NOTICES, UPHELD

# Where a disputed claim was stood by with words; a claim released, by word or by silence, was not upheld.
CLAIM_UPHELD = frozenset({"reinstated", "noticed", "upheld"})
CLAIM_LOST = frozenset({"released"})


@dataclass(frozen=True)
class Score:
    """What became of a party's claims or notices. Without a name: people, all together."""

    organisation: int | None
    name: str
    kind: str  # claims | notices | trusted: those of the notices filed as a trusted flagger
    upheld: int
    decided: int
    silent: int  # of those not upheld: released because nobody answered
    sanction: str  # the last one: "", warn or suspend

    @property
    def interval(self) -> tuple[float, float]:
        return abuse.interval(self.upheld, self.decided)


def scores(organisation_id: int | None = None) -> list[Score]:
    """Every party of whose claims or notices one was decided; of one organisation with its number."""
    known = Proceeding.objects.all()
    if organisation_id is not None:
        known = known.filter(organisation_id=organisation_id)
    once = ProceedingStep.objects.filter(proceeding=OuterRef("pk"), event="dispute")
    disputed = known.filter(Exists(once), upload__isnull=False)
    silence = ProceedingStep.objects.filter(proceeding=OuterRef("pk"), event="release", actor="clock")
    silent = dict(disputed.filter(Exists(silence)).values_list("organisation").annotate(Count("pk")))
    notices = known.filter(procedure__in=NOTICES)
    return [
        *_scored("claims", disputed, CLAIM_UPHELD, CLAIM_LOST, silent),
        *_scored("notices", notices, UPHELD, LOST, {}),
        # Regulation 2022/2065 art. 22(6): what a trusted flagger filed as one is looked at by itself.
        *_scored("trusted", notices.filter(facts__trusted__isnull=False), UPHELD, LOST, {}),
    ]


def _scored(
    kind: str,
    found: QuerySet[Proceeding],
    upheld: frozenset[str],
    lost: frozenset[str],
    silent: dict[int | None, int],
) -> list[Score]:
    decided: Counter[int | None] = Counter()
    won: Counter[int | None] = Counter()
    for party, state, count in found.order_by().values_list("organisation", "state").annotate(Count("pk")):
        decided[party] += count if state in upheld | lost else 0
        won[party] += count if state in upheld else 0
    names = catalogue.names_of_organisations({party for party in decided if party is not None})
    last = {
        sanction.proceeding.organisation_id: sanction.kind
        for sanction in Sanction.objects.filter(lifted_at=None)
        .exclude(proceeding__organisation=None)
        .select_related("proceeding")
        .order_by("at", "pk")
    }
    told = [
        Score(
            party,
            names.get(party or 0, ""),
            kind,
            won[party],
            decided[party],
            silent.get(party, 0),
            last.get(party, "") if kind == "notices" and party is not None else "",
        )
        for party in decided
        if decided[party]
    ]
    return sorted(told, key=lambda score: (score.name == "", score.name))
