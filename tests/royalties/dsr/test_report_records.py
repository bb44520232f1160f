"""The table of the writer and the table of the reader were written apart, and say the same."""

from types import SimpleNamespace

import pytest
import records_page

# What the reader calls the writer's kinds.
KINDS = {
    "STRING": "text",
    "INTEGER": "whole",
    "DECIMAL": "decimal",
    "AMOUNT": "decimal",
    "BOOLEAN": "truth",
    "DAY": "day",
    "INSTANT": "time",
    "DURATION": "duration",
    "DPID": "dpid",
    "PARTY": "party",
    "OWN_ID": "key",
    "TERRITORY": "territory",
    "CURRENCY": "currency",
    "MODEL": "model",
    "USE": "word",
    "RIGHTS": "rights",
    "RESOURCE": "word",
    "RELEASE": "word",
    "SERVICE": "service",
    "ISRC": "isrc",
    "ISWC": "iswc",
    "ICPN": "icpn",
    "GRID": "grid",
    "ISAN": "isan",
}
# As many cells as the standard's published lists and schemas have, the record type included.
MANY = {
    "HEAD": 16,
    "FOOT": 6,
    "SRFO": 3,
    "SY01.02": 15,
    "SY02.03": 22,
    "SY04.01": 20,
    "SY05.03": 26,
    "SY09.01": 22,
    "SY10": 46,
    "RE01.02": 16,
    "RE02": 6,
    "AS01.02": 14,
    "AS02.03": 24,
    "LC01": 23,
    "MW01.02": 19,
    "SU01.02": 13,
    "SU02.02": 11,
    "RU01.02": 7,
    "RU02.02": 9,
    "SU03.02": 11,
    "ST01": 5,
    "LI01.03": 13,
    "SR01.01": 43,
    "SR02.01": 39,
    "SR08": 48,
}


def test_every_record_has_as_many_cells_as_the_standard(dsr: SimpleNamespace) -> None:
    ours = {code: len(dsr.records.shape_of(each).names) for code, each in dsr.records.RECORDS.items()}
    assert {code: ours[code] for code in MANY} == MANY


@pytest.mark.parametrize("code", sorted(MANY))
def test_writer_and_reader_know_the_same_cells(dsr: SimpleNamespace, code: str) -> None:
    shape = dsr.records.shape_of(dsr.records.RECORDS[code])
    rule = dsr.reading.grammar.DSR[code]
    block = [("BlockId", "text", True, False)] if shape.in_block else []
    ours = [
        *block,
        *((cell.name, KINDS[cell.kind.name], cell.mandatory, cell.several) for cell in shape.cells),
    ]
    theirs = [(cell.name, cell.kind, cell.mandatory, cell.several) for cell in rule.cells]
    # The version of a message has a form of its own for the reader.
    theirs = [(name, "text" if kind == "version" else kind, *rest) for name, kind, *rest in theirs]
    assert ours == theirs


def test_every_record_says_where_its_cells_were_found(dsr: SimpleNamespace) -> None:
    for declared in dsr.records.RECORDS.values():
        assert dsr.records.shape_of(declared).source
        assert dsr.records.shape_of(declared).title.endswith(".")


def test_the_page_of_reports_lists_every_cell() -> None:
    page = records_page.PAGE.read_text()
    assert page == records_page.renewed(page), "write it anew: python tests/royalties/dsr/records_page.py"
