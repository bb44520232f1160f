"""One proceeding: what a step brings about, which deadlines run, and what silence has brought by now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from .calendars import Calendar, calendar_of
from .clocks import Clock, Window, window
from .errors import NotMet, NotPossibleHere, NotYours, OutOfOrder, SilenceFirst, TooEarly, TooLate
from .machine import Letter, Row, Table, unmet
from .machines import TABLES
from .procedures import Procedure
from .terms import Effect, Party


@dataclass(frozen=True)
class Event:
    """Something done in a proceeding, by whom, when, and what was said with it."""

    name: str
    actor: Party
    at: datetime
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A proceeding as it stands: its law and calendar, its state, when what last happened, what is known."""

    procedure: Procedure
    calendar: Calendar
    state: str
    happened: Mapping[str, datetime]
    facts: Mapping[str, object]

    @property
    def table(self) -> Table:
        return TABLES[self.procedure.machine]

    @property
    def closed(self) -> bool:
        return self.state in self.table.ends

    @property
    def latest(self) -> datetime:
        return max(self.happened.values())


@dataclass(frozen=True)
class Deadline:
    """A clock at work: who has to act between when, and what happens by itself if nobody does."""

    clock: Clock
    opens: datetime
    closes: datetime

    @property
    def falls(self) -> datetime:
        """When silence falls."""
        return self.opens if self.clock.at_opening else self.closes


@dataclass(frozen=True)
class Outcome:
    """What a step leaves behind. The caller writes the letters and carries out the effects, in order."""

    case: Case
    event: Event
    deadlines: tuple[Deadline, ...]
    letters: tuple[Letter, ...]
    effects: tuple[Effect, ...]

    @property
    def state(self) -> str:
        return self.case.state


def begin(procedure: Procedure, country: str, event: Event) -> Outcome:
    """Open a proceeding by its first event. Raises NotPossibleHere, NotYours, UnknownCalendar."""
    opening = TABLES[procedure.machine].opening
    if event.name != opening.event:
        raise NotPossibleHere(event.name)
    if event.actor not in opening.actors:
        raise NotYours(event.name)
    empty = Case(procedure=procedure, calendar=calendar_of(country), state="", happened={}, facts={})
    return _taken(empty, event, opening)


def step(case: Case, event: Event) -> Outcome:
    """What the event brings about.

    Raises OutOfOrder, SilenceFirst, NotPossibleHere, NotYours, TooEarly, TooLate, NotMet: nothing has
    happened then.
    """
    if event.at < case.latest:
        raise OutOfOrder(event.name)
    fallen = next_silence(case)
    if fallen is not None and fallen.at <= event.at and event != fallen:
        raise SilenceFirst(fallen.name)
    return _taken(case, event, _row(case, event))


def possible(case: Case, actor: Party, at: datetime) -> tuple[str, ...]:
    """The events this party may bring now, whatever conditions their facts will have to meet."""
    rows = [row for row in case.table.rows_from(case.state) if actor in row.actors]
    return tuple(dict.fromkeys(row.event for row in rows if _why_not_now(case, row, at) is None))


def deadlines(case: Case) -> tuple[Deadline, ...]:
    """The clocks at work, the next to fall first."""
    running = []
    for clock in case.procedure.clocks:
        silences = case.table.rows_from(case.state, clock.silence)
        if not any(Party.CLOCK in row.actors for row in silences):
            continue
        if (open_ := _window(case, clock)) is not None:
            running.append(Deadline(clock, open_.opens, open_.closes))
    return tuple(sorted(running, key=lambda each: each.falls))


def next_silence(case: Case) -> Event | None:
    """What will happen by itself next, if nobody acts; None when the case waits for nobody."""
    return next((Event(d.clock.silence, Party.CLOCK, d.falls) for d in deadlines(case)), None)


def due(case: Case, at: datetime) -> list[Outcome]:
    """Everything silence has brought by now, each at its own instant, in order."""
    fallen = []
    while (event := next_silence(case)) is not None and event.at <= at:
        outcome = step(case, event)
        fallen.append(outcome)
        case = outcome.case
    return fallen


# --- how ---------------------------------------------------------------------------------------------


def _row(case: Case, event: Event) -> Row:
    """The one row that answers the event, or the reason why there is none."""
    known = case.table.rows_from(case.state, event.name)
    if not known:
        raise NotPossibleHere(event.name)
    theirs = [row for row in known if event.actor in row.actors]
    if not theirs:
        raise NotYours(event.name)
    if event.actor == Party.CLOCK and event != next_silence(case):
        raise TooEarly(event.name)
    now = [row for row in theirs if _why_not_now(case, row, event.at) is None]
    if not now:
        raise _why_not_now(case, theirs[0], event.at) or NotPossibleHere(event.name)
    for row in now:
        if not unmet(row.guards, case.facts, event.facts):
            return row
    raise NotMet(unmet(now[0].guards, case.facts, event.facts)[0].value)


def _why_not_now(case: Case, row: Row, at: datetime) -> TooEarly | TooLate | None:
    """Some steps are open only while a clock's window is."""
    if not row.within:
        return None
    clock = next(c for c in case.procedure.clocks if c.name == row.within)
    open_ = _window(case, clock)
    if open_ is None or at < open_.opens:
        return TooEarly(row.event)
    return TooLate(row.event) if at >= open_.closes else None


def _window(case: Case, clock: Clock) -> Window | None:
    """The clock's window, if it has started, was not stopped, and silence has not answered it already."""
    started_by = max(
        (e for e in clock.starts if e in case.happened), key=case.happened.__getitem__, default=""
    )
    if not started_by:
        return None
    started = case.happened[started_by]
    ended = (*clock.stops, clock.silence)
    if any(case.happened[e] >= started for e in ended if e in case.happened):
        return None
    silences = {each.silence for each in case.procedure.clocks}
    return window(clock, started, case.calendar, case.facts, by_silence=started_by in silences)


def _taken(case: Case, event: Event, row: Row) -> Outcome:
    after = replace(
        case,
        state=row.to,
        happened={**case.happened, event.name: event.at},
        facts={**case.facts, **event.facts},
    )
    return Outcome(after, event, deadlines(after), row.letters, row.effects)
