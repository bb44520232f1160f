"""Talks and terms on plain values, for the suite of their rules and of its faulty copies."""

import importlib
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from akkord.rights.rules.answers import Payee
from akkord.rights.rules.facts import CATALOGUE, Licence, Period
from akkord.rights.terms import CommercialModel, LicenceId, Money, PartyId, UseType
from akkord.rights.territories import TerritorySet

PACKAGE = "akkord.deals"
NOON = datetime(2016, 4, 13, 12, tzinfo=UTC)
DAY = timedelta(days=1)
A_MOMENT = timedelta(microseconds=1)
LATER = NOON + 30 * DAY


def gather() -> SimpleNamespace:
    """The rules, the real ones or a faulty copy."""
    return importlib.import_module(f"{PACKAGE}.rules.talks")  # type: ignore[return-value]


def talk(law: SimpleNamespace, state: str = "offered", author: str = "site", **more: Any) -> Any:
    signed = frozenset(law.Side(side) for side in more.pop("signed", ()))
    said = {"version": 3, "answer_by": LATER, "meanwhile": True} | more
    return law.Talk(law.State(state), author=law.Side(author), signed=signed, **said)


def outcome(
    law: SimpleNamespace, talk: Any, act: str, side: str, version: int = 3, at: datetime = NOON
) -> str:
    """The state it leads to, or why it cannot be."""
    try:
        return str(law.after(talk, law.Act(act), law.Side(side), version, at).value)
    except law.Cannot as cannot:
        return str(cannot.why.value)


def licence(start: datetime | None = None, end: datetime | None = None) -> Licence:
    return Licence(
        id=LicenceId(0),
        licensor=PartyId(1),
        repertoire=CATALOGUE,
        uses=frozenset(UseType),
        models=frozenset(CommercialModel),
        territories=TerritorySet.of("DE"),
        valid=Period(start, end),
        recorded_at=NOON,
    )


def terms(
    law: SimpleNamespace,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    since: datetime | None = None,
    answer_by: datetime = LATER,
) -> Any:
    return law.Terms(licence(start, end), answer_by, since)


def payee(party: int | None, fraction: str, money: Money, by: int | None = None) -> Payee:
    return Payee(
        None if party is None else PartyId(party),
        Fraction(fraction),
        money,
        licence=None if by is None else LicenceId(by),
    )
