"""What the operator's audit finds: every way in which log, database and rooms may part."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from ledger_lines import a_line, write

from akkord.flow import clock
from akkord.ledger import actions, key, queries
from akkord.ledger.audit import audit
from akkord.ledger.models import Entry, Opening, SignedHead
from akkord.ledger.rules import Action, Difference, Kind, Restriction, Thing
from akkord.ledger.sequencing import sequence
from tilelog.writer import LogFolder


@pytest.fixture
def world(log: Path) -> list[Restriction]:
    """Three blocks with their lines, one of them lifted since; what the rooms hold of it."""
    entries = write(a_line(1), a_line(2), a_line(3))
    write(a_line(3, kind=Kind.REVERSE, action=Action.NONE, prev=entries[2].public_id))
    sequence.func()
    return [held(number, entry) for number, entry in enumerate(entries[:2], 1)]


def held(number: int, entry: Entry | None) -> Restriction:
    return Restriction(f"recording:{number}", entry.public_id if entry else "", {"recording": number})


def found(restrictions: list[Restriction]) -> set[Difference]:
    return {finding.what for finding in audit(restrictions).findings}


def test_a_true_log_passes(world: list[Restriction]) -> None:
    report = audit(world)
    assert report.findings == []
    assert (report.size, report.standing, report.restrictions) == (5, 2, 2)


def test_a_line_that_is_still_waiting_counts(world: list[Restriction]) -> None:
    entry = write(a_line(4))[0]
    assert found([*world, held(4, entry)]) == set()
    assert found(world) == {Difference.WITHOUT_RESTRICTION}


def test_a_line_that_waits_too_long_is_found(world: list[Restriction]) -> None:
    entry = write(a_line(4))[0]
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert found([*world, held(4, entry)]) == {Difference.LATE}


def test_a_restriction_slipped_in_without_a_line_is_found(world: list[Restriction]) -> None:
    assert found([*world, held(9, None)]) == {Difference.WITHOUT_LINE}


def test_a_restriction_slipped_in_with_the_line_of_another_is_found(world: list[Restriction]) -> None:
    borrowed = Restriction("recording:9", world[0].entry, {"recording": 9})
    assert found([*world, borrowed]) == {
        Difference.CLAIMED_TWICE, Difference.OTHER_THING, Difference.OTHER_FACTS,
    }  # fmt: skip


def test_a_restriction_that_hangs_on_a_lifted_line_is_found(world: list[Restriction]) -> None:
    lifted = Entry.objects.get(kind="reverse").prev
    assert found([*world, held(3, lifted)]) == {Difference.WITHOUT_LINE}


def test_a_restriction_deleted_behind_the_log_is_found(world: list[Restriction]) -> None:
    assert found(world[1:]) == {Difference.WITHOUT_RESTRICTION}


def test_facts_changed_behind_the_log_are_found(world: list[Restriction]) -> None:
    widened = Restriction(world[0].thing, world[0].entry, {"recording": 1, "territory": "DE"})
    assert found([widened, world[1]]) == {Difference.OTHER_FACTS}


def test_an_erased_opening_hides_the_facts_but_is_no_fault(world: list[Restriction]) -> None:
    actions.erase_openings(Entry.objects.get(public_id=world[0].entry))
    assert found(world) == set()


def test_an_edited_line_is_found(world: list[Restriction]) -> None:
    entry = Entry.objects.get(public_id=world[0].entry)
    body = bytes(entry.body).replace(b"Northwind", b"Southwind")
    Entry.objects.filter(pk=entry.pk).update(body=body)
    assert found(world) == {Difference.LINE_EDITED}


@pytest.mark.parametrize("change", [{"kind": "limit"}, {"ground": "court"}, {"prev": 0}])
def test_an_edited_column_is_found(world: list[Restriction], change: dict[str, object]) -> None:
    if "prev" in change:
        change = {"prev": Entry.objects.get(number=change["prev"])}
    Entry.objects.filter(public_id=world[0].entry).update(**change)
    assert found(world) == {Difference.COLUMNS_EDITED}


def test_an_edited_opening_is_found(world: list[Restriction]) -> None:
    Opening.objects.filter(entry__public_id=world[0].entry, field="facts").update(value="{}")
    assert found(world) == {Difference.OPENING_EDITED}


def test_a_thing_changed_beside_its_line_is_found(world: list[Restriction]) -> None:
    Entry.objects.filter(public_id=world[0].entry).update(thing="recording:7")
    assert found(world) == {Difference.OPENING_EDITED}


def test_a_line_deleted_from_the_database_is_found(world: list[Restriction]) -> None:
    entry = Entry.objects.filter(public_id=world[1].entry)
    Opening.objects.filter(entry__in=entry.values("pk"))._raw_delete("default")
    entry._raw_delete("default")
    assert Difference.LINE_MISSING in found(world)


def test_a_missing_number_is_found(world: list[Restriction]) -> None:
    Entry.objects.filter(pk=write(a_line(4))[0].pk).update(number=6)
    assert Difference.NUMBERS in found(world)


@pytest.fixture
def order(log: Path) -> list[Restriction]:
    """An order over three recordings, its own line after those it led to."""
    name = actions.reserve_id()
    with transaction.atomic():
        rows = actions.write_lines([a_line(number, order=name) for number in range(3)])
        actions.write_order(a_line(kind=Kind.ORDER, thing=Thing("list", "order:1"), id=name), rows)
    sequence.func()
    return [held(number, entry) for number, entry in enumerate(rows)]


def test_an_order_counts_its_rows_and_commits_to_their_list(order: list[Restriction]) -> None:
    assert audit(order).findings == []
    said = queries.said(Entry.objects.get(kind="order"))
    assert (said["count"], len(said["list_root"])) == (3, 64)


def test_a_row_pushed_into_an_executed_order_is_found(order: list[Restriction]) -> None:
    name = Entry.objects.get(kind="order").public_id
    entry = write(a_line(9, order=name))[0]
    assert found([*order, held(9, entry)]) == {Difference.ORDER}


def test_rows_of_an_order_that_is_not_there_are_found(world: list[Restriction]) -> None:
    entry = write(a_line(9, order="ab" * 16))[0]
    assert found([*world, held(9, entry)]) == {Difference.ORDER, Difference.COLUMNS_EDITED}


@pytest.mark.parametrize("path", ["tile/entries/000.p/5", "tile/0/000.p/5", "checkpoint"])
def test_one_changed_byte_in_a_file_of_the_log_is_found(
    world: list[Restriction], log: Path, path: str
) -> None:
    data = bytearray((log / path).read_bytes())
    data[40] ^= 1
    (log / path).write_bytes(data)
    assert Difference.FILE in found(world)


def test_a_missing_file_of_the_log_is_found(world: list[Restriction], log: Path) -> None:
    (log / "tile/entries/000.p/5").unlink()
    assert found(world) == {Difference.FILE}


def test_a_restored_database_is_found(world: list[Restriction]) -> None:
    SignedHead.objects.update(size=3)
    assert found(world) == {Difference.HEAD}


def test_a_head_that_was_never_published_is_found(world: list[Restriction], log: Path) -> None:
    old = LogFolder(log).read_checkpoint()
    entry = write(a_line(4))[0]
    sequence.func()
    (log / "checkpoint").write_text(str(old))
    assert found([*world, held(4, entry)]) == set()  # a run may be at it
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert found([*world, held(4, entry)]) == {Difference.HEAD}


def test_a_lost_key_is_found(world: list[Restriction]) -> None:
    key.key_file().unlink()
    assert found(world) == {Difference.KEY}


def test_the_command_passes_a_true_log_and_fails_any_other(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("audit")
    assert "OK: 1 lines" in capsys.readouterr().out
    entry = write(a_line(1))[0]
    sequence.func()
    with pytest.raises(SystemExit) as ended:
        call_command("audit")
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert "DIFFERS line_without_restriction" in said
    assert entry.public_id in said
    with pytest.raises(SystemExit):
        call_command("audit", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["size"], told["findings"][0]["what"]) == (False, 2, "line_without_restriction")
