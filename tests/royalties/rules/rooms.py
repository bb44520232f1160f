"""The rules of money as a suite is given them, and how faulty copies of them are loaded."""

import importlib
from types import SimpleNamespace

from faulty_copies import Copies


def gather() -> SimpleNamespace:
    """What the tables need of the rules, from whatever is imported now."""
    found = SimpleNamespace()
    for name in ("pools", "terms", "correcting"):
        said = vars(importlib.import_module(f"akkord.royalties.rules.{name}"))
        vars(found).update({name: value for name, value in said.items() if not name.startswith("_")})
    return found


COPIES = Copies("akkord.royalties", ("rules",), gather)
