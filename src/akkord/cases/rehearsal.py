"""Any procedure run ahead: events chosen by hand, dates by the law, letters as they would be; none kept.

From nothing, with examples for names; or from a proceeding as it stands, with the very words its letters
would have, so that whoever is about to act sees everything that follows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import translation

from . import letters, writing
from .law import proceeding
from .law.errors import CannotStep
from .law.machines import TABLES
from .law.procedures import Procedure, procedure_for
from .law.proceeding import Case, Event, Outcome
from .law.terms import Party, Standing, Subject
from .models import Proceeding
from .proceeding_queries import case_of, opening_of
from .writing import said_at

AHEAD = timedelta(days=3650)
GAG = timedelta(days=30)
MOST = 40
# What makes conditions hold, so that the road itself can be seen.
SAID: Mapping[str, object] = {"missing": [], "reason": "…", "person": 2, "decider": 1}
# What may be otherwise, by a word; a law's row is then another, or none.
OTHERWISE = ("incomplete", "contradicted", "identical", "stayed", "gag")

Step = tuple[str, Party, datetime]


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
    path: Sequence[Step],
    otherwise: Collection[str] = (),
) -> Rehearsed:
    """Walk the path from a beginning. Raises what procedure_for raises."""
    law = procedure_for(procedure, at, country, subject)
    said = told(at, otherwise)
    return _walked([_opener(law, country, at, said)], path, said)


def rehearse_from(
    found: Proceeding, path: Sequence[Step], now: datetime, otherwise: Collection[str] = (), reason: str = ""
) -> Rehearsed:
    """Walk the path from where a proceeding stands; what silence has brought by now is taken first."""
    case = case_of(found)
    last = max(case.happened, key=case.happened.__getitem__)
    standing = Outcome(
        case, Event(last, Party.CLOCK, case.latest), proceeding.deadlines(case), letters=(), effects=()
    )
    said = {**told(now, otherwise), **({"reason": reason} if reason else {})}
    decider = int(str(found.facts.get("decider") or 1))
    said |= {"decider": decider, "person": decider + 1}  # by somebody else than decided before
    return _walked([standing, *proceeding.due(case, now)], path, said)


def told(at: datetime, otherwise: Collection[str]) -> dict[str, object]:
    """What events of a rehearsal say, so that their conditions hold, but for what is to be otherwise."""
    more: dict[str, dict[str, object]] = {
        "incomplete": {"missing": ["signature"]},
        "contradicted": {"standing": Standing.CONTRADICTED.value},
        "identical": {"identical": True},
        "stayed": {"stayed": True},
        "gag": {"gag_until": (at + GAG).isoformat()},
    }
    said = dict(SAID)
    for word in otherwise:
        said |= more.get(word, {})
    return said


def read_steps(texts: Sequence[str]) -> list[Step]:
    """Steps as they stand in an address, "counter:uploader:2026-11-16T15:00". Raises ValueError."""
    known = {row.event for table in TABLES.values() for row in table.rows}
    steps = []
    for text in texts[:MOST]:
        name, actor, at = text.split(":", 2)
        if name not in known:
            raise ValueError(name)
        steps.append((name, Party(actor), datetime.fromisoformat(at).replace(tzinfo=UTC)))
    return steps


def next_steps(case: Case, at: datetime) -> list[tuple[str, Party]]:
    """Every event that somebody may bring then."""
    people = [party for party in Party if party != Party.CLOCK]
    return [(event, party) for party in people for event in proceeding.possible(case, party, at)]


def letters_of(
    outcome: Outcome, language: str, found: Proceeding | None = None
) -> list[tuple[Party, letters.Written]]:
    """The letters of a step as they would read, with examples for names where no proceeding stands behind."""
    written = []
    for each in outcome.letters:
        with translation.override(language):
            words = _examples(outcome) if found is None else writing.words_of(found, each.to, outcome)
        written.append((each.to, letters.write(each.template, language, words)))
    return written


# --- how ---------------------------------------------------------------------------------------------


def _walked(taken: list[Outcome], path: Sequence[Step], said: Mapping[str, object]) -> Rehearsed:
    refused = ""
    for name, actor, moment in path[:MOST]:
        taken += proceeding.due(taken[-1].case, moment)
        try:
            taken.append(proceeding.step(taken[-1].case, Event(name, actor, moment, said)))
        except CannotStep:
            refused = name
            break
    return Rehearsed(taken, proceeding.due(taken[-1].case, taken[-1].case.latest + AHEAD), refused)


def _opener(law: Procedure, country: str, at: datetime, said: Mapping[str, object]) -> Outcome:
    opening = TABLES[law.machine].opening
    return proceeding.begin(law, country, Event(opening_of(law), min(opening.actors), at, said))


def _examples(outcome: Outcome) -> dict[str, str]:
    case = outcome.case
    falls = outcome.deadlines[0].falls if outcome.deadlines else None
    return dict.fromkeys(("what", "part", "claimant", "authority", "reason", "missing", "link"), "…") | {
        "number": "0",
        "law": case.procedure.source,
        "until": said_at(falls, case.calendar.country) if falls else "…",
    }
