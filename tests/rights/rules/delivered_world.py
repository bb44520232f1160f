"""The rules of delivered licences under test: the real ones, or a faulty copy (tests/rights/mutants)."""

import importlib
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from akkord.catalogue.ern.faults import Place
from akkord.catalogue.ern.identifiers import Identifier
from akkord.catalogue.ern.message import ALWAYS, ClaimPolicy, Condition, Deal, Term, Validity
from akkord.catalogue.ern.territories import EVERYWHERE, Territories
from akkord.catalogue.ern.timeline import Licence

PACKAGE = "akkord.rights"
SAID = datetime(2014, 4, 3, 12, tzinfo=UTC)


def gather() -> SimpleNamespace:
    """The rules from fresh imports, in one place."""
    names = ("terms", "rules.facts", "rules.delivered")
    rooms = [vars(importlib.import_module(f"{PACKAGE}.{name}")) for name in names]
    return SimpleNamespace(**{name: value for room in rooms for name, value in room.items()})


def deal(
    *policies: ClaimPolicy,
    uses: str = "OnDemandStream",
    models: str = "SubscriptionModel",
) -> Deal:
    return Deal(
        place=Place(),
        territories=EVERYWHERE,
        uses=tuple(Term(word) for word in uses.split()),
        models=tuple(Term(word) for word in models.split()),
        policies=policies,
    )


def policy(kind: str, *conditions: str) -> ClaimPolicy:
    """ "MoreThan 20 Percent" is a condition; a fourth word says of what."""
    return ClaimPolicy(kind, tuple(condition(each) for each in conditions))


def condition(text: str, segments: tuple[tuple[str, str], ...] = ()) -> Condition:
    relator, value, unit, *reference = text.split()
    return Condition(value, unit, relator, " ".join(reference), segments=segments)


def where(codes: str) -> Territories:
    """ "DE FR" are these countries, "*" is everywhere, "* RU" everywhere but there."""
    first, *rest = codes.split()
    return (
        EVERYWHERE - Territories(frozenset(rest)) if first == "*" else Territories(frozenset([first, *rest]))
    )


def licence(
    codes: str = "*",
    *,
    deal: Deal = deal(),  # noqa: B008  (frozen)
    isrcs: str = "DEA122600001",
    validity: Validity = ALWAYS,
    known: tuple[datetime, datetime | None] = (SAID, None),
    message: str = "1",
) -> Licence:
    return Licence(
        release=(),
        recordings=tuple(Identifier("ISRC", code) for code in isrcs.split()),
        territories=where(codes),
        uses=deal.uses,
        models=deal.models,
        validity=validity,
        known_from=known[0],
        known_until=known[1],
        deal=deal,
        message=message,
    )


def stated(delivered: SimpleNamespace, *licences: Licence, now: datetime = SAID) -> list[Any]:
    """What the licences state, by recordings 1 and 2."""
    known = {"DEA122600001": 1, "DEA122600002": 2}
    return list(delivered.statements(licences, known, now))
