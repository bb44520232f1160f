"""A proceeding driven event by event, for the suite of procedures; it speaks to the rules it is given."""

import importlib
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Self

from hypothesis import HealthCheck, settings

PACKAGE = "akkord.cases"
MODULES = (
    "terms",
    "errors",
    "calendars",
    "clocks",
    "machine",
    "machines",
    "procedures",
    "proceeding",
    "forms",
    "strikes",
    "suspensions",
    "abuse",
    "held",
    "lawful",
    "flaggers",
    "approvals",
    "conflicts",
    "overlaps",
    "queue",
)

# Deterministic, so that a property never flickers.
ALWAYS = settings(derandomize=True, max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def gather() -> SimpleNamespace:
    """The rooms of the law, the real ones or a faulty copy."""
    return SimpleNamespace(**{name: importlib.import_module(f"{PACKAGE}.law.{name}") for name in MODULES})


def utc(text: str) -> datetime:
    """ "2026-11-16 15:00" in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Road:
    """One proceeding from its first event on; silence is recorded before whatever is done after it."""

    def __init__(
        self,
        law: SimpleNamespace,
        procedure: str,
        country: str,
        at: str,
        by: str,
        subject: str = "music",
        **facts: Any,
    ) -> None:
        self.law = law
        found = law.procedures.procedure_for(procedure, utc(at), country, law.terms.Subject(subject))
        opening = law.machines.TABLES[found.machine].opening.event
        first = law.proceeding.Event(opening, law.terms.Party(by), utc(at), facts)
        self.letters: list[tuple[str, str]] = []
        self.effects: list[str] = []
        self._take(law.proceeding.begin(found, country, first))

    def _take(self, outcome: Any) -> None:
        self.case = outcome.case
        self.letters += [(letter.to.value, letter.template) for letter in outcome.letters]
        self.effects += [effect.value for effect in outcome.effects]

    def wait(self, until: str) -> Self:
        for outcome in self.law.proceeding.due(self.case, utc(until)):
            self._take(outcome)
        return self

    def do(self, event: str, by: str, at: str, **facts: Any) -> Self:
        self.wait(at)
        told = self.law.proceeding.Event(event, self.law.terms.Party(by), utc(at), facts)
        self._take(self.law.proceeding.step(self.case, told))
        return self

    @property
    def state(self) -> str:
        return str(self.case.state)

    @property
    def laid(self) -> bool:
        """Whether what the proceeding has done leaves something silent."""
        return silent_after(self.effects)

    def falls(self, clock: str) -> datetime:
        return next(d.falls for d in self.law.proceeding.deadlines(self.case) if d.clock.name == clock)


def silent_after(effects: list[str]) -> bool:
    laid = False
    for effect in effects:
        if effect in ("block", "hold"):
            laid = True
        elif effect in ("lift", "suspend", "restore"):
            laid = False
    return laid
