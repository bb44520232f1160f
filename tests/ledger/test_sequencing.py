"""What the log promises about its order, its signature and its survival."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from ledger_lines import a_line, faults_of_the_log, verifier, write, write_many

from akkord.flow.models import Job
from akkord.ledger import actions, errors, key, queries
from akkord.ledger.models import Entry, Opening, SignedHead
from akkord.ledger.sequencing import log_folder, sequence
from tilelog.proof import verify_proof

HERE = Path(__file__).parent


def restore(size: int, head: SignedHead) -> None:
    """What an older backup holds: the lines up to `size` and the head of then."""
    lost = Entry.objects.filter(number__gte=size)
    Opening.objects.filter(entry__in=lost.values("pk"))._raw_delete("default")
    lost._raw_delete("default")
    SignedHead.objects.filter(pk=1).update(
        size=head.size, root=head.root, note=head.note, signed_at=head.signed_at
    )


def test_the_log_begins_with_a_line_that_names_its_key(log: Path) -> None:
    first = queries.said(queries.entry_by_number(0))
    assert first["kind"] == "key"
    assert first["log"] == {"origin": "music.example/log", "vkey": verifier().vkey}
    assert actions.begin_log().size == 1
    assert Entry.objects.count() == 1


def test_the_key_is_its_owners_alone(log: Path) -> None:
    assert key.key_file().stat().st_mode & 0o777 == 0o600


def test_the_origin_stays_when_the_site_is_renamed(log: Path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://new.example"
    actions.begin_log()
    write(a_line())
    sequence.func()
    assert (log / "checkpoint").read_text().startswith("music.example/log\n2\n")


@pytest.mark.parametrize("origin", ["a log", "a+b", "a\nb", "é"])
def test_an_origin_that_no_note_could_carry_is_refused(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(key.ORIGIN_VARIABLE, origin)
    with pytest.raises(errors.BadOrigin):
        key.chosen_origin()


def test_every_line_stands_under_the_published_checkpoint_in_the_order_it_was_written(log: Path) -> None:
    written = [entry.public_id for entry in write_many(300)]
    sequence.func()
    numbered = list(Entry.objects.order_by("number").values_list("public_id", flat=True))
    assert numbered[1:] == written
    assert faults_of_the_log() == []
    entry = queries.entry_by_number(257)
    proved = verify_proof(log_folder().prove(257), bytes(entry.body), verifier())
    assert proved.size == 301


def test_a_line_calls_for_its_own_sequencing_in_its_transaction(log: Path) -> None:
    with pytest.raises(errors.OutsideTransaction):
        raise_outside()
    before = Job.objects.count()
    with transaction.atomic():
        actions.write_line(a_line())
        transaction.set_rollback(True)
    assert Job.objects.count() == before
    write(a_line())
    assert Job.objects.filter(task="akkord.ledger.sequencing.sequence").count() == before + 1


def raise_outside() -> None:
    """pytest holds a transaction open around each test, so the refusal is asked for directly."""
    held = connection.in_atomic_block
    connection.in_atomic_block = False
    try:
        actions.write_line(a_line())
    finally:
        connection.in_atomic_block = held


def test_sequencing_again_changes_nothing(log: Path) -> None:
    write_many(3)
    sequence.func()
    before = (log / "checkpoint").read_bytes(), SignedHead.objects.get().signed_at
    sequence.func()
    assert before == ((log / "checkpoint").read_bytes(), SignedHead.objects.get().signed_at)


def test_a_head_that_was_signed_but_not_published_is_published(log: Path) -> None:
    old = (log / "checkpoint").read_bytes()
    write_many(3)
    sequence.func()
    (log / "checkpoint").write_bytes(old)
    sequence.func()
    assert faults_of_the_log(old.decode()) == []


def test_a_restored_older_database_signs_nothing(log: Path) -> None:
    write_many(3)
    sequence.func()
    old = SignedHead.objects.get()
    write_many(5)
    sequence.func()
    published = (log / "checkpoint").read_bytes()
    restore(4, old)
    for _ in range(7):  # until it would be ahead again
        write(a_line())
        with pytest.raises(errors.PublishedAhead):
            sequence.func()
    assert (log / "checkpoint").read_bytes() == published
    assert SignedHead.objects.get().size == 4
    assert queries.health().waiting == 7


def test_a_database_made_anew_beside_the_files_signs_nothing(log: Path) -> None:
    write_many(3)
    sequence.func()
    published = (log / "checkpoint").read_bytes()
    for table in (Opening, Entry, SignedHead):
        table.objects.all()._raw_delete("default")
    actions.begin_log()
    with pytest.raises(errors.PublishedAhead):
        sequence.func()
    assert (log / "checkpoint").read_bytes() == published


def test_a_head_with_another_root_signs_nothing(log: Path) -> None:
    SignedHead.objects.update(root="00" * 32)
    write(a_line())
    with pytest.raises(errors.PublishedDiffers):
        sequence.func()


def test_another_key_signs_nothing(log: Path) -> None:
    write(a_line())
    key.key_file().unlink()
    with pytest.raises(errors.KeyMissing):
        sequence.func()
    key.make_key("other.example/log")
    with pytest.raises(errors.KeyOfAnotherLog):
        sequence.func()
    key.key_file().unlink()
    key.make_key("music.example/log")
    with pytest.raises(errors.PublishedDiffers):
        sequence.func()


def test_a_changed_tile_is_not_built_upon(log: Path) -> None:
    write_many(2)
    sequence.func()
    tile = log / "tile/entries/000.p/3"
    tile.write_bytes(tile.read_bytes().replace(b"Northwind", b"Southwind"))
    write(a_line())
    with pytest.raises(errors.FilesDiffer):
        sequence.func()


def test_numbers_changed_by_hand_are_not_signed(log: Path) -> None:
    write_many(2)
    Entry.objects.filter(number=None).update(number=None)
    Entry.objects.filter(pk=Entry.objects.latest("id").pk).update(number=7)
    with pytest.raises(errors.NumbersBroken):
        sequence.func()


def trial(name: str, data: Path) -> dict[str, Any]:
    """Run tests/ledger/killing.py on a database file of its own."""
    paths = [str(HERE), *(place for place in sys.path if place)]
    env = dict(os.environ) | {
        "AKKORD_DATA": str(data),
        "AKKORD_DATABASE_URL": "",
        "PYTHONPATH": os.pathsep.join(paths),
    }
    command = [sys.executable, str(HERE / "killing.py"), name]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_workers_at_once_make_one_history(tmp_path: Path) -> None:
    assert trial("crowd", tmp_path) == {"deaths": 0, "lines": 1 + 4 * 5 * 3, "faults": []}


def test_killed_at_any_operation_the_log_goes_on_as_one_history(tmp_path: Path) -> None:
    result = trial("death", tmp_path)
    assert result["faults"] == []
    assert result["deaths"] > 40
