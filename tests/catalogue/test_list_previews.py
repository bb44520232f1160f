"""Lists that are looked at first: as CSV or spreadsheet, line by line, and what a hostile workbook meets."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from akkord.catalogue import actions, errors, previewing, queries, rules
from akkord.catalogue.models import Delivery, DeliveryRow, Organisation, Recording
from akkord.catalogue.rules import ListFault, read_list
from akkord.people.models import Person
from akkord.store.files import Files
from catalogue import makers

HEADER = ["isrc", "title", "artist", "release", "icpn", "file", "share", "territory"]


def workbook(*rows: list[Any], header: list[str] = HEADER) -> bytes:
    book = Workbook()
    for row in (header, *rows):
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


GOOD = ["DE-A12-26-00001", "Morning", "Anna", "First Light", 4006381333931, "1.flac", "1/2", "DE, AT"]


def test_a_spreadsheet_says_what_the_same_list_as_text_says() -> None:
    text = "\n".join(
        [",".join(HEADER), ",".join(f'"{cell}"' for cell in GOOD), "nonsense,Night,Anna,,,2.flac,,", ",,,"]
    )
    sheet = workbook(GOOD, ["nonsense", "Night", "Anna", None, None, "2.flac"], [None, None])
    assert read_list(sheet) == read_list(text.encode())
    assert [row.fault for row in read_list(sheet)] == ["", "bad_isrc nonsense"]


def test_cells_of_other_kinds_are_read_as_people_see_them() -> None:
    (row,) = read_list(
        workbook(["DEA122600001", 1984, date(2014, 4, 3), 7.0, 4006381333931.0, "a", 0.5, "DE"])
    )
    assert (row.title, row.artist, row.release, row.share) == ("1984", "2014-04-03", "7", "1/2")
    assert (row.icpn, row.warning) == ("4006381333931", "")


def test_rows_keep_their_numbers_and_columns_their_names_in_any_order() -> None:
    sheet = workbook(["Anna", "Morning", "DEA122600001"], [], ["Anna"], header=["Artist ", "TITLE", "isrc"])
    assert [(row.line, row.fault) for row in read_list(sheet)] == [(2, ""), (4, "missing isrc")]


def repacked(change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """A good workbook with its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(GOOD))) as was, zipfile.ZipFile(made, "w", 8) as now:
        for part in was.namelist():
            now.writestr(part, change(part, was.read(part)))
        for name, data in more.items():
            now.writestr(name, data)
    return made.getvalue()


def in_sheet(was: bytes, now: bytes) -> bytes:
    return repacked(lambda name, data: data.replace(was, now) if "sheet1" in name else data)


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet'
HOSTILE = {
    "bomb": (
        repacked(lambda _, data: data, **{"xl/media/x.xml": bytes(60_000_000)}),
        "spreadsheet_too_large",
    ),
    "laughs": (in_sheet(b"<worksheet", LAUGHS), "not_a_spreadsheet"),
    "laughs in utf-16": (
        repacked(lambda n, d: LAUGHS.decode().encode("utf-16") if "sheet1" in n else d),
        "not_a_spreadsheet",
    ),
    "cut": (workbook(GOOD)[:-200], "not_a_spreadsheet"),
    "no workbook": (repacked(lambda name, data: b"" if "workbook" in name else data), "not_a_spreadsheet"),
    "broken xml": (in_sheet(b"</row>", b""), "not_a_spreadsheet"),
    "a zip of something": (
        (lambda made: (zipfile.ZipFile(made, "w").writestr("a", "b"), made.getvalue())[1])(io.BytesIO()),
        "not_a_spreadsheet",
    ),
    "old form": (b"\xd0\xcf\x11\xe0" + bytes(600), "old_spreadsheet"),
    "no header": (workbook(header=["a", "b"]), "no_header"),
    "nothing below": (workbook(), "empty_list"),
    "many parts": (
        repacked(lambda _, data: data, **{f"xl/{n}": b"" for n in range(600)}),
        "spreadsheet_too_large",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_workbook_that_cannot_be_read_is_refused_with_a_word(case: str) -> None:
    data, word = HOSTILE[case]
    with pytest.raises(ListFault) as fault:
        read_list(data)
    assert fault.value.word == word
    assert str(actions.LIST_FAULTS[word](fault.value.about))


def test_a_row_at_the_end_of_the_world_costs_nothing() -> None:
    with pytest.raises(ListFault) as fault:  # beyond the rows that are read
        read_list(in_sheet(b'<row r="2"', b'<row r="1048576"'))
    assert fault.value.word == "empty_list"


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_ROWS", 2)
    with pytest.raises(ListFault) as fault:
        read_list(workbook(*[[f"DEA12260000{n}", "T", "A"] for n in range(4)]))
    assert fault.value.word == "too_many_rows"


@pytest.fixture
def label(monkeypatch: pytest.MonkeyPatch, store: Files) -> Organisation:
    monkeypatch.setattr(queries, "files", lambda: store)
    return makers.organisation()


@pytest.fixture
def agent(label: Organisation) -> Person:
    return makers.representative(label)


def told(delivery: Delivery) -> list[tuple[int, str, list[tuple[str, str, str]], str]]:
    return [
        (row.row.line, row.what, [(c.column, c.was, c.now) for c in row.changes], row.fault.partition(" ")[0])
        for row in previewing.foreseen(delivery)
    ]


@pytest.mark.django_db
def test_a_preview_says_what_is_new_changed_the_same_and_refused(label: Organisation, agent: Person) -> None:
    first = actions.deliver(agent, label, "A", workbook(GOOD, [*GOOD[:5], "2.flac"]))
    for name in ("1.flac",):
        actions.add_file(agent, first, name, [b"sound"])
    makers.work_off()
    makers.recording(makers.organisation(name="Rival"), isrc="DEA122600009")
    sheet = workbook(
        ["DEA122600001", "Morning (live)", "Anna", None, None, None, "1/2", "AT DE"],
        ["DEA122600002", "Evening", "Anna", None, 4006381333932, "3.flac"],
        ["DEA122600009", "Night", "Anna", None, None, "4.flac"],
        ["DEA1226", "Noon", "Anna", None, None, "5.flac"],
        ["DEA122600003", "Dawn", "Anna"],
    )
    delivery = actions.propose(agent, label, "B", sheet)
    assert told(delivery) == [
        (2, "changed", [("title", "Morning", "Morning (live)")], ""),
        (3, "new", [], ""),
        (4, "refused", [], "isrc_of_another"),
        (5, "refused", [], "bad_isrc"),
        (6, "refused", [], "file_missing"),
    ]
    assert "“DEA1226” is not an ISRC" in previewing.foreseen(delivery)[3].why
    assert "check digit" in previewing.foreseen(delivery)[1].warned
    assert previewing.counted(previewing.foreseen(delivery)) == {
        "new": 1,
        "changed": 1,
        "same": 0,
        "refused": 3,
    }


@pytest.mark.django_db
def test_nothing_follows_from_a_list_before_it_is_accepted(label: Organisation, agent: Person) -> None:
    delivery = actions.propose(agent, label, "A", workbook(GOOD))
    assert makers.work_off() == 0
    assert not DeliveryRow.objects.exists()
    assert not Recording.objects.exists()
    actions.accept_list(agent, delivery)
    actions.add_file(agent, delivery, "1.flac", [b"sound"])
    makers.work_off()
    assert DeliveryRow.objects.get().state == "live"
    assert told(actions.propose(agent, label, "again", workbook(GOOD))) == [(2, "same", [], "")]
    for act in (actions.accept_list, actions.discard_list):
        with pytest.raises(errors.NotProposed):
            act(agent, delivery)


@pytest.mark.django_db
def test_a_list_that_waits_can_be_thrown_away(label: Organisation, agent: Person) -> None:
    delivery = actions.propose(agent, label, "A", workbook(GOOD))
    stranger = makers.representative(makers.organisation())
    for act in (actions.accept_list, actions.discard_list):
        with pytest.raises(errors.NotRepresented):
            act(stranger, delivery)
    actions.discard_list(agent, delivery)
    assert not Delivery.objects.exists()
    with pytest.raises(errors.NotASpreadsheet):
        actions.propose(agent, label, "B", workbook(GOOD)[:-100])
    assert not Delivery.objects.exists()
