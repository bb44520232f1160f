"""The page of seeded faults names what the lists hold, and all of it."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/subsystems/seeded-faults.md").read_text()
PART = re.compile(
    r"^`(?P<path>[^`]+)`, (?P<name>[A-Z]+) \((?P<count>\d+)\)\n(?P<lines>(?:- .+\n?)+)", re.MULTILINE
)


def names_in(path: str, wanted: str) -> list[str]:
    """The names of the faults in one list of a file."""
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == wanted:
            calls = [each for each in ast.walk(node.value) if isinstance(each, ast.Call)]
            return [ast.literal_eval(call.args[0]) for call in calls]
    raise LookupError(wanted)


def test_every_fault_of_ownership_mandates_clocks_claims_and_suspensions_is_on_the_page() -> None:
    parts = list(PART.finditer(PAGE))
    assert len(parts) == 10
    for part in parts:
        listed = re.findall(r"^- (.+)$", part["lines"], re.MULTILINE)
        there = names_in(part["path"], part["name"])
        assert set(listed) <= set(there), f"{part['path']}: gone from {part['name']}"
        assert len(listed) == int(part["count"])
    assert sum(int(part["count"]) for part in parts) >= 40


def test_every_list_and_gate_the_page_names_is_there() -> None:
    for path in re.findall(r"^\| `(tests/[^`]+)`", PAGE, re.MULTILINE):
        assert (ROOT / path).is_file(), path
