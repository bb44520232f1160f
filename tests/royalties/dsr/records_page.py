"""The part of docs/subsystems/reports.md that lists every cell, made from the writer's table.

`python tests/royalties/dsr/records_page.py` writes it anew into the page.
"""

from pathlib import Path

from akkord.royalties.dsr.cdm import answering  # noqa: F401  (declares the records of answers)
from akkord.royalties.dsr.records import RECORDS, Cell, shape_of

PAGE = Path(__file__).parents[3] / "docs/subsystems/reports.md"
BEGIN, END = "<!-- cells: begin -->", "<!-- cells: end -->"


def cells() -> str:
    """Every record type with its cells: ! is mandatory, * holds several values, text has no type."""
    parts = []
    for code, declared in sorted(RECORDS.items()):
        shape = shape_of(declared)
        fixed = ["BlockId!"] if shape.in_block else []
        listed = " · ".join([*fixed, *map(_cell, shape.cells)])
        parts.append(
            f"**{code}**, {len(shape.names)} cells: {shape.title}\n*Source: {shape.source}.*\n{listed}\n"
        )
    return "\n".join(parts)


def _cell(cell: Cell) -> str:
    kind = "" if cell.kind.name == "STRING" else f" ({cell.kind.value})"
    return f"{cell.name}{'!' if cell.mandatory else ''}{'*' if cell.several else ''}{kind}"


def renewed(page: str) -> str:
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{cells()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text()))
