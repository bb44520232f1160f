"""An upgrade happens whole or not at all, and there is a way back from it on which nothing older is lost."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from living_site import LivingSite, until
from setup.databases import empty_database, everything, refused, run, started

PEOPLE = """
import django; django.setup()
from django.db import transaction
from akkord.ledger.sequencing import sequence
from akkord.people.models import Person
for name in ("Anna", "Bela"):
    Person.objects.create_user(f"{name}@example.org", "a good long passphrase", name=name)
sequence.func()
"""
NAMES = "import django; django.setup()\nfrom akkord.people.models import Person\n"
NAMES += "print(*sorted(Person.objects.values_list('name', flat=True)))"
FORGET = "import django; django.setup()\nfrom akkord.staff import upgrades; upgrades.forget_copies()"
WORKERS = "import django; django.setup()\nfrom akkord.flow.models import WorkerBeat\n"
WORKERS += "print(WorkerBeat.objects.count())"
Database = dict[str, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A site with two people and a published log."""
    with empty_database(tmp_path_factory.mktemp("made"), "made") as database:
        run(database, "-m", "django", "prepare")
        run(database, "-c", PEOPLE)
        yield database


@pytest.fixture
def site(made: Database, tmp_path: Path) -> Iterator[Database]:
    """A copy of it for each test."""
    with empty_database(tmp_path, "site", like=made) as database:
        yield database


@pytest.fixture(scope="module")
def made_newer(made: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The same, upgraded."""
    with empty_database(tmp_path_factory.mktemp("made"), "made_newer", like=made) as database:
        prepare(newer(database))
        yield database


@pytest.fixture
def upgraded(made_newer: Database, tmp_path: Path) -> Iterator[Database]:
    """A copy of that for each test."""
    with empty_database(tmp_path, "upgraded", like=made_newer) as database:
        yield database


def newer(site: Database, does: str = "") -> Database:
    """The same site under the next version."""
    return site | {"DJANGO_SETTINGS_MODULE": "setup.next_version.settings", "NEXT_VERSION": does}


def prepare(site: Database, *options: str) -> str:
    return run(site, "-m", "django", "prepare", *options)


def kept(site: Database) -> list[Path]:
    return sorted(Path(site["AKKORD_DATA"], "upgrades").glob("*"))


@pytest.mark.django_db  # for the run on PostgreSQL to choose it, too
def test_an_upgrade_is_undone_and_done_again(site: Database) -> None:
    before = everything(site)
    assert "3 migrations" not in prepare(site)
    assert "manage rollback" in prepare(newer(site))
    assert run(site, "-c", NAMES).split() == ["+Anna", "+Bela"]
    told = run(newer(site), "-m", "django", "rollback")
    assert "2 migrations" in told
    assert "next_version.note: 2" in told
    assert "next_version_note" in everything(site)  # it only told
    assert "Undone" in run(newer(site), "-m", "django", "rollback", "--yes")
    after = everything(site)
    for table in ("auth_permission", "django_content_type"):  # Django names there what has been once
        assert set(before[table].pop("rows")) < set(after[table].pop("rows"))
    assert after == before
    assert kept(site) == []  # what was undone needs no way back
    prepare(site)
    assert "OK" in run(site, "-m", "django", "audit")
    assert "Upgraded" in prepare(newer(site))
    assert run(site, "-c", NAMES).split() == ["+Anna", "+Bela"]


@pytest.mark.django_db
def test_a_migration_that_fails_midway_leaves_all_as_it_was(site: Database) -> None:
    before = everything(site)
    told = refused(newer(site, "fails"), "-m", "django", "prepare")
    assert "next_version.0002_more failed: the third shelf is missing" in told
    assert everything(site) == before
    assert kept(site) == []
    prepare(site)  # the version before starts on it
    assert run(site, "-c", NAMES).split() == ["Anna", "Bela"]
    assert "nothing to undo" in refused(newer(site), "-m", "django", "rollback", "--yes")


@pytest.mark.django_db
def test_an_upgrade_killed_in_its_midst_leaves_all_as_it_was(site: Database) -> None:
    before = everything(site)
    process = started(newer(site, "waits"), "-m", "django", "prepare")
    until((Path(site["AKKORD_DATA"]) / "waiting").exists, 60, what="the midst of an upgrade")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert everything(site) == before
    assert "nothing to undo" in refused(newer(site), "-m", "django", "rollback", "--yes")
    prepare(site)
    prepare(newer(site))  # and the next one comes about
    assert run(site, "-c", NAMES).split() == ["+Anna", "+Bela"]
    assert len(kept(site)) == 2  # its record and its copy; nothing of the killed one


@pytest.mark.django_db
def test_the_copy_made_before_gives_the_database_back(
    made: Database, upgraded: Database, tmp_path: Path
) -> None:
    (copy,) = (path for path in kept(upgraded) if path.is_dir())
    assert copy.parent.stat().st_mode & 0o077 == copy.stat().st_mode & 0o077 == 0
    with empty_database(tmp_path, "given_back") as other:
        run(other, "-m", "django", "restore", str(copy))
        assert everything(other) == everything(made)


@pytest.mark.django_db
def test_the_older_version_does_not_start_on_what_the_newer_made(upgraded: Database) -> None:
    told = refused(upgraded, "-m", "django", "prepare")
    assert "of a newer version (next_version.0001_notes, next_version.0002_more" in told
    assert "manage rollback" in told
    assert "Only the version that brought" in refused(upgraded, "-m", "django", "rollback", "--yes")


@pytest.mark.django_db
def test_the_public_log_is_never_led_back(upgraded: Database) -> None:
    before = everything(upgraded)
    told = refused(newer(upgraded, "unlogs"), "-m", "django", "rollback", "--yes")
    assert "public log" in told
    assert str(next(path for path in kept(upgraded) if path.is_dir())) in told  # what is left to do
    assert everything(upgraded) == before


@pytest.mark.django_db
def test_what_has_no_way_back_is_told_before(site: Database) -> None:
    prepare(newer(site), "--no-copy")
    told = refused(newer(site, "no way back"), "-m", "django", "rollback")
    assert "next_version.0002_more has no way back" in told
    assert "restore a backup" in told


def test_copies_older_than_a_month_go(upgraded: Database) -> None:
    record = next(path for path in kept(upgraded) if path.suffix == ".json")
    said: dict[str, Any] = json.loads(record.read_text())
    for day in (1, 2):  # two older upgrades, as they would stand there
        older = said | {"at": said["at"].replace(said["at"][:10], f"2026-01-0{day}"), "applied": []}
        place = record.with_name(f"2026010{day}{record.stem[8:]}")
        place.with_suffix(".json").write_text(json.dumps(older))
        place.mkdir()
    run(newer(upgraded), "-c", FORGET)
    left = [path.name[:8] for path in kept(upgraded) if path.is_dir()]
    assert left == [record.stem[:8]]  # the others are older than a month


def test_nothing_is_changed_under_a_running_site(upgraded: Database) -> None:
    living = LivingSite(Path(upgraded["AKKORD_DATA"]))
    try:
        living.start_web()
        assert "The site is running" in refused(newer(upgraded), "-m", "django", "rollback", "--yes")
        living.kill(living.web)
        living.start_worker()
        until(lambda: int(living.python(WORKERS)), 60, what="a worker")
        assert "The site is running" in refused(newer(upgraded), "-m", "django", "rollback", "--yes")
    finally:
        living.__exit__(None, None, None)
    run(newer(upgraded), "-m", "django", "rollback", "--yes")
    with LivingSite(Path(upgraded["AKKORD_DATA"])):
        assert "The site is running" in refused(newer(upgraded), "-m", "django", "prepare")


def test_without_room_for_the_copy_nothing_is_changed(site: Database) -> None:
    before = everything(site)
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
    limited += "from django.core.management import execute_from_command_line as e; e(['akkord', 'prepare'])"
    told = refused(newer(site), "-c", limited)
    assert "could not be copied" in told
    assert "--no-copy" in told
    assert everything(site) == before
    assert kept(site) == []
    assert "Upgraded" in prepare(newer(site), "--no-copy")
