"""What recognition is meant to reach, by length of query and by row, and whether a figure reaches it."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE_UPLOAD = 30.0  # seconds from which a query counts as one
HARD = {"babble 0 dB": (85.0, 92.0), "voice +6 dB": (65.0, 92.0)}  # at 10 s, in whole uploads
ROW, HARDER_ROW = 97.0, 85.0
MEAN = {10.0: 98.5, 5.0: 97.0}
POOLED = 99.0  # the lower end of its interval, whole uploads

RECALLED, PRECISE = 97.0, 98.0  # per cent of seconds, mixes
ANALYSIS, INGEST, BYTES = 3.0, 7.0, 0.8  # CPU s per hour of sound; MB per hour
OPENING = 50.0  # ms
QUERY = {10.0: 40.0, 1_000.0: 60.0}  # ms of a warm 10-s query, by hours of references
WHOLE = {1_000.0: 400.0}  # ms of a 4-minute upload
FAR_HOURS, FAR_TRACKS = 100_000.0, 1e8  # where costs are told by arithmetic
FAR_WINDOW = 2_000.0  # ms of a window asked for every change, at FAR_HOURS


def of_row(name: str, harder: bool, seconds: float) -> float | None:
    """Per cent of a disguise's queries that are to be found; None where nothing is asked."""
    if seconds >= WHOLE_UPLOAD:
        return HARD[name][1] if name in HARD else ROW
    if seconds != 10.0:
        return None
    if name in HARD:
        return HARD[name][0]
    return HARDER_ROW if harder else ROW


def mark(share: float, high: float, target: float | None) -> str:
    """A share (0..1) held against a target in per cent: "below", or "BELOW" where chance cannot be why."""
    if target is None or share * 100 >= target:
        return ""
    return "BELOW" if high * 100 < target else "below"


@dataclass(frozen=True)
class Verdict:
    """One target and what was measured. `met` None: not a question of yes or no here."""

    what: str
    wanted: str
    got: str
    met: bool


def at_most(what: str, got: float, most: float, form: str = ".2f", unit: str = "") -> Verdict:
    """A figure that is to be small."""
    return Verdict(what, f"<= {most:g}{unit}", f"{got:{form}}{unit}", got <= most)


def at_least(what: str, got: float, least: float, form: str = ".1f", unit: str = "") -> Verdict:
    """A figure that is to be large."""
    return Verdict(what, f">= {least:g}{unit}", f"{got:{form}}{unit}", got >= least)
