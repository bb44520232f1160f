"""Talks about a licence: who may do what when, from when what was signed holds, and what money it releases.

    drafted ──offer──▶ offered ──counter──▶ countered ⟲ counter
                          └───────┬────────────┘
                   sign ──▶ half signed ──sign──▶ signed
                          └───────┴──── withdraw, refuse, lapse

One version of the terms lies on the table. Whoever laid it there may withdraw it, the other side may refuse
or counter it, either may sign it; a counter-offer takes its place, and with it every signature. Nobody signs
what no longer lies there, and nothing but its end happens to talks whose time to answer is over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from akkord.rights.rules.answers import Payee
from akkord.rights.rules.facts import Licence, Period, Repertoire
from akkord.rights.rules.retro import Recomputed
from akkord.rights.terms import LicenceId, Money, PartyId, RecordingId

# Long enough for lawyers of two sides, short enough that no permission given meanwhile is forgotten.
MOST_TO_ANSWER: Final = timedelta(days=366)


class Side(StrEnum):
    """Who sits at the table: the site's staff, and whoever acts for the organisation."""

    SITE = "site"
    LABEL = "label"

    @property
    def other(self) -> "Side":
        return Side.LABEL if self == Side.SITE else Side.SITE


class State(StrEnum):
    DRAFTED = "drafted"  # seen by the side that drafts it alone
    OFFERED = "offered"
    COUNTERED = "countered"
    HALF_SIGNED = "half_signed"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    LAPSED = "lapsed"


ON_TABLE: Final = frozenset({State.OFFERED, State.COUNTERED, State.HALF_SIGNED})
OPEN: Final = ON_TABLE | {State.DRAFTED}


class Act(StrEnum):
    REVISE = "revise"  # a draft of one's own
    OFFER = "offer"
    COUNTER = "counter"
    SIGN = "sign"
    WITHDRAW = "withdraw"
    REFUSE = "refuse"
    PERMIT = "permit"  # the label lets the backlog be heard while the talks go on


class Why(StrEnum):
    """Why something cannot be done at this table."""

    OVER = "over"
    OLD_VERSION = "old_version"
    TOO_LATE = "too_late"
    NOT_NOW = "not_now"
    NOT_YOURS = "not_yours"
    SIGNED_BEFORE = "signed_before"
    NOTHING_MEANWHILE = "nothing_meanwhile"
    ANSWER_PAST = "answer_past"
    ANSWER_FAR = "answer_far"
    NOT_PAST = "not_past"
    PERIOD_OVER = "period_over"


class Cannot(Exception):
    """It cannot be done; `why` says it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Terms:
    """One version: the licence (without its number), and what is agreed around it."""

    licence: Licence  # `valid` is the period wished for
    answer_by: datetime  # the version lies on the table until then
    since: datetime | None = None  # money that waited is released from this instant on
    meanwhile: bool = False  # what is on the site already may be heard while the talks go on


@dataclass(frozen=True)
class Talk:
    """How talks stand: the version on the table, who laid it there, what it says of itself, who signed it."""

    state: State
    version: int
    author: Side
    answer_by: datetime
    meanwhile: bool = False
    signed: frozenset[Side] = frozenset()


@dataclass(frozen=True)
class _Step:
    """From which states, by whom (None: by either side), to which state."""

    states: frozenset[State]
    by_author: bool | None
    to: State | None = None


_STEPS: Final[Mapping[Act, _Step]] = {
    Act.REVISE: _Step(frozenset({State.DRAFTED}), True, State.DRAFTED),
    Act.OFFER: _Step(frozenset({State.DRAFTED}), True, State.OFFERED),
    Act.COUNTER: _Step(ON_TABLE, False, State.COUNTERED),
    Act.SIGN: _Step(ON_TABLE, None, State.HALF_SIGNED),
    Act.WITHDRAW: _Step(OPEN, True, State.WITHDRAWN),
    Act.REFUSE: _Step(ON_TABLE, False, State.REFUSED),
    Act.PERMIT: _Step(ON_TABLE, None),
}


def after(talk: Talk, act: Act, side: Side, version: int, at: datetime) -> State:
    """The state the act leads to. `version` is the one the side has before its eyes. Raises Cannot."""
    if talk.state not in OPEN:
        raise Cannot(Why.OVER)
    if version != talk.version:
        raise Cannot(Why.OLD_VERSION)
    if at >= talk.answer_by and (act == Act.OFFER or talk.state in ON_TABLE):
        raise Cannot(Why.TOO_LATE)
    step = _STEPS[act]
    if talk.state not in step.states:
        raise Cannot(Why.NOT_NOW)
    if step.by_author is not None and step.by_author != (side == talk.author):
        raise Cannot(Why.NOT_YOURS)
    if act == Act.PERMIT and side != Side.LABEL:
        raise Cannot(Why.NOT_YOURS)
    if act == Act.PERMIT and not talk.meanwhile:
        raise Cannot(Why.NOTHING_MEANWHILE)
    if act != Act.SIGN:
        return step.to or talk.state
    if side in talk.signed:
        raise Cannot(Why.SIGNED_BEFORE)
    return State.SIGNED if side.other in talk.signed else State.HALF_SIGNED


def may(talk: Talk, side: Side, at: datetime) -> frozenset[Act]:
    """All that the side may do now."""
    return frozenset(act for act in Act if _can(talk, act, side, at))


def _can(talk: Talk, act: Act, side: Side, at: datetime) -> bool:
    try:
        after(talk, act, side, talk.version, at)
    except Cannot:
        return False
    return True


def lapses(talk: Talk, at: datetime) -> bool:
    """Whether silence has ended the talks. A draft waits for nobody."""
    return talk.state in ON_TABLE and at >= talk.answer_by


# --- the terms ---------------------------------------------------------------------------------------


def check(terms: Terms, at: datetime) -> None:
    """Whether the terms can be laid on the table. Raises Cannot."""
    if terms.answer_by <= at:
        raise Cannot(Why.ANSWER_PAST)
    if terms.answer_by > at + MOST_TO_ANSWER:
        raise Cannot(Why.ANSWER_FAR)
    if terms.since is not None and terms.since > at:
        raise Cannot(Why.NOT_PAST)
    periods(terms, at)


def periods(terms: Terms, at: datetime) -> tuple[Period, ...]:
    """When the licence holds that is signed at the instant: once or, with a gap before its first day, twice.

    Nothing of the past is licensed but from the date agreed for it. Raises Cannot.
    """
    begins, ends = max(at, terms.licence.valid.start or at), terms.licence.valid.end
    if ends is not None and ends <= begins:
        raise Cannot(Why.PERIOD_OVER)
    if terms.since is None or terms.since >= at:
        return (Period(begins, ends),)
    if begins == at:
        return (Period(terms.since, ends),)
    return Period(terms.since, at), Period(begins, ends)


def meanwhile(terms: Terms, backlog: Iterable[RecordingId], at: datetime) -> Licence:
    """The licence for what is on the site already; it ends with the talks, at the latest with their date."""
    recordings = Repertoire(recordings=frozenset(backlog))
    return replace(terms.licence, repertoire=recordings, valid=Period(at, terms.answer_by))


# --- money -------------------------------------------------------------------------------------------


def released(payees: Recomputed, licences: frozenset[LicenceId]) -> dict[PartyId, Fraction]:
    """Of one play's money that waited by the books of its time: what these licences pay out, and to whom."""
    waited = sum((each.fraction for each in payees.then if each.money == Money.ESCROW), Fraction(0))
    before, now = _paid(payees.then, None), _paid(payees.now, licences)
    gains = {party: now[party] - before.get(party, Fraction(0)) for party in sorted(now)}
    return {party: min(gain, waited) for party, gain in gains.items() if min(gain, waited) > 0}


def _paid(payees: Iterable[Payee], by: frozenset[LicenceId] | None) -> dict[PartyId, Fraction]:
    paid: dict[PartyId, Fraction] = {}
    for each in payees:
        if each.party is not None and each.money == Money.PAY and (by is None or each.licence in by):
            paid[each.party] = paid.get(each.party, Fraction(0)) + each.fraction
    return paid
