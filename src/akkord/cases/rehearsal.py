"""Any procedure run ahead: events chosen by hand, dates by the law, letters as they would be; none kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import letters
from .law import proceeding
from .law.errors import CannotStep
from .law.machines import TABLES
from .law.procedures import Procedure, procedure_for
from .law.proceeding import Case, Event, Outcome
from .law.terms import Party, Subject
from .proceeding_queries import opening_of
from .writing import said_at

AHEAD = timedelta(days=3650)
MOST = 40
# What makes conditions hold, so that the road itself can be seen.
SAID = {"missing": [], "reason": "…", "person": 2, "decider": 1}


@dataclass(frozen=True)
class Rehearsed:
    """What was chosen, where that leads, and what would follow if nobody acted any more."""

    taken: list[Outcome]
    silent: list[Outcome]
    refused: str  # the event that cannot be taken; "" when all could

    @property
    def case(self) -> Case:
        return self.taken[-1].case


def rehearse(
    procedure: str,
    country: str,
    subject: Subject,
    at: datetime,
    path: Sequence[tuple[str, Party, datetime]],
    *,
    complete: bool = True,
) -> Rehearsed:
    """Walk the path. Raises what procedure_for raises."""
    law = procedure_for(procedure, at, country, subject)
    first = _opener(law, country, at)
    taken, refused = [first], ""
    for name, actor, moment in path[:MOST]:
        taken += proceeding.due(taken[-1].case, moment)
        said = SAID if complete else SAID | {"missing": ["signature"]}
        try:
            taken.append(proceeding.step(taken[-1].case, Event(name, actor, moment, said)))
        except CannotStep:
            refused = name
            break
    ahead = taken[-1].case.latest + AHEAD
    return Rehearsed(taken, proceeding.due(taken[-1].case, ahead), refused)


def _opener(law: Procedure, country: str, at: datetime) -> Outcome:
    opening = TABLES[law.machine].opening
    return proceeding.begin(law, country, Event(opening_of(law), min(opening.actors), at, SAID))


def next_steps(case: Case, at: datetime) -> list[tuple[str, Party]]:
    """Every event that somebody may bring then."""
    people = [party for party in Party if party != Party.CLOCK]
    return [(event, party) for party in people for event in proceeding.possible(case, party, at)]


def letters_of(outcome: Outcome, language: str) -> list[tuple[Party, letters.Written]]:
    """The letters of a step as they would read, with examples for names."""
    case = outcome.case
    falls = outcome.deadlines[0].falls if outcome.deadlines else None
    words = dict.fromkeys(("what", "claimant", "authority", "reason", "missing", "link"), "…") | {
        "number": "0",
        "law": case.procedure.source,
        "until": said_at(falls, case.calendar.country) if falls else "…",
    }
    return [(each.to, letters.write(each.template, language, words)) for each in outcome.letters]
