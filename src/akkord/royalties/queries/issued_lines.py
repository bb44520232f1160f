"""The lines of an issued statement within somebody's reach, read a piece at a time with Arrow."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from akkord.royalties.check import COLUMNS
from akkord.royalties.models import Statement
from akkord.royalties.rules.reach import Reach
from akkord.store.files import files

TEXT = {name: pa.string() for name in COLUMNS}


def find(statement: Statement, reach: Reach, line: str) -> dict[str, str] | None:
    """One line by its sales transaction id, if it is there."""
    for batch in batches(statement, reach):
        for row in batch.filter(pc.equal(batch["id"], line)).to_pylist():
            found: dict[str, str] = row
            return found
    return None


def among(statement: Statement, reach: Reach, lines: Sequence[str]) -> list[str]:
    """Those of these lines that are there."""
    asked = pa.array(lines, pa.string())
    pieces = (
        batch["id"].filter(pc.is_in(batch["id"], value_set=asked)) for batch in batches(statement, reach)
    )
    return [line for piece in pieces for line in piece.to_pylist()]


def batches(statement: Statement, reach: Reach) -> Iterator[pa.RecordBatch]:
    """The file of lines a piece at a time, all values text, without what is out of reach."""
    options = csv.ConvertOptions(column_types=TEXT, strings_can_be_null=False)
    parsing = csv.ParseOptions(newlines_in_values=True)
    with csv.open_csv(files().path(statement.lines), None, parsing, options) as pieces:
        for batch in pieces:
            whole = batch if "weight" in batch.schema.names else _weighed(batch)
            yield whole if reach.whole else whole.filter(_seen(whole, reach))


def _weighed(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Lines issued before weights were stated, with what they were shared by: each play its part."""
    plays, parts = batch["plays"].to_pylist(), batch["fraction"].to_pylist()
    weights = [str(int(count) * Fraction(part)) for count, part in zip(plays, parts, strict=True)]
    return batch.append_column("weight", pa.array(weights, pa.string()))


def _seen(batch: pa.RecordBatch, reach: Reach) -> pa.Array:
    seen, heard_in = pa.repeat(False, batch.num_rows), pc.unique(batch["territory"]).to_pylist()
    for way in reach.ways:
        where = pa.array([territory for territory in heard_in if territory in way.territories], pa.string())
        mine = pc.is_in(batch["territory"], value_set=where)
        if way.recordings is not None:
            named = pa.array([str(recording) for recording in way.recordings], pa.string())
            mine = pc.and_(mine, pc.is_in(batch["recording"], value_set=named))
        seen = pc.or_(seen, mine)
    return seen
