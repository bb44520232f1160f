"""The staff's queue: what waits for a person, in which order, and who may take it up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from .proceeding import Case, deadlines, possible
from .terms import Party

TAKEN_FOR = timedelta(minutes=15)
# What puts an end to a mistake or a quarrel may be done any day: nothing waits for it.
ANY_DAY = frozenset({"mistake", "settle"})
FAR = datetime.max.replace(tzinfo=UTC)


class Kind(StrEnum):
    APPROVAL = "approval"  # done or proposed by one person, waits for a second
    PROCEEDING = "proceeding"
    ROW = "row"  # of a court's act, which may mean several tracks
    LINE = "line"  # of a label's order, the same
    EVIDENCE = "evidence"  # a document in a conflict of ownership nobody has looked at
    RULING = "ruling"  # how a court divided a conflict, waits for a second person
    SUSPENSION = "suspension"  # of an account's uploads, that nobody has looked at
    APPEAL = "appeal"  # against one


@dataclass(frozen=True)
class Wait:
    """That something waits for the staff, and until when; what silence has answered already is overdue."""

    until: datetime | None


@dataclass(frozen=True)
class Item:
    """One thing in the queue; `barred`: who may not act on it."""

    kind: Kind
    number: int
    since: datetime
    until: datetime | None
    barred: frozenset[int] = frozenset()
    trusted: bool = False  # filed by a trusted flagger: those come first (Regulation 2022/2065 art. 22(1))
    taken_by: int | None = None
    taken_at: datetime | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.number}"


def waits_for_staff(case: Case, at: datetime) -> Wait | None:
    """Whether a proceeding waits for the staff: its clock runs, or only the staff can go on."""
    running = [each.closes for each in deadlines(case) if each.clock.actor == Party.STAFF]
    if running:
        return Wait(min(running))
    rows = case.table.rows_from(case.state)
    alone = {row.event for row in rows if row.actors == {Party.STAFF}} - ANY_DAY
    if not alone & set(possible(case, Party.STAFF, at)):
        return None
    clocks = (clock for clock in case.procedure.clocks if clock.actor == Party.STAFF)
    fallen = [case.happened[clock.silence] for clock in clocks if clock.silence in case.happened]
    return Wait(max(fallen, default=None))


def in_order(items: Iterable[Item]) -> list[Item]:
    """Trusted flaggers' notices; then what falls first, or has fallen; then what has waited longest."""
    return sorted(items, key=lambda i: (not i.trusted, i.until or FAR, i.since, i.kind, i.number))


def may_take(item: Item, person: int, at: datetime) -> bool:
    """Nobody takes what another took up less than a quarter of an hour ago, or what they are barred from."""
    if person in item.barred:
        return False
    free = item.taken_at is None or at >= item.taken_at + TAKEN_FOR
    return free or item.taken_by == person


def next_for(items: Iterable[Item], person: int, at: datetime, after: str = "") -> Item | None:
    """What the person takes up next: the first they may behind the one named, else the first they may."""
    ordered = in_order(items)
    place = next((n + 1 for n, item in enumerate(ordered) if item.key == after), 0)
    around = ordered[place:] + ordered[: max(0, place - 1)]
    return next((item for item in around if may_take(item, person, at)), None)
