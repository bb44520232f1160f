"""What a declared table of a proceeding is made of: rows, their conditions, letters and effects."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .terms import Effect, Machine, Party, Standing

Facts = Mapping[str, object]


class Guard(StrEnum):
    """A condition of a row, decided by the facts of the case and the event together."""

    COMPLETE = "complete"  # every element the form asks for is there
    INCOMPLETE = "incomplete"
    NOT_CONTRADICTED = "not_contradicted"  # what the site knows does not speak against the claimant
    CONTRADICTED = "contradicted"
    REASONED = "reasoned"
    LEGAL_BASIS = "legal_basis"  # a law is named, and the target is a thing and not the whole site
    NO_GAG = "no_gag"
    GAG = "gag"
    STAYED = "stayed"  # the appeal suspends the judgment
    NOT_STAYED = "not_stayed"
    IDENTICAL = "identical"
    PARTIAL = "partial"
    ANOTHER_PERSON = "another_person"  # not who took the decision complained of


# Of what is known of the case together with the event (said), and of what the event alone tells (told).
_HOLDS: Mapping[Guard, Callable[[Facts, Facts], object]] = {
    Guard.COMPLETE: lambda said, told: not said.get("missing"),
    Guard.INCOMPLETE: lambda said, told: said.get("missing"),
    Guard.NOT_CONTRADICTED: lambda said, told: said.get("standing") != Standing.CONTRADICTED,
    Guard.CONTRADICTED: lambda said, told: said.get("standing") == Standing.CONTRADICTED,
    Guard.REASONED: lambda said, told: str(told.get("reason") or "").strip(),
    Guard.LEGAL_BASIS: lambda said, told: not (said.get("missing") or said.get("whole_site")),
    Guard.GAG: lambda said, told: said.get("gag_until"),
    Guard.NO_GAG: lambda said, told: not said.get("gag_until"),
    Guard.STAYED: lambda said, told: told.get("stayed"),
    Guard.NOT_STAYED: lambda said, told: not told.get("stayed"),
    Guard.IDENTICAL: lambda said, told: told.get("identical"),
    Guard.PARTIAL: lambda said, told: not told.get("identical"),
    Guard.ANOTHER_PERSON: lambda said, told: told.get("person") and told["person"] != said.get("decider"),
}


def unmet(guards: Iterable[Guard], known: Facts, told: Facts) -> list[Guard]:
    """The conditions that what is known, together with what the event tells, does not meet."""
    said = {**known, **told}
    return [guard for guard in guards if not _HOLDS[guard](said, told)]


@dataclass(frozen=True)
class Letter:
    """Who is written to, and after which template."""

    to: Party
    template: str


@dataclass(frozen=True)
class Row:
    """In `state`, `event` by one of `actors` leads to `to`."""

    state: str
    event: str
    actors: frozenset[Party]
    to: str
    guards: tuple[Guard, ...]
    within: str  # a clock whose window must be open
    letters: tuple[Letter, ...]
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class Table:
    """One kind of proceeding, whole: how it begins, and every step from every state."""

    machine: Machine
    opening: Row
    rows: tuple[Row, ...]

    @property
    def states(self) -> frozenset[str]:
        return frozenset({self.opening.to} | {row.state for row in self.rows} | {row.to for row in self.rows})

    @property
    def ends(self) -> frozenset[str]:
        """States nothing leads out of: the proceeding is closed."""
        return self.states - {row.state for row in self.rows}

    @property
    def in_force(self) -> frozenset[str]:
        """States in which what the proceeding silences is silent: after a block, until it is given back."""
        standing = {row.to for row in self.rows if Effect.BLOCK in row.effects}
        while (
            more := {row.to for row in self.rows if row.state in standing and not _gives_back(row)} - standing
        ):
            standing |= more
        return frozenset(standing)

    def rows_from(self, state: str, event: str = "") -> tuple[Row, ...]:
        return tuple(r for r in self.rows if r.state == state and event in ("", r.event))


def _gives_back(row: Row) -> bool:
    return bool({Effect.LIFT, Effect.SUSPEND} & {*row.effects})


def on(
    states: str,
    event: str,
    by: Party | Iterable[Party],
    to: str = "",
    *,
    guard: Guard | tuple[Guard, ...] = (),
    within: str = "",
    letters: Iterable[tuple[Party, str]] = (),
    effects: Iterable[Effect] = (),
) -> tuple[Row, ...]:
    """One line of a table, for each of the states it names. Without `to` the state stays."""
    actors = frozenset({by} if isinstance(by, Party) else by)
    guards = (guard,) if isinstance(guard, Guard) else guard
    written, done = tuple(Letter(*each) for each in letters), tuple(effects)
    # splitting "" gives no state at all, and "" is the state before the beginning
    return tuple(
        Row(state, event, actors, to or state, guards, within, written, done)
        for state in states.split() or [""]
    )


def table(machine: Machine, *lines: tuple[Row, ...]) -> Table:
    """The first line says how the proceeding begins: from the state "" (nothing yet)."""
    opening, *rows = (row for line in lines for row in line)
    return Table(machine, opening, tuple(rows))
