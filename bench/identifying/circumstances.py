"""When, where and on which state of the code something was measured."""

from __future__ import annotations

import datetime
import platform
import subprocess
from pathlib import Path

import numba
import numpy

from identifying.measuring import Asked, Catalogue
from identifying.results import About

ROOT = Path(__file__).parent.parent.parent


def now(known: Catalogue, asked: Asked, among: float) -> About:
    """Of the measurement that begins."""
    return About(
        datetime.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        _commit(),
        _machine(),
        f"Python {platform.python_version()}, numpy {numpy.__version__}, numba {numba.__version__}",
        asked.split,
        asked.seed,
        len(known.tracks),
        known.hours,
        among,
    )


def _commit() -> str:
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=10"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return said or "no commit"


def _machine() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
