"""Mandates on plain values, for the suite of their rules and of its faulty copies."""

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

PACKAGE = "akkord.catalogue"
NOON = datetime(2014, 4, 3, 12, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)


def gather() -> SimpleNamespace:
    """The rules, the real ones or a faulty copy."""
    return SimpleNamespace(
        mandates=importlib.import_module(f"{PACKAGE}.mandates"),
        rules=importlib.import_module(f"{PACKAGE}.rules"),
    )


@dataclass(frozen=True)
class Given:
    """A mandate of `principal_id` for `agent_id`."""

    principal_id: int
    agent_id: int
    territory: str = "Worldwide"
    recordings: tuple[int, ...] = ()
    delegable: bool = False
    starts: datetime = NOON
    ends: datetime | None = None
    ended_at: datetime | None = None


LABEL, BODY, AGENCY, OTHER = 1, 2, 3, 4


def reaching(
    law: SimpleNamespace, mandates: Iterable[Given], principal: int, agent: int
) -> list[list[Given]]:
    """The ways from one organisation to another among mandates in force."""
    given = list(mandates)
    ways = law.mandates.chains(
        [m for m in given if m.principal_id == principal], [m for m in given if m.agent_id == agent]
    )
    return [list(way) for way in ways]
