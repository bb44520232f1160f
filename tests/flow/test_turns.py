"""Writers of SQLite take turns: none is kept out by another that goes on writing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.utils import ConnectionHandler

from akkord.flow import jobs
from akkord.flow.sqlite.turns import Turn

ROUNDS = 400  # transactions of who would not let anybody in
BUSY = """
import sys, time
import django
django.setup()
from flow.test_turns import connection_to
from pathlib import Path
busy = connection_to(Path(sys.argv[1]))
for number in range({rounds}):
    busy.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    busy.cursor().execute("UPDATE counts SET busy = busy + 1")
    time.sleep(0.005)
    busy.commit()
    busy.set_autocommit(True)
    if number == 5:
        print("begun", flush=True)
"""


def connection_to(database: Path) -> Any:
    """A connection as the settings make it."""
    options = {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}
    said = {"ENGINE": "akkord.flow.sqlite", "NAME": database, "OPTIONS": options}
    return ConnectionHandler({"default": said})["default"]


@pytest.fixture(autouse=True)
def _a_database_of_its_own(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def database(tmp_path: Path) -> Path:
    made = connection_to(tmp_path / "akkord.sqlite3")
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE counts (busy INTEGER, seldom INTEGER)")
        cursor.execute("INSERT INTO counts VALUES (0, 0)")
    made.close()
    return tmp_path / "akkord.sqlite3"


@pytest.mark.parametrize("in_transaction", [True, False])
def test_who_writes_seldom_gets_in_between_the_transactions_of_who_never_stops(
    database: Path, in_transaction: bool
) -> None:
    here = connection_to(database)
    busy = subprocess.Popen(
        [sys.executable, "-c", BUSY.format(rounds=ROUNDS), str(database)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
    )
    assert busy.stdout is not None
    busy.stdout.readline()
    for _ in range(5):
        if in_transaction:
            here.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with here.cursor() as cursor:
            cursor.execute("UPDATE counts SET seldom = seldom + 1")
        if in_transaction:
            here.commit()
            here.set_autocommit(True)
    with here.cursor() as cursor:
        cursor.execute("SELECT busy, seldom FROM counts")
        rounds, seldom = cursor.fetchone()
    here.close()
    assert seldom == 5
    assert rounds < ROUNDS, "who wrote without a pause let nobody in"
    assert busy.wait(60) == 0


def test_the_turn_of_who_was_killed_is_free(tmp_path: Path) -> None:
    place = tmp_path / "akkord.sqlite3"
    code = (
        "import sys, time; from pathlib import Path; from akkord.flow.sqlite.turns import Turn;"
        "turn = Turn(Path(sys.argv[1]), 30); turn.take(); print(turn.held, flush=True); time.sleep(600)"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(place)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"True\n"
    mine = Turn(place, 0.01)
    mine.take()
    assert not mine.held  # patience is over: it goes on, and SQLite's own lock decides
    other.send_signal(signal.SIGKILL)
    other.wait()
    mine.take()
    assert mine.held
    mine.close()


def test_who_waits_in_vain_knows_it_before_a_lease_ends(tmp_path: Path) -> None:
    code = "import akkord.config.settings as s; print(s.DATABASES['default']['OPTIONS']['timeout'])"
    without = {key: value for key, value in os.environ.items() if key != "AKKORD_DATABASE_URL"}
    env = {**without, "PYTHONPATH": os.pathsep.join(sys.path), "AKKORD_DATA": str(tmp_path)}
    said = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    here = connection_to(tmp_path / "akkord.sqlite3")
    here.ensure_connection()
    assert here.turn.patience + float(said.stdout) < jobs.LEASE.total_seconds()
    here.close()


def test_a_turn_ends_with_the_transaction_whichever_way_that_ends(database: Path) -> None:
    here, other = connection_to(database), Turn(database, 0.01)
    for end in (here.commit, here.rollback):
        here.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        other.take()
        assert not other.held
        end()
        here.set_autocommit(True)
        other.take()
        assert other.held
        other.give()
    other.close()
    here.close()
