"""Days of plays on plain values, for the suite of the rules of fraud and of its faulty copies."""

import importlib
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)
PACKAGE = "akkord.royalties.rules"


def gather() -> SimpleNamespace:
    """The rules, the real ones or a faulty copy."""
    return importlib.import_module(f"{PACKAGE}.fraud")  # type: ignore[return-value]


def play(
    law: SimpleNamespace,
    number: int,
    minutes: float = 0,
    listener: int = 1,
    track: int = 1,
    territory: str = "DE",
    seconds: float = 30,
) -> Any:
    at = MORNING + timedelta(minutes=minutes)
    return law.Heard(f"{listener}-{number:05}", listener, track, territory, at, seconds)


def small(law: SimpleNamespace) -> Any:
    """Limits that few plays reach."""
    return law.Limits(
        same_track_a_day=5,
        same_track_in_a_row=3,
        farm_accounts=3,
        farm_tracks=2,
        farm_plays=4,
        streams_at_once=1,
    )
