"""What one record has to agree on with itself, and the records of one block with each other."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from .errors import NotWritable
from .profiles import code_of

# Lists whose values belong together by their places; the first may be longer only where ids are not known.
_PEOPLE: Final = (
    ("musical_work_composer_author_name", "musical_work_composer_author_party_id"),
    ("musical_work_arranger_name", "musical_work_arranger_party_id"),
    ("music_publisher_name", "music_publisher_party_id"),
    ("musical_work_contributor_name", "musical_work_contributor_party_id"),
    ("composer_author_name", "composer_author_party_id"),
    ("arranger_name", "arranger_party_id"),
    ("work_contributor_name", "work_contributor_party_id"),
)
_TOGETHER: Final = (
    ("calculation_type", "calculation_value"),
    ("deduction_type", "deductions_in_currency_of_transaction", "deductions_in_currency_of_accounting"),
    (
        "usage_independent_fee_type",
        "usage_independent_fee_in_currency_of_transaction",
        "usage_independent_fee_in_currency_of_accounting",
    ),
)


def check_record(row: Any) -> None:
    """Raise NotWritable when a record contradicts itself."""
    for fields in (*_TOGETHER, *_PEOPLE):
        _check_places(row, fields)
    match code_of(row):
        case "SR08":
            _hold(
                row,
                row.net_usage == row.total_usages - row.returns,
                "NetUsage is not TotalUsages less Returns",
            )
            _hold(
                row,
                not (row.price_type and row.price_range_type),
                "PriceType and PriceRangeType exclude each other",
            )
        case "SU01.02" | "SU02.02":
            one = (row.transacted_release is None) != (row.transacted_resource is None)
            _hold(row, one, "either a release or a recording is transacted")
        case "RU01.02":
            _hold(row, len(row.dsp_release_id) == len(row.usages), "every upload has its uses")
        case "SY04.01" | "SY05.03" | "SY09.01":
            both = (row.sub_period_start_date is None) == (row.sub_period_end_date is None)
            _hold(row, both, "a period within the period has a first and a last day")


def _check_places(row: Any, fields: Sequence[str]) -> None:
    held = [getattr(row, name, None) or () for name in fields]
    lengths = {len(values) for values in held if values}
    if fields[0] == "deduction_type" and not held[0]:
        # Amounts of a label's summary are mandatory: without a type of deduction they are one nought.
        _hold(row, all(values in ((), (0,)) for values in held), f"{fields[0]} is missing")
        return
    if held[0]:
        _hold(
            row,
            len(lengths) == 1 or (fields in _PEOPLE and not held[1]),
            f"{fields[0]}: lists of other lengths",
        )
        _hold(row, fields in _PEOPLE or all(held), f"{fields[0]}: its amounts are missing")
    else:
        _hold(row, not lengths, f"{fields[0]} is missing")


def check_block(rows: Iterable[Any]) -> None:
    """Raise NotWritable when a record of a block names one that is not there."""
    resources: set[str] = set()
    releases: set[str] = set()
    sale = ""
    for row in rows:
        code = code_of(row)
        match code:
            case "AS01.02" | "AS02.03":
                _new(row, resources, row.resource_reference)
            case "RE01.02":
                _new(row, releases, row.release_reference)
            case "RE02":
                _new(row, releases, row.release_reference)
                for each in row.used_resources:
                    _named(row, resources, each)
            case "LC01":
                _named(row, resources, row.resource_reference)
            case "MW01.02" if row.resource_reference is not None:
                _named(row, resources, row.resource_reference)
            case "RU01.02" | "RU02.02":
                _named(row, resources, row.parent_resource_reference)
            case "SU01.02" | "SU02.02":
                if row.transacted_release is not None:
                    _named(row, releases, row.transacted_release)
                else:
                    _named(row, resources, row.transacted_resource)
            case "SU03.02":
                sale = row.sales_transaction_id
            case "ST01" | "LI01.03":
                parent = row.parent_sales_transaction_id
                _hold(row, parent in (sale, None), f"its sale is {sale!r}, not {parent!r}")


def _new(row: Any, there: set[str], reference: str) -> None:
    _hold(row, reference not in there, f"{reference!r} is there twice")
    there.add(reference)


def _named(row: Any, there: set[str], reference: str) -> None:
    _hold(row, reference in there, f"{reference!r} is not in the block before it")


def _hold(row: Any, holds: bool, why: str) -> None:
    if not holds:
        raise NotWritable(f"{code_of(row)}: {why}")
