"""Faulty copies of the law of rights: what of it is imported anew, and the suite that judges it."""

import importlib
from pathlib import Path
from types import SimpleNamespace

import law_world
from law_world import law_of

from faulty_copies import Copies

PARENT = "akkord.rights"
RULES = Path(law_world.__file__).parent
SUITE = "test_law_*.py"


def _gather() -> SimpleNamespace:
    rules = importlib.import_module(f"{PARENT}.rules")
    return law_of(rules, importlib.import_module(f"{PARENT}.territories"))


LAW = Copies(PARENT, ("rules", "territories"), _gather)
