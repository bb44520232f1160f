"""How a record type is declared: a frozen dataclass whose fields are the cells, in the standard's order.

The declaration is the one table of the writer and of the page `docs/subsystems/reports.md`: the cell's name
comes from the field's name, its data type and whether it holds several values from the annotation, and a cell
without a default is mandatory.
"""

import dataclasses
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import (
    Annotated,
    Any,
    Final,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from ..errors import BadCell
from ..kinds import Kind, NotThat, written
from ..text import clean, is_sayable

T = TypeVar("T")

# Words that DDEX writes in its own way inside a cell's name.
_SPELT: Final = {
    "isrc": "ISRC",
    "iswc": "ISWC",
    "icpn": "ICPN",
    "grid": "GRid",
    "isan": "ISAN",
    "dpid": "DPID",
    "url": "URL",
    "pline": "PLine",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a record type."""

    field: str
    name: str  # in the standard
    kind: Kind
    mandatory: bool
    several: bool  # values divided by "|"


@dataclass(frozen=True, slots=True)
class Shape:
    """One record type: its code in the first cell, its cells after that, and where they were found."""

    code: str
    title: str
    cells: tuple[Cell, ...]
    in_block: bool  # whether the second cell is the BlockId, which the writer gives
    source: str

    @property
    def names(self) -> tuple[str, ...]:
        """All cells of the record, the record type and the block's id included."""
        return ("RecordType", *(("BlockId",) if self.in_block else ()), *(cell.name for cell in self.cells))


RECORDS: dict[str, type[Any]] = {}  # every declared record type by its code


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(code: str, *, source: str, in_block: bool = False) -> Callable[[type[T]], type[T]]:
    """Declare a record type. `source` says where its cells were found, and what of them is not known."""

    def declare(cls: type[T]) -> type[T]:
        declared: Any = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        hints = get_type_hints(declared, include_extras=True)
        cells = tuple(_cell(each, hints[each.name]) for each in dataclasses.fields(declared))
        title = (declared.__doc__ or "").split("\n")[0]
        declared.CODE, declared.SHAPE = code, Shape(code, title, cells, in_block, source)
        RECORDS[code] = declared
        return declared  # type: ignore[no-any-return]

    return declare


def shape_of(declared: type[Any]) -> Shape:
    """What was declared of a record type."""
    shape: Shape = declared.SHAPE
    return shape


def _cell(field: "dataclasses.Field[Any]", hint: Any) -> Cell:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    assert get_origin(hint) is Annotated, field.name
    held, kind = get_args(hint)
    return Cell(
        field=field.name,
        name=_name(field.name),
        kind=kind,
        mandatory=field.default is dataclasses.MISSING,
        several=get_origin(held) is tuple,
    )


def _name(field: str) -> str:
    """ "release_display_artist_name" is ReleaseDisplayArtistName; DSP is written Dsp in front only."""
    words = field.split("_")
    spelt = [_SPELT.get(word, word.capitalize()) for word in words]
    return "".join("DSP" if word == "Dsp" and place else word for place, word in enumerate(spelt))


def cells_of(row: Any) -> list[str]:
    """The cells of a record as they stand in a line, without its record type. Raises BadCell."""
    shape = shape_of(type(row))
    return [_stands(shape.code, cell, getattr(row, cell.field)) for cell in shape.cells]


def _stands(code: str, cell: Cell, value: Any) -> str:
    values = value if cell.several else (value,)
    if value is None or value == () or (isinstance(value, str) and clean(value) == ""):
        if cell.mandatory:
            raise BadCell(code, cell.name, value, "is mandatory")
        return ""
    if not isinstance(values, tuple):
        raise BadCell(code, cell.name, value, "is no tuple of values")
    try:
        return "|".join(_element(cell, each) for each in values)
    except NotThat as wrong:
        raise BadCell(code, cell.name, value, str(wrong)) from wrong


def _element(cell: Cell, value: Any) -> str:
    """One of several values may be empty: lists that belong together keep their places."""
    return "" if cell.several and value == "" else written(cell.kind, value)


def unsayable_cells(row: Any) -> list[str]:
    """The cells whose text loses a character, because no cell can hold it."""
    lost = []
    for cell in shape_of(type(row)).cells:
        value = getattr(row, cell.field)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, str) and not is_sayable(each):
                lost.append(cell.name)
                break
    return lost
