"""Decisions on plain values, for the suite of the rules of care and of their faulty copies."""

import importlib
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

PACKAGE = "akkord.care"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
STAFF, AUTHOR, REPORTER = 1, 2, 3


def gather() -> SimpleNamespace:
    """The rules, the real ones or a faulty copy."""
    rules = importlib.import_module(f"{PACKAGE}.rules")
    deciding = importlib.import_module(f"{PACKAGE}.rules.deciding")
    house = importlib.import_module(f"{PACKAGE}.rules.house")
    return SimpleNamespace(
        **{name: getattr(rules, name) for name in rules.__all__}, Proposed=deciding.Proposed, house=house
    )


def wrong(law: SimpleNamespace, measure: str, *, role: str | None = "moderator", **more: Any) -> str | None:
    """Why it cannot be decided so; None when it can."""
    days = more.pop("days", {"limit": 7, "suspend": 7}.get(measure))
    staff = more.pop("staff", STAFF)
    said = {"rule_known": True, "whose": AUTHOR, "reporters": frozenset({REPORTER})} | more
    thing = law.Thing(said.pop("thing", "post"))
    proposed = law.Proposed(thing=thing, measure=law.Measure(measure), days=days, **said)
    found = law.wrong_with(proposed, law.Role(role) if role else None, staff)
    return found.value if found else None
