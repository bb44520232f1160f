"""What may be decided about a thing, for how long, and who may answer an appeal against it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .staff import Power, Role, may

# Regulation (EU) 2022/2065 art. 20(1): for six months at least.
APPEALS_FOR = timedelta(days=184)


class Thing(StrEnum):
    """What can be reported."""

    POST = "post"
    COMMENT = "comment"
    PERSON = "person"
    GROUP = "group"
    TRACK = "track"
    PHOTO = "photo"
    MOMENT = "moment"  # what is said at a moment of a track
    DOCUMENT = "document"
    MESSAGES = "messages"  # those a member chose to show


class Measure(StrEnum):
    """What the staff may do, from mild to hard."""

    NOTHING = "nothing"
    HIDE = "hide"  # the thing itself, from everybody but who made it
    LIMIT = "limit"  # its author writes no posts, comments and first messages for a time
    SUSPEND = "suspend"  # its author's account is not there for a time


_OF_ACCOUNTS = (Measure.NOTHING, Measure.LIMIT, Measure.SUSPEND)
MEASURES: dict[Thing, tuple[Measure, ...]] = {
    Thing.POST: (Measure.NOTHING, Measure.HIDE, Measure.LIMIT, Measure.SUSPEND),
    Thing.COMMENT: (Measure.NOTHING, Measure.HIDE, Measure.LIMIT, Measure.SUSPEND),
    Thing.TRACK: (Measure.NOTHING, Measure.HIDE, Measure.LIMIT, Measure.SUSPEND),
    Thing.PHOTO: (Measure.NOTHING, Measure.HIDE, Measure.LIMIT, Measure.SUSPEND),
    Thing.MOMENT: (Measure.NOTHING, Measure.HIDE, Measure.LIMIT, Measure.SUSPEND),
    Thing.DOCUMENT: (Measure.NOTHING, Measure.HIDE, Measure.LIMIT, Measure.SUSPEND),
    Thing.PERSON: _OF_ACCOUNTS,
    Thing.GROUP: _OF_ACCOUNTS,
    Thing.MESSAGES: _OF_ACCOUNTS,
}
# Days. None is without an end: to close an account for ever is not one person's to decide.
TERMS: dict[Measure, tuple[int, ...]] = {
    Measure.NOTHING: (),
    Measure.HIDE: (),
    Measure.LIMIT: (1, 7, 30),
    Measure.SUSPEND: (3, 7, 30, 180),
}


class Wrong(StrEnum):
    """Why a decision cannot be made."""

    ROLE = "role"
    OWN = "own"  # about oneself, on one's own report, or on messages one wrote oneself
    MEASURE = "measure"
    NOBODY = "nobody"  # an account is to be restricted, and the thing has no member behind it
    TERM = "term"
    RULE = "rule"
    LAST = "last"  # nobody would be left to run the site


@dataclass(frozen=True)
class Proposed:
    """A decision before it is made."""

    thing: Thing
    measure: Measure
    days: int | None
    rule_known: bool  # it names a rule of the house about such things, as it stands now
    whose: int | None  # the member behind the thing
    reporters: frozenset[int]
    authors: frozenset[int] = frozenset()  # everybody who wrote what was shown
    of_staff: bool = False  # the member behind the thing moderates, or runs the server
    last_operator: bool = False  # and nobody else runs it


def wrong_with(proposed: Proposed, role: Role | None, staff: int) -> Wrong | None:
    """What keeps this member of the staff from deciding so; None when nothing does."""
    power = Power.DISMISS if proposed.measure == Measure.NOTHING else Power.RESTRICT
    if not may(role, power):
        return Wrong.ROLE
    if staff == proposed.whose or staff in proposed.reporters or staff in proposed.authors:
        return Wrong.OWN
    if proposed.measure not in MEASURES[proposed.thing]:
        return Wrong.MEASURE
    if proposed.measure == Measure.NOTHING:
        return None
    if needs_person(proposed.measure) and proposed.whose is None:
        return Wrong.NOBODY
    if needs_person(proposed.measure) and proposed.of_staff:
        if not may(role, Power.APPOINT):
            return Wrong.ROLE
        if proposed.last_operator:
            return Wrong.LAST
    terms = TERMS[proposed.measure]
    if proposed.days not in terms and (terms or proposed.days is not None):
        return Wrong.TERM
    return None if proposed.rule_known else Wrong.RULE


def needs_person(measure: Measure) -> bool:
    """Whether the measure is one against an account."""
    return measure in (Measure.LIMIT, Measure.SUSPEND)


def appeal_until(decided: datetime) -> datetime:
    return decided + APPEALS_FOR


def may_appeal(measure: Measure, decided: datetime, at: datetime, *, appealed: bool, lifted: bool) -> bool:
    """Once, for six months, against what restricts, unless it was taken back."""
    restricts = measure != Measure.NOTHING
    return restricts and not appealed and not lifted and decided <= at < appeal_until(decided)


def may_answer(
    role: Role | None,
    staff: int,
    *,
    decided_by: int,
    whose: int,
    reporters: Iterable[int],
    authors: Iterable[int] = (),
) -> bool:
    """An appeal goes to another person: not who decided, nor whom it is about, nor who reported it or
    wrote what was shown with it."""
    return may(role, Power.ANSWER) and staff not in {decided_by, whose, *reporters, *authors}
